"""Hold how far a rebuild of the index has come, so that it can be taken up again."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class IndexBuild(models.Model):
    """A new generation in the making; ``source`` and ``last_id`` say up to where it is filled."""

    generation = models.CharField(_("generation"), max_length=64, unique=True)
    target = models.CharField(_("engine"), max_length=1000, blank=True)
    is_switch = models.BooleanField(_("goes over to another engine"), default=False)
    fingerprint = models.CharField(_("schema"), max_length=40)
    source = models.CharField(_("source"), max_length=20, blank=True)
    last_id = models.BigIntegerField(_("last object"), default=0)
    is_filled = models.BooleanField(_("filled"), default=False)
    total = models.PositiveBigIntegerField(_("in all"), default=0)
    done = models.PositiveBigIntegerField(_("done"), default=0)
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    beat_at = models.DateTimeField(_("last progress at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("rebuild of the index")
        verbose_name_plural = _("rebuilds of the index")

    def __str__(self) -> str:
        return self.generation
