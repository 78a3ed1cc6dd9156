"""Take the characters of a PDF's text layer, each with its box as fractions of the page as drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

MOST_CHARACTERS = 200_000
LINE_END_HYPHENS = {0x02, 0xFFFE}
"""PDFium's marks for a hyphen at the end of a line."""


@dataclass(frozen=True, slots=True)
class Place:
    """The affine map from PDF points to fractions of the drawn page."""

    x0: float
    y0: float
    xx: float
    xy: float
    yx: float
    yy: float

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return left, top, right, bottom as fractions."""
        xs = [self.x0 + x * self.xx + y * self.yx for x, y in ((left, bottom), (right, top))]
        ys = [self.y0 + x * self.xy + y * self.yy for x, y in ((left, bottom), (right, top))]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class Character:
    """One character; ``box`` (left, top, right, bottom) is None for blanks that PDFium adds."""

    sign: str
    box: tuple[float, float, float, float] | None


def characters_of(text: Any, place: Place) -> Iterator[Character]:
    """Yield the characters of a PDFium text page in its order."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(min(text.count_chars(), MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, index)
        sign = "-" if code in LINE_END_HYPHENS else _sign(code)
        box = None
        if not sign.isspace() and raw.FPDFText_GetCharBox(text, index, left, right, bottom, top):
            box = place.box(left.value, bottom.value, right.value, top.value)
        yield Character(sign, box)


def _sign(code: int) -> str:
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)
