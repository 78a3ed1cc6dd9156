"""Measure how loud a recording is over time, for a picture of its sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from archive.extract.av.programs import AvLimits, input_of, run

RATE_HZ = 8_000
_FINE = RATE_HZ // 50
"""Samples of one fine step: a fiftieth of a second."""
MOST_PEAKS = 1_800
LOUDEST = 100
_SAMPLE_BYTES = 2
_FULL_SCALE = 32_768
_DEFAULT_LIMITS = AvLimits()


@dataclass(frozen=True, slots=True)
class Waveform:
    """The loudest sample of each of equally long steps, 0 to 100, and the length that was heard."""

    duration_seconds: float
    peaks: tuple[int, ...]


def measure_waveform(path: Path, on_progress: Callable[[float], None], limits: AvLimits = _DEFAULT_LIMITS) -> Waveform:
    """Return at most ``MOST_PEAKS`` peaks of the first sound; ``on_progress`` is told the seconds heard so far.

    Raises the errors of ``programs.run``. What ``on_progress`` raises ends the program.
    """
    fine: list[np.ndarray[tuple[int], np.dtype[np.int32]]] = []
    rest = bytearray()
    heard = 0

    def measure(chunk: bytes) -> None:
        nonlocal heard
        rest.extend(chunk)
        heard += len(chunk)
        whole = len(rest) // (_FINE * _SAMPLE_BYTES) * _FINE * _SAMPLE_BYTES
        if whole:
            fine.append(_loudest(bytes(rest[:whole]), _FINE))
            del rest[:whole]
            on_progress(heard / (RATE_HZ * _SAMPLE_BYTES))

    sound = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-ac", "1", "-ar", str(RATE_HZ), "-f", "s16le", "pipe:1"]
    arguments = ["-v", "error", "-nostdin", "-threads", str(limits.threads), *input_of(path), *sound]
    run(limits.ffmpeg, arguments, measure, limits=limits, seconds=limits.convert_seconds)
    if len(rest) >= _SAMPLE_BYTES:
        fine.append(_loudest(bytes(rest[: len(rest) // _SAMPLE_BYTES * _SAMPLE_BYTES]), len(rest)))
    peaks = np.concatenate(fine) if fine else np.zeros(0, np.int32)
    return Waveform(round(heard / (RATE_HZ * _SAMPLE_BYTES), 3), _reduced(peaks))


def _loudest(sound: bytes, step: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    samples = np.abs(np.frombuffer(sound, "<i2").astype(np.int32))
    starts = np.arange(0, len(samples), step)
    return np.maximum.reduceat(samples, starts)


def _reduced(fine: np.ndarray[tuple[int], np.dtype[np.int32]]) -> tuple[int, ...]:
    if not len(fine):
        return ()
    count = min(MOST_PEAKS, len(fine))
    starts = (np.arange(count) * len(fine)) // count
    coarse = np.maximum.reduceat(fine, starts)
    return tuple(int(peak) for peak in np.rint(coarse * LOUDEST / _FULL_SCALE).clip(0, LOUDEST))
