"""Hold what is said in a recording: transcripts of timed cues, and every change people made to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.choices import CueAction, TranscriptKind, TranscriptSource
from archive.extract.transcripts import Cue as PlainCue
from archive.models.recording import Recording


class Transcript(models.Model):
    """One transcript of a recording in one language.

    A machine's transcript counts as unchecked until a person has approved it. ``window_count`` is the number of
    windows that search holds of it; ``is_timed`` is false for a text whose passages have no times.
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="transcripts")
    language = models.CharField(_("language"), max_length=35, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=TranscriptKind.choices, default=TranscriptKind.TRANSCRIPT)
    source = models.CharField(_("source"), max_length=8, choices=TranscriptSource.choices)
    is_timed = models.BooleanField(_("has times"), default=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("approved by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    source_name = models.CharField(_("file name"), max_length=255, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    made_by = models.CharField(_("made by"), max_length=100, blank=True)
    window_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["recording", "pk"]
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")

    def __str__(self) -> str:
        return f"{self.recording_id} {self.language} {self.source}"

    @property
    def is_checked(self) -> bool:
        """Say whether a person stands behind it."""
        return self.source != TranscriptSource.MACHINE or self.approved_at is not None


class Cue(models.Model):
    """A passage of a transcript; ``position`` counts from 1 in the order of time.

    ``words`` are the times of single words where they are known: ``[start_ms, end_ms, text]`` each.
    """

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="cues")
    position = models.PositiveIntegerField(_("position"))
    start_ms = models.PositiveIntegerField(_("start"), default=0)
    end_ms = models.PositiveIntegerField(_("end"), default=0)
    text = models.TextField(_("text"))
    speaker = models.CharField(_("speaker"), max_length=100, blank=True)
    words = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["transcript", "position"]
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        indexes = [models.Index(fields=["transcript", "position"], name="archive_cue_position")]

    def __str__(self) -> str:
        return f"{self.transcript_id}/{self.position}"

    @property
    def plain(self) -> PlainCue:
        """Return what the pure packages work with."""
        return PlainCue(self.start_ms, self.end_ms, self.text, self.speaker)


class CueChange(models.Model):
    """One change a person made to a passage; ``before`` and ``after`` hold start_ms, end_ms, text, speaker."""

    transcript = models.ForeignKey(Transcript, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("at"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    action = models.CharField(_("change"), max_length=8, choices=CueAction.choices)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("change of a passage")
        verbose_name_plural = _("changes of passages")

    def __str__(self) -> str:
        return f"{self.transcript_id} {self.action} {self.at:%Y-%m-%d %H:%M}"
