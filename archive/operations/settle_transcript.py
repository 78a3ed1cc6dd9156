"""Put a transcript in order after a change: positions, windows, and what the recording says of its languages."""

from __future__ import annotations

from django.utils import timezone

from archive.extract.transcripts import windows_of
from archive.models import Cue, Recording, Transcript
from archive.signals import asset_changed

BATCH = 1_000


def settle_transcript(transcript: Transcript) -> None:
    """Renumber cues by time, count windows, and announce the change; run inside a transaction."""
    order = ("start_ms", "end_ms", "position", "pk") if transcript.is_timed else ("position", "pk")
    cues = list(transcript.cues.order_by(*order).defer("words"))
    moved = []
    for place, cue in enumerate(cues, start=1):
        if cue.position != place:
            cue.position = place
            moved.append(cue)
    Cue.objects.bulk_update(moved, ["position"], batch_size=BATCH)
    windows = windows_of([cue.plain for cue in cues], is_timed=transcript.is_timed)
    Transcript.objects.filter(pk=transcript.pk).update(window_count=len(windows), changed_at=timezone.now())
    announce_languages(transcript.recording_id)


def announce_languages(recording_id: int) -> None:
    """Keep the languages that a recording's transcripts are in among its facts, and announce the change."""
    recording = Recording.objects.select_for_update().get(pk=recording_id)
    spoken = list(dict.fromkeys(each.language for each in recording.transcripts.order_by("pk") if each.language))
    if recording.technical.get("languages", []) != spoken:
        Recording.objects.filter(pk=recording_id).update(technical={**recording.technical, "languages": spoken})
    asset_changed.send(sender=Recording, kind=Recording.kind, asset_id=recording_id, facts=True)
