"""Share a stretch of a line among words in proportion to their letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.extract.types import Word

BY_HAND_PCT = 100
"""The confidence of a word that a person wrote."""

SPACE = 0.6
"""The width of a space, in letters."""

NARROWEST = 0.001


@dataclass(frozen=True, slots=True)
class Box:
    """A box as fractions of the page."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h


def box_of(word: Word) -> Box:
    """Return the box of a word."""
    return Box(word.x, word.y, word.w, word.h)


def around(words: Sequence[Word]) -> Box:
    """Return the box around words, of which there is at least one."""
    x, y = min(word.x for word in words), min(word.y for word in words)
    return Box(x, y, max(word.x + word.w for word in words) - x, max(word.y + word.h for word in words) - y)


def shared(texts: Sequence[str], box: Box, line: int) -> list[Word]:
    """Return the texts as words that fill a box from left to right, each as wide as its letters ask."""
    total = sum(len(text) for text in texts) + SPACE * (len(texts) - 1)
    letter = box.w / total if total else 0.0
    made: list[Word] = []
    x = box.x
    for text in texts:
        width = max(letter * len(text), NARROWEST)
        left = min(x, 1 - width)
        made.append(Word(text, left, box.y, width, max(box.h, NARROWEST), line, BY_HAND_PCT))
        x += letter * (len(text) + SPACE)
    return made
