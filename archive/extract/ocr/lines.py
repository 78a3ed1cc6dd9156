"""Find text lines on a level page by their ink alone, to sample them and to learn the size of the print."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.extract.ocr.geometry import Mask, without_rules

BANDS = ((0.06, 0.48), (0.52, 0.94))
"""The stripes of the printed width in which lines are looked for: one in each column of a newspaper."""

MIN_HEIGHT_PX = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text line, in pixels of the mask; ``core`` is the height of its small letters."""

    left: int
    top: int
    right: int
    bottom: int
    core: int


def segments_of(mask: Mask) -> list[Segment]:
    """Return pieces of lines in each band, top to bottom; pieces cut off at blanks between words."""
    mask = without_rules(mask)
    columns = np.flatnonzero(mask.sum(0) >= 2)
    if not len(columns):
        return []
    left, width = int(columns[0]), int(columns[-1] - columns[0]) + 1
    found: list[Segment] = []
    for start, end in BANDS:
        band = (left + int(start * width), left + int(end * width))
        found += _in_band(mask[:, band[0] : band[1]], band[0])
    return found


def _in_band(mask: Mask, offset: int) -> list[Segment]:
    profile = mask.sum(1)
    if not profile.any():
        return []
    inked = profile > max(1.0, 0.06 * float(np.percentile(profile[profile > 0], 90)))
    found = []
    for top, bottom in _runs(inked):
        if bottom - top < MIN_HEIGHT_PX:
            continue
        ends = _word_bounds(mask[top:bottom])
        if ends is None:
            continue
        core = _core_height(profile[top:bottom])
        found.append(Segment(offset + ends[0], top, offset + ends[1], bottom, core))
    return found


def _word_bounds(line: Mask) -> tuple[int, int] | None:
    """Return where whole words begin and end: the first and last blank wide enough, or the ink's own ends."""
    inked: Mask = np.asarray(line.any(0))
    places = np.flatnonzero(inked)
    if len(places) < 2 * line.shape[0]:
        return None
    blank = max(2, round(0.25 * line.shape[0]))
    gaps = [(a, b) for a, b in _runs(~inked) if b - a >= blank]
    quarter = line.shape[1] // 4
    start = next((b for a, b in gaps if b < quarter), int(places[0])) if inked[0] else int(places[0])
    end = next((a for a, b in reversed(gaps) if a > 3 * quarter), int(places[-1]) + 1)
    if not inked[-1]:
        end = int(places[-1]) + 1
    return (start, end) if end - start >= 2 * line.shape[0] else None


def _core_height(profile: NDArray[np.int64]) -> int:
    return int((profile > 0.5 * np.percentile(profile, 90)).sum())


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def usual(segments: list[Segment]) -> list[Segment]:
    """Return the pieces of ordinary print: neither headings, nor pictures, nor specks."""
    if not segments:
        return []
    height = float(np.median([s.bottom - s.top for s in segments]))
    return [s for s in segments if 0.6 * height <= s.bottom - s.top <= 1.6 * height]
