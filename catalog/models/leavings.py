"""Hold which part of the storage is looked through next for what killed processes left."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LeavingsTurn(models.Model):
    """The one row that says when, and in which of the 256 parts of the storage, leavings are looked for next."""

    next_at = models.DateTimeField(default=timezone.now)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        verbose_name = _("turn of clearing up")
        verbose_name_plural = _("turns of clearing up")

    def __str__(self) -> str:
        """Return the part."""
        return f"{self.place:02x}"
