"""Keep orders of people over many tasks or failures: how far each has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.choices import WorkVerb


class WorkOrder(models.Model):
    """Try all failures of one reason again, or call off all tasks that match; worked off in batches.

    ``choice`` says which: the source and code of failures, or queue and path of tasks. ``cursor`` is the key of the
    last failure looked at, so that what fails again is not tried for ever.
    """

    verb = models.CharField(_("what is done"), max_length=10, choices=WorkVerb.choices)
    choice = models.JSONField(default=dict)
    total = models.PositiveIntegerField(_("all in all"), default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    cursor = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        verbose_name = _("order over many tasks")
        verbose_name_plural = _("orders over many tasks")

    def __str__(self) -> str:
        return f"{self.verb} {self.done}/{self.total}"

    @property
    def share_pct(self) -> int:
        """Return how much is done."""
        return min(100, 100 * self.done // self.total) if self.total else 0
