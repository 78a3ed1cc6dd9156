"""Cut a transcript into windows of 20 to 40 seconds: what search finds, and links lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.transcripts.types import Cue

SHORTEST_MS = 20_000
LONGEST_MS = 40_000
UNTIMED_CHARACTERS = 400
"""About what is said in half a minute."""


@dataclass(frozen=True, slots=True)
class Window:
    """The cues ``first`` to ``last``, counted from 1, and their time."""

    first: int
    last: int
    start_ms: int
    end_ms: int


def windows_of(cues: Sequence[Cue], *, is_timed: bool) -> list[Window]:
    """Return windows of whole cues, in order; a cue longer than a window is one by itself."""
    found: list[Window] = []
    first = 0
    for place, cue in enumerate(cues):
        if place > first and _is_full(cues[first:place], cue, is_timed=is_timed):
            found.append(_window(cues, first, place - 1))
            first = place
    if cues:
        found.append(_window(cues, first, len(cues) - 1))
    return found


def _is_full(gathered: Sequence[Cue], following: Cue, *, is_timed: bool) -> bool:
    if not is_timed:
        return sum(len(cue.text) for cue in gathered) >= UNTIMED_CHARACTERS
    start = gathered[0].start_ms
    end = max(cue.end_ms for cue in gathered)
    return end - start >= SHORTEST_MS or following.end_ms - start > LONGEST_MS


def _window(cues: Sequence[Cue], first: int, last: int) -> Window:
    end = max(cue.end_ms for cue in cues[first : last + 1])
    return Window(first + 1, last + 1, cues[first].start_ms, end)
