"""Tell the signs at the edges of a word (quotes, brackets, commas) from the word, in the text and on the page."""

from __future__ import annotations

import re
import unicodedata

_EDGES = re.compile(r"([\W_]*)(.*?)([\W_]*)$", re.DOTALL)

BEARING = 0.06
"""The blank a typeface leaves beside a letter; a box, which ends with the ink, is without it on both sides."""

_CLASSES = (
    (0.22, "'ʻʼ`´"), (0.26, ".,:;!‘’‚|·"), (0.28, "iljıіIІ"), (0.35, "()[]{}-‐¬/\\J"), (0.38, '"'), (0.42, "ftrгsş"),
    (0.44, "“”„"), (0.5, "?*•"), (0.54, "«»–"), (0.82, "mwмжшщюыф"), (0.9, "…"), (1.0, "MWМЖШЩЮЫФ—%№"),
)  # fmt: skip
"""Widths in shares of the type size, mean of common text faces; equal shares would cut into letters beside a comma."""

_WIDTHS = {sign: width for width, signs in _CLASSES for sign in signs}
_SMALL, _CAPITAL, _SIGN = 0.55, 0.7, 0.4


def core_of(text: str) -> tuple[int, int]:
    """Return where the word proper starts and ends in a text; the whole text where it is nothing but signs."""
    match = _EDGES.match(text)
    start, end = match.span(2) if match else (0, len(text))
    return (start, end) if start < end else (0, len(text))


def sign_shares(text: str) -> tuple[float, float]:
    """Return which shares of the width of a printed word its signs take, before and after the word proper.

    Nothing is taken off words written from right to left: their first sign stands at the right.
    """
    if text[:1].isalnum() and text[-1:].isalnum():
        return 0.0, 0.0
    start, end = core_of(text)
    if end - start == len(text) or unicodedata.bidirectional(text[start]) in {"R", "AL"}:
        return 0.0, 0.0
    whole = width_of(text) - 2 * BEARING
    before = max(0.0, width_of(text[:start]) - BEARING) / whole
    after = max(0.0, width_of(text[end:]) - BEARING) / whole
    return before, after


def width_of(text: str) -> float:
    """Return about how wide a text is printed, in type sizes."""
    return sum([_WIDTHS.get(sign) or _width(sign) for sign in text])


def _width(sign: str) -> float:
    if sign.isalnum():
        return _CAPITAL if sign.isupper() else _SMALL
    return 0.0 if unicodedata.combining(sign) else _SIGN
