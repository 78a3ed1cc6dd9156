"""Give a recording a transcript: from a file, typed by a person, or made by machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.db import transaction

from archive.choices import EventName, TranscriptKind, TranscriptSource
from archive.errors import TranscriptHeld
from archive.extract.language import judge_words
from archive.extract.transcripts import Cue as PlainCue
from archive.extract.transcripts import read_transcript
from archive.models import Cue, Recording, Transcript
from archive.models.event import WITH_DEPOSIT
from archive.operations.log_event import log_event
from archive.operations.settle_transcript import settle_transcript

if TYPE_CHECKING:
    from catalog.models import User

BATCH = 1_000
JUDGED_CHARACTERS = 4_000
UZBEK = "uz"


@dataclass(frozen=True, slots=True)
class TranscriptOrder:
    """Say what a transcript is, and whether it came beside its recording; an empty language is told from the text."""

    language: str = ""
    kind: str = TranscriptKind.TRANSCRIPT
    source: str = TranscriptSource.FILE
    is_timed: bool = True
    source_name: str = ""
    source_sha256: str = ""
    made_by: str = ""
    came_with_deposit: bool = False


def store_transcript_file(
    *, recording_id: int, content: bytes, name: str, order: TranscriptOrder, user: User | None = None
) -> Transcript:
    """Read a VTT, SRT or TXT file and keep it as a transcript.

    Raises ``archive.extract.transcripts.TranscriptError`` where it is broken, TranscriptHeld where it is held.
    """
    found = read_transcript(content, PurePosixPath(name).suffix)
    filled = replace(
        order,
        language=order.language or found.language,
        source=TranscriptSource.FILE,
        is_timed=found.is_timed,
        source_name=name[-255:],
        source_sha256=hashlib.sha256(content).hexdigest(),
    )
    return store_transcript(recording_id=recording_id, cues=found.cues, order=filled, user=user)


def store_transcript(
    *,
    recording_id: int,
    cues: Sequence[PlainCue],
    order: TranscriptOrder,
    user: User | None = None,
    words: Sequence[Any] = (),
) -> Transcript:
    """Keep cues as a transcript of a recording; ``words`` holds the times of the words of each cue, if any.

    Raises TranscriptHeld, Recording.DoesNotExist.
    """
    with transaction.atomic():
        recording = Recording.objects.select_for_update().get(pk=recording_id)
        if order.source_sha256:
            held = recording.transcripts.filter(source_sha256=order.source_sha256).first()
            if held is not None:
                raise TranscriptHeld(held.pk)
        transcript = Transcript.objects.create(
            recording=recording,
            language=_language(order.language, cues),
            kind=order.kind,
            source=order.source,
            is_timed=order.is_timed,
            source_name=order.source_name,
            source_sha256=order.source_sha256,
            made_by=order.made_by,
        )
        rows = [
            Cue(transcript=transcript, position=place, start_ms=cue.start_ms, end_ms=cue.end_ms, text=cue.text,
                speaker=cue.speaker[:100], words=words[place - 1] if words else [])
            for place, cue in enumerate(cues, start=1)
        ]  # fmt: skip
        Cue.objects.bulk_create(rows, batch_size=BATCH)
        log_event(
            recording,
            EventName.TRANSCRIPT_ADDED,
            user=user,
            language=transcript.language,
            original_name=order.source_name,
            **({WITH_DEPOSIT: True} if order.came_with_deposit else {}),
        )
        settle_transcript(transcript)
    return transcript


def _language(said: str, cues: Sequence[PlainCue]) -> str:
    """Return the language as it is said, with the script that its letters have; else what the text seems to be in."""
    if said and said.split("-", maxsplit=1)[0] != UZBEK:
        return said
    told = _told(cues)
    return told if not said or told.startswith(UZBEK) else said


def _told(cues: Sequence[PlainCue]) -> str:
    lines: list[list[str]] = []
    size = 0
    for cue in cues:
        lines.append(cue.text.split())
        size += len(cue.text)
        if size > JUDGED_CHARACTERS:
            break
    return next(iter(judge_words(lines).languages), "")
