"""Hold what was seen in the watched folder: files that may still grow, and files that were taken."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WatchedFile(models.Model):
    """One file below the watched folder, as it was when it was last seen to change."""

    key = models.CharField(max_length=64, unique=True)
    location = models.TextField()
    group = models.TextField(blank=True)
    size_bytes = models.PositiveBigIntegerField()
    changed_ns = models.BigIntegerField()
    steady_since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)
    deposit = models.ForeignKey("catalog.Deposit", null=True, on_delete=models.SET_NULL, related_name="+")
    is_taken = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("file in the watched folder")
        verbose_name_plural = _("files in the watched folder")

    def __str__(self) -> str:
        """Return where it is."""
        return self.location
