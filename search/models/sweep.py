"""Hold what the comparisons of index and database have found."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IndexSweep(models.Model):
    """One comparison; without ``finished_at`` it waits, runs or was cut off, with ``error`` it could not be done."""

    target = models.CharField(_("engine"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    differences = models.PositiveIntegerField(_("differences"), default=0)
    retried = models.PositiveIntegerField(_("tried again"), default=0)
    by_reason = models.JSONField(_("by reason"), default=dict)
    error = models.CharField(_("error"), max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("comparison of the index")
        verbose_name_plural = _("comparisons of the index")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}: {self.error or self.differences}"
