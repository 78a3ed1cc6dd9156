"""Tie a record to its assets, agents and identifiers."""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from archive.models import Asset
from catalog.choices import AgentRole, IdentifierScheme

ASSET_FIELDS = ("photo", "document", "recording")


def _exactly_one_asset() -> models.Q:
    """Return the condition that just one of the three asset columns is filled."""
    condition = models.Q()
    for chosen in ASSET_FIELDS:
        condition |= models.Q(**{f"{name}__isnull": name != chosen for name in ASSET_FIELDS})
    return condition


class RecordAsset(Orderable):
    """One asset of a record, in order; the file inherits the strictest access of its records."""

    record = ParentalKey("catalog.Record", on_delete=models.CASCADE, related_name="record_assets")
    photo = models.ForeignKey(
        "archive.Photo",
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="record_assets",
    )
    document = models.ForeignKey(
        "archive.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="record_assets",
    )
    recording = models.ForeignKey(
        "archive.Recording",
        verbose_name=_("recording"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="record_assets",
    )
    is_representative = models.BooleanField(_("represents the record in lists"), default=False)

    panels = [FieldPanel("photo"), FieldPanel("document"), FieldPanel("recording"), FieldPanel("is_representative")]

    class Meta(Orderable.Meta):
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one_asset(),
                name="catalog_record_asset_is_one",
                violation_error_message=_("Choose one photo, document or recording in each row."),
            ),
            *(
                models.UniqueConstraint(fields=["record", name], name=f"catalog_record_{name}_once")
                for name in ASSET_FIELDS
            ),
        ]

    def __str__(self) -> str:
        """Return the asset's title."""
        return str(self.asset)

    @property
    def asset(self) -> Asset:
        """Return the photo, document or recording of this row."""
        found: Any = self.photo or self.document or self.recording
        return cast(Asset, found)


class RecordAgent(Orderable):
    """One agent of a record, in order, with a role."""

    record = ParentalKey("catalog.Record", on_delete=models.CASCADE, related_name="record_agents")
    agent = models.ForeignKey(
        "catalog.Agent",
        verbose_name=_("person or organization"),
        on_delete=models.PROTECT,
        related_name="record_agents",
    )
    role = models.CharField(_("role"), max_length=15, choices=AgentRole.choices, default=AgentRole.CREATOR)

    panels = [FieldPanel("agent"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = _("person or organization")
        verbose_name_plural = _("people and organizations")

    def __str__(self) -> str:
        """Return the agent's name."""
        return str(self.agent)


class RecordIdentifier(Orderable):
    """One local identifier of a record: an inventory number, a reference code."""

    record = ParentalKey("catalog.Record", on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(
        _("kind of number"), max_length=12, choices=IdentifierScheme.choices, default=IdentifierScheme.REFERENCE
    )
    value = models.CharField(_("number"), max_length=100, db_index=True)

    panels = [FieldPanel("scheme"), FieldPanel("value")]

    class Meta(Orderable.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")

    def __str__(self) -> str:
        """Return the number."""
        return self.value
