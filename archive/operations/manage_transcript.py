"""Approve, describe and remove a transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive.choices import EventName
from archive.models import Transcript
from archive.operations.log_event import log_event
from archive.operations.settle_transcript import announce_languages

if TYPE_CHECKING:
    from catalog.models import User


def approve_transcript(*, transcript_id: int, user: User | None = None) -> None:
    """Note that a person stands behind a transcript; raises Transcript.DoesNotExist."""
    with transaction.atomic():
        transcript = Transcript.objects.select_related("recording").get(pk=transcript_id)
        Transcript.objects.filter(pk=transcript_id).update(approved_at=timezone.now(), approved_by=user)
        log_event(transcript.recording, EventName.TRANSCRIPT_APPROVED, user=user, language=transcript.language)
        announce_languages(transcript.recording_id)


def describe_transcript(*, transcript_id: int, language: str, kind: str) -> None:
    """Set language and kind; raises Transcript.DoesNotExist."""
    with transaction.atomic():
        transcript = Transcript.objects.get(pk=transcript_id)
        Transcript.objects.filter(pk=transcript_id).update(language=language, kind=kind)
        announce_languages(transcript.recording_id)


def remove_transcript(*, transcript_id: int, user: User | None = None) -> None:
    """Remove a transcript with its history; that it was there stays in the recording's log."""
    with transaction.atomic():
        transcript = Transcript.objects.select_related("recording").get(pk=transcript_id)
        recording = transcript.recording
        log_event(
            recording, EventName.TRANSCRIPT_REMOVED, user=user, language=transcript.language,
            original_name=transcript.source_name,
        )  # fmt: skip
        transcript.delete()
        announce_languages(recording.pk)
