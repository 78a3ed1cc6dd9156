"""Draws small shapes of the pages: the histogram of years and boxes on a page image."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.safestring import mark_safe

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

    def markup(self) -> str:
        """Return its SVG; a template would take ten times as long for the hundred bars of a page."""
        chosen = ' class="chosen"' if self.is_selected else ""
        return (
            f'<rect{chosen} x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}"'
            f' data-year="{self.year}">'
            f"<title>{self.year}: {grouped(self.count)}</title></rect>"
        )


@dataclass(frozen=True)
class Tick:
    """A year written under the histogram, at a fraction of its width; ``is_kept`` on a phone too."""

    year: int
    x: float
    is_kept: bool


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


def ticks(first: int, last: int) -> list[Tick]:
    """Return five to seven round years under the histogram; a phone shows every second."""
    span = last - first + 1
    step = next((step for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 500) if span / step <= 7), 1000)
    years = range(-(-first // step) * step, last + 1, step)
    return [Tick(year, (year - first + 0.5) / span, place % 2 == 0) for place, year in enumerate(years)]


@register.inclusion_tag("components/histogram.html")
def histogram(years: Sequence[tuple[int, int]], low: int | None = None, high: int | None = None) -> dict[str, Any]:
    """Draw how many records each year has; ``low`` and ``high`` are the years chosen, if any.

    ``left`` and ``right`` are where the chosen years begin and end, as fractions of the width.
    """
    if not years:
        return {"bars": []}
    first, last = min(year for year, _count in years), max(year for year, _count in years)
    span = last - first + 1
    drawn = bars(years, (low, high))
    return {
        "bars": drawn,
        "drawn": mark_safe("".join(bar.markup() for bar in drawn)),  # noqa: S308 - numbers alone
        "width": span * BAR_WIDTH,
        "height": HISTOGRAM_HEIGHT,
        "first": first,
        "last": last,
        "low": low,
        "high": high,
        "is_chosen": low is not None or high is not None,
        "left": min(1.0, max(0.0, ((low or first) - first) / span)),
        "right": min(1.0, max(0.0, ((high or last) - first + 1) / span)),
        "ticks": ticks(first, last),
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
