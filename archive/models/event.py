"""Keep an append-only log of what happened to each asset."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetKind, EventName

WITH_DEPOSIT = "with_deposit"
"""Detail of a text or transcript that came beside its file, not later from a person."""


class EventLogIsAppendOnly(TypeError):
    """Raised on an attempt to change or delete an event."""


class AssetEventQuerySet(models.QuerySet["AssetEvent"]):
    """Refuse bulk changes as well."""

    def update(self, **_kwargs: Any) -> int:
        """Refuse."""
        raise EventLogIsAppendOnly("Events are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise EventLogIsAppendOnly("Events are never deleted.")


class AssetEvent(models.Model):
    """One thing that happened to an asset; outlives the asset and its maker."""

    kind = models.CharField(_("kind of asset"), max_length=10, choices=AssetKind.choices)
    asset_id = models.BigIntegerField(_("asset"))
    name = models.CharField(_("event"), max_length=20, choices=EventName.choices)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    detail = models.JSONField(_("detail"), default=dict, blank=True)

    objects = AssetEventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["kind", "asset_id"], name="archive_event_asset")]

    def __str__(self) -> str:
        """Return the event in one line."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.asset_id}: {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new event; refuse to change one."""
        if not self._state.adding:
            raise EventLogIsAppendOnly("Events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise EventLogIsAppendOnly("Events are never deleted.")
