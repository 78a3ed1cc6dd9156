"""Check that a sound or film file can be opened, has streams, and reaches as far as it says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.extract.av.errors import AvProgramMissing, RecordingEmpty, RecordingStuck, RecordingUnreadable
from archive.extract.av.facts import RecordingFacts
from archive.extract.av.probing import last_packet_end, probe
from archive.extract.av.programs import AvLimits
from archive.extract.av.tags import embedded_metadata
from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.media_types import MediaType, named
from archive.ingest.recording_ends import is_recording_cut_off

_SOUND_ONLY = {
    "video/mp4": "audio/mp4",
    "video/quicktime": "audio/mp4",
    "video/3gpp": "audio/mp4",
    "video/webm": "audio/webm",
    "video/matroska": "audio/matroska",
    "video/x-ms-wmv": "audio/x-ms-wma",
    "video/ogg": "audio/ogg",
}
_FILM_TOO = {film: sound for sound, film in _SOUND_ONLY.items() if sound != "video/quicktime"}
_CUT_OFF = gettext_noop("This recording was cut off: it ends before its own end. Copy it again.")
_TAIL_SECONDS = 3.0
_ROUNDING_SECONDS = 0.01
_DEFAULT_LIMITS = AvLimits()


@dataclass(frozen=True, slots=True)
class InspectedRecording:
    """The type by what the streams are, the title the file gives itself, and size and length as ffprobe says."""

    media_type: MediaType
    title: str
    width: int
    height: int
    duration_seconds: float


def inspect_recording(path: Path, media_type: MediaType, limits: AvLimits = _DEFAULT_LIMITS) -> InspectedRecording:
    """Return what a recording is; nothing is decoded.

    Without ffprobe only its end is looked at. Raises ``IngestRefused``: ``truncated`` (the file or its index ends too
    early), ``damaged``, ``no_streams`` (neither sound nor pictures).
    """
    try:
        facts = probe(path, limits)
    except AvProgramMissing as error:
        if is_recording_cut_off(path):
            raise IngestRefused(Reason.TRUNCATED, _CUT_OFF) from error
        # Taken in all the same: it is examined once the program is there.
        return InspectedRecording(media_type, "", 0, 0, 0.0)
    except RecordingEmpty as error:
        if is_recording_cut_off(path):
            raise IngestRefused(Reason.TRUNCATED, _CUT_OFF) from error
        raise IngestRefused(Reason.NO_STREAMS, error.message, **error.params) from error
    except (RecordingUnreadable, RecordingStuck) as error:
        if is_recording_cut_off(path):
            raise IngestRefused(Reason.TRUNCATED, _CUT_OFF) from error
        raise IngestRefused(Reason.DAMAGED, error.message, **error.params) from error
    if is_recording_cut_off(path) or _lacks_its_end(path, facts, limits):
        raise IngestRefused(Reason.TRUNCATED, _CUT_OFF)
    video = facts.video
    return InspectedRecording(
        media_type=type_by_streams(media_type, facts),
        title=str(embedded_metadata(facts).title),
        width=video.width if video else 0,
        height=video.height if video else 0,
        duration_seconds=facts.duration_seconds,
    )


def _lacks_its_end(path: Path, facts: RecordingFacts, limits: AvLimits) -> bool:
    """FLAC states its length at the front and nothing at the end: look whether sound is there."""
    if facts.container != "flac" or not facts.duration_seconds:
        return False
    last = last_packet_end(path, facts.duration_seconds - _TAIL_SECONDS, limits)
    return last < facts.duration_seconds - _ROUNDING_SECONDS


def type_by_streams(media_type: MediaType, facts: RecordingFacts) -> MediaType:
    """Return the type by the streams: MP4, WebM, Ogg and others hold sound alone or film."""
    mapped = (_FILM_TOO if facts.video else _SOUND_ONLY).get(media_type.name)
    return named(mapped) if mapped else media_type
