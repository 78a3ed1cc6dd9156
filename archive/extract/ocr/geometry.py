"""See how a page lies before any letter is read: text axis, skew, text lines and their height."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Mask = NDArray[np.bool_]

PROBE_EDGE_PX = 1200
"""Long edge of the reduced page on which its lie is measured; enough to see lines of 6 point print."""

MAX_POINTS = 24_000
COARSE_POINTS = 6_000
COARSE_DEG = np.arange(-12.0, 12.01, 0.5)
FINE_DEG = np.arange(-0.5, 0.501, 0.05)


@dataclass(frozen=True, slots=True)
class Lie:
    """How the text of a page lies.

    ``sideways`` says that lines run along the short way of reading (the page must turn by 90 or 270).
    ``clear`` is the ratio of the sharpness of the chosen axis to the other. ``skew_deg`` is positive when lines
    climb to the right (anticlockwise), measured after the turn. ``inked`` tells whether there is any print.
    """

    inked: bool
    sideways: bool
    clear: float
    skew_deg: float


def ink_of(gray: Image.Image) -> Mask:
    """Return where print is, on an image of moderate size: darker than its surroundings by a fair step."""
    radius = max(6, max(gray.size) // 60)
    around = gray.filter(ImageFilter.BoxBlur(radius))
    depth = np.asarray(around, dtype=np.int16) - np.asarray(gray, dtype=np.int16)
    strongest = float(np.percentile(depth, 99.5))
    return depth > max(18.0, 0.4 * strongest)


def reduced(gray: Image.Image, edge_px: int = PROBE_EDGE_PX) -> Image.Image:
    """Return the page at most ``edge_px`` on its long edge."""
    scale = edge_px / max(gray.size)
    if scale >= 1:
        return gray
    size = (max(1, round(gray.width * scale)), max(1, round(gray.height * scale)))
    return gray.resize(size, Image.Resampling.BOX, reducing_gap=2.0)


def lie_of(gray: Image.Image) -> Lie:
    """Measure a page; the image may be of any size."""
    mask = without_rules(ink_of(reduced(gray)))
    rows, columns = np.nonzero(mask)
    if len(rows) < 60:
        return Lie(inked=len(rows) > 0, sideways=False, clear=1.0, skew_deg=0.0)
    if len(rows) > MAX_POINTS:
        chosen = np.random.default_rng(0).choice(len(rows), MAX_POINTS, replace=False)
        rows, columns = rows[chosen], columns[chosen]
    level, level_deg = _sharpest(columns, rows)
    upright, upright_deg = _sharpest(rows, -columns)
    sideways = upright > level
    best, other = (upright, level) if sideways else (level, upright)
    return Lie(True, sideways, best / max(other, 1e-9), upright_deg if sideways else level_deg)


def without_rules(mask: Mask) -> Mask:
    """Drop rows and columns of ink that are rules, frames and edges rather than print."""
    rows = mask.mean(1) > 0.5
    columns = mask.mean(0) > 0.5
    if not rows.any() and not columns.any():
        return mask
    kept = mask.copy()
    kept[rows, :] = False
    kept[:, columns] = False
    return kept


def _sharpest(along: NDArray[np.int64], across: NDArray[np.int64]) -> tuple[float, float]:
    """Return the best sharpness and the angle at which it is met (positive: lines climb to the right)."""
    few = slice(None, None, max(1, len(along) // COARSE_POINTS))
    best = max((_sharpness(along[few], across[few], angle), float(angle)) for angle in COARSE_DEG)
    tries = [(_sharpness(along, across, best[1] + angle), best[1] + float(angle)) for angle in FINE_DEG]
    best = max(tries)
    return best[0] * (0.05 + _blank_share(_profile(along, across, best[1]))), best[1]


def _blank_share(profile: NDArray[np.float64]) -> float:
    """Return how much of the printed extent is blank: white between lines, unlike between a typewriter's columns."""
    inked = np.flatnonzero(profile > 0.5 * profile.mean())
    extent = profile[inked[0] : inked[-1] + 1]
    return float((extent < 0.1 * extent.mean()).mean())


def _sharpness(along: NDArray[np.int64], across: NDArray[np.int64], angle_deg: float) -> float:
    """Return how strongly ink gathers in lines when the page is turned clockwise by an angle."""
    profile = _profile(along, across, angle_deg)
    profile = np.minimum(profile, 4 * profile.mean())
    step = np.diff(profile)
    return float((step * step).sum() / (profile.sum() + 1))


def _profile(along: NDArray[np.int64], across: NDArray[np.int64], angle_deg: float) -> NDArray[np.float64]:
    place = across + along * np.tan(np.radians(angle_deg))
    return np.bincount(np.rint(place - place.min()).astype(np.int64)).astype(np.float64)
