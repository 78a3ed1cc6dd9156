"""Hold what could not be indexed, and why."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IndexFailure(models.Model):
    """A thing set aside because it could not be projected or the engine refused it; the rest goes on.

    It is not findable meanwhile: an older copy in the index might show what is hidden by now.
    """

    source = models.CharField(_("source"), max_length=20)
    object_id = models.BigIntegerField(_("object"))
    reason = models.CharField(_("reason"), max_length=500)
    attempts = models.PositiveIntegerField(_("attempts"), default=1)
    first_at = models.DateTimeField(_("first at"), default=timezone.now)
    last_at = models.DateTimeField(_("last at"), default=timezone.now)

    class Meta:
        ordering = ["-last_at", "-id"]
        verbose_name = _("indexing failure")
        verbose_name_plural = _("indexing failures")
        constraints = [models.UniqueConstraint(fields=["source", "object_id"], name="search_failure_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}: {self.reason}"
