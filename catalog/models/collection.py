"""Hold collections: what records are kept together as."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class Collection(models.Model):
    """A body of records kept together; ``slug`` is how commands and addresses name it."""

    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("Used in addresses and commands."))
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    reference = models.CharField(_("reference code"), max_length=60, blank=True)

    panels = [
        FieldPanel("slug"),
        FieldPanel("reference"),
        MultiFieldPanel([FieldPanel(f"title_{code}") for code in ("uz", "ru", "en")], heading=_("Title")),
        MultiFieldPanel([FieldPanel(f"description_{code}") for code in ("uz", "ru", "en")], heading=_("Description")),
    ]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def __str__(self) -> str:
        """Return the title in the reader's language, else the short name."""
        return self.title or self.slug
