"""Say what a reader of speech must do, and what it returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
"""Samples a second of the sound that readers are given."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One word with its time in milliseconds."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """A sentence or a part of one; milliseconds, and the times of its words where the reader knows them."""

    start_ms: int
    end_ms: int
    text: str
    words: tuple[HeardWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a stretch of sound. ``language`` is a BCP 47 tag, empty where nothing was said."""

    language: str
    segments: tuple[HeardSegment, ...]


class SpeechReader(Protocol):
    """Turns sound into text. Another engine is added by a class with these two members and a setting that names it.

    A reader is made once for a recording and asked about one stretch after another, in order, from one process. It
    keeps nothing between stretches that a later one depends on, so that work can go on after a kill.
    """

    name: str
    """Engine and model, for people: it is kept with the transcript."""

    def read(self, sound: NDArray[np.float32], language: str) -> Heard:
        """Return what is said in mono samples (−1 to 1, ``RATE_HZ`` a second), times from the start of the stretch.

        ``language`` is a BCP 47 tag, or empty to have it detected. Raises ``SpeechError``.
        """
        ...
