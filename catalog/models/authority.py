"""Hold authority rows: the agents, subjects and places that records point to, named in every language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from catalog.choices import AgentType

_LABEL_PANEL = MultiFieldPanel([FieldPanel(f"label_{code}") for code in ("uz", "ru", "en")], heading=_("Name"))


class Authority(models.Model):
    """A controlled name with variants; ``slug`` is its address and its value in filters."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True, allow_unicode=True)
    label = models.CharField(_("name"), max_length=200)
    variants = models.JSONField(
        _("other names"), default=list, blank=True, help_text=_("Other spellings and names, as a list.")
    )
    same_as = models.URLField(
        _("same as"), blank=True, help_text=_("Address of the same entry in a public vocabulary.")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the name in the reader's language, else in any."""
        return self.label or self.slug


class Agent(Authority):
    """A person, family or organization."""

    type = models.CharField(_("type"), max_length=10, choices=AgentType.choices, default=AgentType.PERSON)
    dates = models.CharField(_("dates"), max_length=60, blank=True)

    panels = [
        FieldPanel("slug"),
        FieldPanel("type"),
        _LABEL_PANEL,
        FieldPanel("dates"),
        FieldPanel("variants"),
        FieldPanel("same_as"),
    ]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("person or organization")
        verbose_name_plural = _("people and organizations")


class Subject(Authority):
    """A topic."""

    panels = [FieldPanel("slug"), _LABEL_PANEL, FieldPanel("variants"), FieldPanel("same_as")]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")


class Place(Authority):
    """A place, with a position where it is known (WGS 84, decimal degrees)."""

    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    panels = [
        FieldPanel("slug"),
        _LABEL_PANEL,
        FieldPanel("variants"),
        FieldPanel("latitude"),
        FieldPanel("longitude"),
        FieldPanel("same_as"),
    ]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
