"""The lease of a running worker: while it beats, the tasks its processes hold are theirs."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WorkerLease(models.Model):
    """One supervisor (`manage.py work`) and the moment it was last known to live."""

    id = models.CharField(primary_key=True, max_length=16)
    place = models.CharField(_("host and data folder"), max_length=500)
    process_count = models.PositiveSmallIntegerField(_("processes"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    beat_at = models.DateTimeField(_("last seen at"), default=timezone.now, db_index=True)

    missing_programs = models.JSONField(_("missing programs"), default=dict, blank=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return f"{self.id} ({self.place})"
