"""Hold who works on what at this moment, for work that has no row of its own to be claimed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WorkClaim(models.Model):
    """One piece of work in the hands of one process; the row goes when the work ends."""

    name = models.CharField(_("what"), max_length=100, primary_key=True)
    claimed_by = models.CharField(_("claimed by"), max_length=120)
    claimed_at = models.DateTimeField(_("claimed at"), default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.name}: {self.claimed_by}"
