"""Mend the case of Cyrillic words whose capitals look like their small letters, by their height on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from archive.extract.ocr.engine import RawWord

FLAT = frozenset("авгезийклмнопстхчшъыьэюяё") - {"й", "ё"}
TAILED = frozenset("дцщ")
SAME_SHAPE = FLAT | TAILED | {"ж"}
TAIL_SHARE = 0.2
FEWEST = 8


def mended_case(words: Sequence[RawWord]) -> list[RawWord]:
    """Return the words, with capitals that are only as tall as small letters made small.

    Russian and Uzbek small letters are mostly small capitals, so a line without tall letters may be read as capitals.
    Headings are set larger than the text and a page of capitals has no small words to compare with; both stay.
    """
    small = [word.height for word in words if len(word.text) > 1 and FLAT.issuperset(word.text)]
    large = [
        word.height
        for word in words
        if word.text[0].isupper()
        and FLAT.issuperset(word.text.lower()[1:])
        and len(word.text) > 2
        and word.text[1].islower()
    ]
    if len(small) < FEWEST or len(large) < FEWEST // 2:
        return list(words)
    low, high = median(small), median(large)
    if high < 1.15 * low:
        return list(words)
    return [_mended(word, low, high) for word in words]


def _mended(word: RawWord, low: float, high: float) -> RawWord:
    text = word.text.rstrip(",;")
    if not text.isupper() or not SAME_SHAPE.issuperset(text.lower()):
        return word
    tail = TAIL_SHARE * low if TAILED.intersection(text.lower()) else 0.0
    return replace(word, text=word.text.lower()) if word.height - tail < (low + high) / 2 else word
