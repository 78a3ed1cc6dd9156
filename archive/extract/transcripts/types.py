"""Hold a transcript as plain values."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_PASSAGE = 10_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A stretch of speech; milliseconds from the start, both 0 in a transcript without times. Text is plain."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class TranscriptText:
    """What a transcript file says. ``language`` is a tag of its own header, or empty."""

    cues: tuple[Cue, ...]
    is_timed: bool
    language: str = ""
