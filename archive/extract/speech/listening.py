"""Lead a reader of speech through a recording in stretches, so that it can be stopped and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.extract.av.programs import AvLimits, input_of, run
from archive.extract.speech.types import RATE_HZ, Heard, HeardSegment, HeardWord, SpeechReader

STRETCH_SECONDS = 90
_OPEN_END_MS = 1_500
"""A segment that reaches so close to the end of a stretch may go on after it; it is heard again with what follows."""
_LEAST_STEP_MS = 10_000
_SAMPLE_BYTES = 4
_LEAST_SAMPLES = RATE_HZ // 10
_DEFAULT_LIMITS = AvLimits()

OnStretch = Callable[[Heard, int], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to begin, how long the recording is, and in which language (empty: to be detected)."""

    start_ms: int
    duration_ms: int
    language: str


def listen(
    path: Path, reader: SpeechReader, place: Place, on_stretch: OnStretch, limits: AvLimits = _DEFAULT_LIMITS
) -> None:
    """Read a recording from a moment on; tell each stretch (times of the recording) and up to where all is heard.

    Memory holds one stretch. What ``on_stretch`` raises ends the work. Raises ``SpeechError``, the errors of
    ``programs.run``.
    """
    at_ms, language = place.start_ms, place.language
    while at_ms < place.duration_ms:
        sound = _stretch(path, at_ms, limits)
        if len(sound) < _LEAST_SAMPLES:
            break
        end_ms = at_ms + len(sound) * 1000 // RATE_HZ
        is_last = len(sound) < STRETCH_SECONDS * RATE_HZ
        heard = _moved(reader.read(sound, language), at_ms)
        language = language or heard.language
        kept, done_ms = (heard.segments, end_ms) if is_last else _settled(heard.segments, at_ms, end_ms)
        on_stretch(Heard(language, kept), min(done_ms, place.duration_ms))
        at_ms = done_ms
        if is_last:
            break
    on_stretch(Heard(language, ()), place.duration_ms)


def _stretch(path: Path, at_ms: int, limits: AvLimits) -> NDArray[np.float32]:
    packed = bytearray()
    sound = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-ac", "1", "-ar", str(RATE_HZ), "-f", "f32le", "pipe:1"]
    cut = ["-ss", f"{at_ms / 1000:.3f}", "-t", str(STRETCH_SECONDS)]
    arguments = ["-v", "error", "-nostdin", "-threads", str(limits.threads), *cut, *input_of(path), *sound]
    run(limits.ffmpeg, arguments, packed.extend, limits=limits, seconds=limits.convert_seconds)
    whole = len(packed) // _SAMPLE_BYTES * _SAMPLE_BYTES
    return np.frombuffer(bytes(packed[:whole]), np.float32)


def _settled(segments: tuple[HeardSegment, ...], at_ms: int, end_ms: int) -> tuple[tuple[HeardSegment, ...], int]:
    """Return the segments that certainly ended, and where the next stretch begins: always a good way on."""
    if len(segments) > 1 and segments[-1].end_ms > end_ms - _OPEN_END_MS:
        next_ms = max(segments[-2].end_ms, segments[-1].start_ms - 200)
        if next_ms > at_ms + _LEAST_STEP_MS:
            return segments[:-1], next_ms
    return segments, end_ms


def _moved(heard: Heard, by_ms: int) -> Heard:
    moved = tuple(
        replace(
            segment,
            start_ms=segment.start_ms + by_ms,
            end_ms=segment.end_ms + by_ms,
            words=tuple(HeardWord(word.start_ms + by_ms, word.end_ms + by_ms, word.text) for word in segment.words),
        )
        for segment in heard.segments
    )
    return Heard(heard.language, moved)
