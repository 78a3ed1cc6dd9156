"""Tell the image of a page from a photograph by looking at a small copy of it.

A page is a light, even, weakly colored ground once its strokes are taken away, and its strokes are
fine, few and lie in lines. Morphological closing (Serra, Image Analysis and Mathematical Morphology,
1982) with a window wider than a stroke takes the strokes away and leaves every larger dark thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Plane = NDArray[np.float32]
Mask = NDArray[np.bool_]

_SMALLEST_SIDE_PIXELS = 32
_WINDOWS_PER_SIDE = 34
_DARKEST_GROUND = 110.0
_GROUND_SHARE_OF_TOP = 0.72
_INK_SHARE_OF_TOP = 0.18
_LEAST_INK, _MOST_INK = 0.002, 0.30
_MOST_COLOR_SPREAD = 16.0
_EVEN_GROUND, _PARTLY_EVEN_GROUND = 0.88, 0.7
_PAGE_PROPORTIONS = (1.28, 1.48)  # Letter 1.29, A series 1.41, quarto and a margin
_LETTERS_PER_SIDE = 28
_SCANNER_DPI = 150


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What was measured: shares are 0..1 of all pixels, ``ground_level`` and color 0..255."""

    ground_level: float
    even_ground: float
    ink: float
    color_spread: float
    line_count: int
    lines_share: float
    proportions: float


def is_page(picture: Image.Image, dots_per_inch: float = 0.0) -> bool:
    """Tell whether a picture (any mode, best at most 512 pixels a side) looks like a page.

    It may lie on its side or upside down. ``dots_per_inch`` is the resolution the file states, 0
    if none; it only decides about blank sheets.
    """
    if min(picture.size) < _SMALLEST_SIDE_PIXELS:
        return False
    signs = page_signs(picture)
    if signs.ground_level < _DARKEST_GROUND or signs.color_spread > _MOST_COLOR_SPREAD:
        return False
    page_shaped = _PAGE_PROPORTIONS[0] <= signs.proportions <= _PAGE_PROPORTIONS[1]
    if signs.ink < _LEAST_INK:
        return signs.even_ground > 0.99 and page_shaped and dots_per_inch >= _SCANNER_DPI
    if signs.ink > _MOST_INK:
        return False
    if signs.even_ground >= _EVEN_GROUND:
        return signs.line_count >= 3 or (page_shaped and signs.line_count >= 1)
    # A page with pictures on it: only many lines in the shape of a sheet are evidence enough.
    many_lines = signs.line_count >= 7 and 0.04 <= signs.lines_share <= 0.75
    return signs.even_ground >= _PARTLY_EVEN_GROUND and page_shaped and many_lines


def page_signs(picture: Image.Image) -> PageSigns:
    """Measure a picture for ``is_page``; a dark scanner edge around the sheet is left out."""
    colors = np.asarray(picture.convert("RGB"), dtype=np.float32)
    colors = _without_dark_edge(colors)
    gray: Plane = colors.mean(axis=2)
    ground = _closing(gray)
    top = float(np.percentile(ground, 90))
    even: Mask = ground > _GROUND_SHARE_OF_TOP * top
    ink: Mask = (ground - gray) > _INK_SHARE_OF_TOP * top
    line_count, lines_share = max(_lines(ink), _lines(ink.T))
    height, width = gray.shape
    return PageSigns(
        ground_level=top,
        even_ground=float(even.mean()),
        ink=float(ink.mean()),
        color_spread=_color_spread(colors, gray, even & ~ink),
        line_count=line_count,
        lines_share=lines_share,
        proportions=max(height, width) / max(1, min(height, width)),
    )


def _without_dark_edge(colors: Plane) -> Plane:
    gray = colors.mean(axis=2)
    limit = 0.5 * float(np.percentile(gray, 90))
    rows = np.flatnonzero(np.median(gray, axis=1) > limit)
    columns = np.flatnonzero(np.median(gray, axis=0) > limit)
    if len(rows) < 0.5 * gray.shape[0] or len(columns) < 0.5 * gray.shape[1]:
        return colors
    return colors[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _closing(gray: Plane) -> Plane:
    window = max(5, (max(gray.shape) // _WINDOWS_PER_SIDE) | 1)
    lightest = _slide(_slide(gray, window, 0, np.maximum), window, 1, np.maximum)
    return _slide(_slide(lightest, window, 0, np.minimum), window, 1, np.minimum)


def _slide(plane: Plane, window: int, axis: int, choose: np.ufunc) -> Plane:
    """Return the lightest or darkest of each window; windows of double the width are made of two halves."""
    margin = [(0, 0), (0, 0)]
    margin[axis] = (window // 2, window // 2)
    chosen = np.pad(plane, margin, mode="edge")
    span = 1
    while span * 2 <= window:
        length = chosen.shape[axis] - span
        chosen = choose(_part(chosen, 0, length, axis), _part(chosen, span, length, axis))
        span *= 2
    length = plane.shape[axis]
    return cast(Plane, choose(_part(chosen, 0, length, axis), _part(chosen, window - span, length, axis)))


def _part(plane: Plane, start: int, length: int, axis: int) -> Plane:
    stretch = slice(start, start + length)
    return plane[stretch] if axis == 0 else plane[:, stretch]


def _lines(ink: Mask) -> tuple[int, float]:
    # A row through a line of text changes between ink and paper at every letter.
    changes = (ink[:, 1:] != ink[:, :-1]).sum(axis=1)
    in_text = changes >= max(6, ink.shape[1] / _LETTERS_PER_SIDE)
    starts = int((in_text[1:] & ~in_text[:-1]).sum()) + int(in_text[0])
    return starts, float(in_text.mean())


def _color_spread(colors: Plane, gray: Plane, paper: Mask) -> float:
    if not paper.any():
        return 255.0
    tint = (colors - gray[..., None])[paper]
    return float(np.abs(tint - np.median(tint, axis=0)).sum(axis=1).mean())
