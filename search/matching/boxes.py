"""Put boxes around hits on a page: one for each hit, or for each line of a hit that runs over several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from search.analysis import Column
from search.matching.edges import sign_shares
from search.matching.matcher import WordSpan


class PageWords(Protocol):
    """The words of a page column by column, all of one length; boxes as fractions (0..1) of the upright page."""

    @property
    def texts(self) -> Sequence[str]: ...
    @property
    def x(self) -> Column: ...
    @property
    def y(self) -> Column: ...
    @property
    def w(self) -> Column: ...
    @property
    def h(self) -> Column: ...
    @property
    def line(self) -> Column: ...


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle as fractions of the upright page; ``hit`` counts the hits of the page from 0."""

    x: float
    y: float
    w: float
    h: float
    hit: int


def hit_boxes(page: PageWords, spans: Sequence[WordSpan]) -> list[Box]:
    """Return the boxes of hits, in reading order; words of one hit on one line share a box.

    Signs at the ends of a box (quotes, brackets, a comma, the hyphen of a broken word) are left out of it, as they
    are left unmarked in the text.
    """
    boxes: list[Box] = []
    for hit, span in enumerate(spans):
        first = span.first
        while first <= span.last:
            last = first
            while last < span.last and page.line[last + 1] == page.line[first]:
                last += 1
            boxes.append(_around(page, first, last, hit))
            first = last + 1
    return boxes


def _around(page: PageWords, first: int, last: int, hit: int) -> Box:
    indices = range(first, last + 1)
    lefts = [float(page.x[index]) for index in indices]
    rights = [left + float(page.w[index]) for left, index in zip(lefts, indices, strict=True)]
    lefts[0] += sign_shares(page.texts[first])[0] * float(page.w[first])
    rights[-1] -= sign_shares(page.texts[last])[1] * float(page.w[last])
    left, top = min(lefts), min([float(page.y[index]) for index in indices])
    bottom = max([float(page.y[index]) + float(page.h[index]) for index in indices])
    return Box(left, top, max(rights) - left, bottom - top, hit)
