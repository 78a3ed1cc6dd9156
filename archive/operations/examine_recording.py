"""Find out what a deposited recording is, and have its copies made."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from archive.choices import AssetState, EventName
from archive.extract.av import RecordingFacts, embedded_metadata, probe
from archive.ingest.media_types import named
from archive.ingest.recordings import type_by_streams
from archive.limits import av_limits
from archive.models import Preparation, Recording
from archive.operations.log_event import log_event
from archive.process_marks import is_running
from archive.reasons import Reason
from archive.signals import asset_changed
from archive.work.lease import living_leases


def examine_recording(recording: Recording, path: Path) -> None:
    """Keep facts, chapters and tags, and put the making of copies on its way; may be repeated.

    Raises ``archive.extract.errors.ExtractError`` where nothing can be made of the file.
    """
    facts = probe(path, av_limits())
    said = embedded_metadata(facts, today=timezone.localdate())
    technical = {
        **recording.technical,
        "metadata": dataclasses.asdict(said),
        "recording": _plain(facts),
    }
    video = facts.video
    with transaction.atomic():
        Recording.objects.filter(pk=recording.pk).update(
            technical=technical,
            # Where ffprobe was missing when the file came, its type is what its first bytes say.
            media_type=_media_type(recording, facts),
            type="video" if video else "audio",
            width=video.width if video else None,
            height=video.height if video else None,
            duration=facts.duration_seconds,
            state_reason=Reason(),
        )
        _put_on_its_way(recording)
        log_event(recording, EventName.METADATA_READ)
        asset_changed.send(sender=Recording, kind=recording.kind, asset_id=recording.pk, facts=True)


def _media_type(recording: Recording, facts: RecordingFacts) -> str:
    try:
        return type_by_streams(named(recording.media_type), facts).name
    except KeyError:
        return str(recording.media_type)


def _plain(facts: RecordingFacts) -> dict[str, Any]:
    said = dataclasses.asdict(facts)
    # The tags stand in the metadata; what else they hold is the writing program's.
    del said["tags"]
    return said


def _put_on_its_way(recording: Recording) -> None:
    """Have the copies made anew, unless they are being made now."""
    job, _ = Preparation.objects.select_for_update().get_or_create(recording=recording)
    if job.state == AssetState.WORKING and is_running(job.claimed_by, living_leases()):
        return
    Preparation.objects.filter(pk=job.pk).update(
        state=AssetState.WAITING, steps_done=[], step="", progress_pct=0, attempts=0, reason=Reason(),
        claimed_by="", claimed_at=None, ended_at=None,
    )  # fmt: skip
