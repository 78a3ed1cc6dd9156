"""Keep how far the copies of a recording are: who works on them, and why that stopped."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.choices import AssetState, PreparationStep
from archive.models.reason_field import ReasonField
from archive.models.recording import Recording
from archive.reasons import Reason


class Preparation(models.Model):
    """The making of a recording's poster, waveform and playable copy; ``steps_done`` survives a killed process."""

    recording = models.OneToOneField(Recording, on_delete=models.CASCADE, related_name="preparation")
    state = models.CharField(_("state"), max_length=10, choices=AssetState.choices, default=AssetState.WAITING)
    step = models.CharField(_("step"), max_length=10, choices=PreparationStep.choices, blank=True)
    steps_done = models.JSONField(default=list, blank=True)
    progress_pct = models.PositiveSmallIntegerField(_("progress"), default=0)
    reason = ReasonField(_("reason"), default=Reason, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    claimed_by = models.CharField(_("claimed by"), max_length=120, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("preparation")
        verbose_name_plural = _("preparations")
        indexes = [models.Index(fields=["state", "claimed_at"], name="archive_preparation_state")]

    def __str__(self) -> str:
        return f"{self.recording_id}: {self.state} {self.progress_pct} %"
