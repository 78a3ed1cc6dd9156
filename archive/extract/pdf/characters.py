"""Take the characters of a PDF's text layer, and carry boxes from PDF points to fractions of the page as drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

MOST_CHARACTERS = 200_000
LINE_END_HYPHENS = {0x02, 0xFFFE}
"""PDFium's marks for a hyphen at the end of a line."""

Box = tuple[float, float, float, float]
Character = tuple[str, Box | None]
"""A sign and its box in PDF points (left, bottom, right, top); no box for blanks and for what has none."""


@dataclass(frozen=True, slots=True)
class Place:
    """The affine map from PDF points to fractions of the drawn page."""

    x0: float
    y0: float
    xx: float
    xy: float
    yx: float
    yy: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return left, top, right, bottom as fractions within the page."""
        x1, x2 = self.x0 + left * self.xx + bottom * self.yx, self.x0 + right * self.xx + top * self.yx
        y1, y2 = self.y0 + left * self.xy + bottom * self.yy, self.y0 + right * self.xy + top * self.yy
        return (
            _within(min(x1, x2)), _within(min(y1, y2)), _within(max(x1, x2)), _within(max(y1, y2)),
        )  # fmt: skip


def characters_of(text: Any) -> Iterator[Character]:
    """Yield the characters of a PDFium text page in its order; the page must stay open."""
    handle = text.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    corners = (ctypes.byref(left), ctypes.byref(right), ctypes.byref(bottom), ctypes.byref(top))
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetCharBox
    for index in range(min(text.count_chars(), MOST_CHARACTERS)):
        sign = _sign(unicode_of(handle, index))
        if sign.isspace() or not box_of(handle, index, *corners):
            yield sign, None
        else:
            yield sign, (left.value, bottom.value, right.value, top.value)


def _sign(code: int) -> str:
    if code in LINE_END_HYPHENS:
        return "-"
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)


def _within(value: float) -> float:
    return min(max(value, 0.0), 1.0)
