"""Keep how far a machine has written down what is said in a recording."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.choices import RecognitionState
from archive.models.reason_field import ReasonField
from archive.models.recording import Recording
from archive.models.transcript import Transcript
from archive.reasons import Reason


class Recognition(models.Model):
    """One order to write down a recording by machine.

    ``segments`` holds what was heard up to ``done_ms``: ``[start_ms, end_ms, text, [[start_ms, end_ms, word], …]]``
    each. It becomes a transcript at the end, so nothing half-heard is ever shown or found.
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="recognitions")
    language = models.CharField(_("language"), max_length=35, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RecognitionState.choices, default=RecognitionState.WAITING
    )
    reason = ReasonField(_("reason"), default=Reason, blank=True)
    segments = models.JSONField(default=list, blank=True)
    done_ms = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("claimed at"), null=True, blank=True)
    claimed_by = models.CharField(_("claimed by"), max_length=120, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    transcript = models.ForeignKey(Transcript, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("recognition of speech")
        verbose_name_plural = _("recognitions of speech")
        constraints = [
            models.UniqueConstraint(
                fields=["recording"], condition=models.Q(state__in=["waiting", "working"]),
                name="archive_recognition_one_at_a_time",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "claimed_at"], name="archive_recognition_state")]

    def __str__(self) -> str:
        return f"{self.recording_id}: {self.state} {self.done_ms} ms"

    @property
    def is_open(self) -> bool:
        """Say whether it waits or is being worked on."""
        return self.state in {RecognitionState.WAITING, RecognitionState.WORKING}

    @property
    def progress_pct(self) -> int:
        """Return how much of the recording has been heard."""
        length_ms = self.recording.duration * 1000
        return min(100, int(100 * self.done_ms / length_ms)) if length_ms else 0
