"""Draws small shapes of the pages: the histogram of years and boxes on a page image."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.formats import number_format

register = template.Library()

BAR_WIDTH = 10
HISTOGRAM_HEIGHT = 72


@dataclass(frozen=True)
class Bar:
    """One bar, in the units of the drawing; ``year`` and ``count`` in words for its name."""

    x: float
    y: float
    width: float
    height: float
    year: int
    count: int
    is_selected: bool


def _height(count: int, most: int) -> float:
    if not count:
        return 0
    # Square root, so that a year of three records still shows beside one of three thousand.
    return max(3.0, round(math.sqrt(count / most) * HISTOGRAM_HEIGHT, 1))


def bars(years: Sequence[tuple[int, int]], chosen: tuple[int | None, int | None]) -> list[Bar]:
    """Return a bar for each year between the first and the last, gaps included."""
    if not years:
        return []
    counts = dict(years)
    most = max(counts.values()) or 1
    first, last = min(counts), max(counts)
    low, high = chosen[0] or first, chosen[1] or last
    any_chosen = any(chosen)
    return [
        Bar(
            x=(year - first) * BAR_WIDTH,
            y=HISTOGRAM_HEIGHT - _height(counts.get(year, 0), most),
            width=BAR_WIDTH - 1.5,
            height=_height(counts.get(year, 0), most),
            year=year,
            count=counts.get(year, 0),
            is_selected=any_chosen and low <= year <= high,
        )
        for year in range(first, last + 1)
        if counts.get(year)
    ]


@register.inclusion_tag("components/histogram.html")
def histogram(years: Sequence[tuple[int, int]], low: int | None = None, high: int | None = None) -> dict[str, Any]:
    """Draw how many records each year has; ``low`` and ``high`` are the years chosen, if any."""
    if not years:
        return {"bars": []}
    first, last = min(year for year, _count in years), max(year for year, _count in years)
    width = (last - first + 1) * BAR_WIDTH
    step = max(1, (last - first) // 5 // 10 * 10) if last - first >= 50 else max(1, (last - first) // 5)
    ticks = list(range(first, last, step))[:6]
    return {
        "bars": bars(years, (low, high)),
        "width": width,
        "height": HISTOGRAM_HEIGHT,
        "first": first,
        "last": last,
        "ticks": ticks,
    }


@register.filter
def grouped(number: int) -> str:
    """Return a number with its digits grouped the way of the page's language: 41 906 or 41,906."""
    return number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def percent(fraction: float) -> str:
    """Return a fraction of the page as the percentage an SVG attribute takes."""
    return f"{float(fraction) * 100:.3f}%"


@register.filter
def at_edge(box: Iterable[float]) -> str:
    """Return the vertical middle of a box (x, y, w, h as fractions) as a percentage."""
    _x, y, _w, h = box
    return percent(y + h / 2)
