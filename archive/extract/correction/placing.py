"""Find a place on the page for words and lines that were never read: free space, no more than their letters need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from archive.extract.correction.sharing import SPACE, Box, around, shared
from archive.extract.types import Word

Written = Sequence[tuple[str, Word | None]]
"""The words of a line: the text, and the word with its box where that is known."""

MARGIN = 0.05
USUAL_LETTER, USUAL_HEIGHT = 0.012, 0.016
PITCH = 1.5
"""From one line to the next, in heights of a line."""


def placed_lines(lines: Sequence[Written], numbers: Sequence[int]) -> tuple[Word, ...]:
    """Return all words with boxes; those whose box is known keep it."""
    page = _Page([word for line in lines for _text, word in line if word])
    known = [[word for _text, word in line if word] for line in lines]
    made: list[Word] = []
    for is_known, run in groupby(range(len(lines)), key=lambda index: bool(known[index])):
        places = list(run)
        if is_known:
            for index in places:
                made += page.filled(lines[index], numbers[index])
            continue
        above = around(known[places[0] - 1]) if places[0] else None
        below = around(known[places[-1] + 1]) if places[-1] + 1 < len(lines) else None
        for index, (x, y, h) in zip(places, page.strips(len(places), above, below), strict=True):
            texts = [text for text, _word in lines[index]]
            made += shared(texts, page.stretch(texts, Box(x, y, 1 - x, h)), numbers[index])
    return tuple(made)


class _Page:
    """What the known words tell of a page: how wide its letters and how high its lines are, and where text ends."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._letter = median(word.w / max(len(word.text), 1) for word in words) if words else USUAL_LETTER
        self._height = median(word.h for word in words) if words else USUAL_HEIGHT
        self._right = max((word.x + word.w for word in words), default=1 - MARGIN)

    def stretch(self, texts: Sequence[str], free: Box) -> Box:
        """Return so much of a free box as the texts need."""
        return replace(free, w=min(self._needed(texts), free.w))

    def _needed(self, texts: Sequence[str]) -> float:
        return self._letter * (sum(map(len, texts)) + SPACE * (len(texts) - 1))

    def filled(self, line: Written, number: int) -> list[Word]:
        """Return a line of which some words are known, the others put into the gaps."""
        made: list[Word] = []
        parts = [list(run) for _known, run in groupby(line, key=lambda pair: pair[1] is not None)]
        for at, part in enumerate(parts):
            known = [word for _text, word in part if word]
            if known:
                made += known
                continue
            left = made[-1] if made else None
            right = next((word for _text, word in parts[at + 1] if word), None) if at + 1 < len(parts) else None
            texts = [text for text, _word in part]
            made += shared(texts, self._gap(texts, left, right), number)
        return made

    def _gap(self, texts: Sequence[str], left: Word | None, right: Word | None) -> Box:
        """Return the space between two words, or before or behind one; a little where there is none."""
        needed, space = self._needed(texts), SPACE * self._letter
        y, h = MARGIN, self._height
        start, end = MARGIN, 1 - MARGIN
        if left is not None:
            y, h, start = left.y, left.h, min(left.x + left.w + space, 1 - self._letter)
            end = right.x - space if right else max(self._right, min(1.0, start + needed))
        elif right is not None:
            y, h, end = right.y, right.h, right.x - space
            start = max(0.0, end - needed)
        free = Box(start, y, max(end - start, self._letter), h)
        return self.stretch(texts, free)

    def strips(self, count: int, above: Box | None, below: Box | None) -> list[tuple[float, float, float]]:
        """Return left edge, top and height of new lines between two known ones."""
        height, pitch = self._height, PITCH * self._height
        x = (above or below or Box(MARGIN, 0, 0, 0)).x
        if above and below and below.y > above.y:
            start, room = above.bottom, max(below.y - above.bottom, height / 2)
            step = room / count
            return [(x, start + step * number, min(height, step)) for number in range(count)]
        if above:
            start = above.y + pitch
        elif below:
            start = below.y - pitch * count
        else:
            start, pitch = MARGIN, min(pitch, (1 - 2 * MARGIN) / count)
        lowest = 1 - height
        return [(x, min(max(start + pitch * number, 0.0), lowest), height) for number in range(count)]
