"""Say what every writer takes: the work, and its pages one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.extract.types import Word

Lines = list[list[Word]]


@dataclass(frozen=True, slots=True)
class Work:
    """What a file says of the whole: title, name of the scanned file, address, program, languages (BCP 47)."""

    title: str
    file_name: str
    address: str = ""
    program: str = "Fonds"
    languages: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size in pixels, its words in reading order, and how to get its image (JPEG) where it has one."""

    number: int
    width_px: int
    height_px: int
    words: Sequence[Word]
    languages: Sequence[str] = ()
    is_corrected: bool = False
    image: Callable[[], bytes] | None = None

    def pixels(self, word: Word) -> tuple[int, int, int, int]:
        """Return left, top, width and height of a word in pixels, at least one wide and high and on the page."""
        left, top = round(word.x * self.width_px), round(word.y * self.height_px)
        right, bottom = round((word.x + word.w) * self.width_px), round((word.y + word.h) * self.height_px)
        left, top = min(max(left, 0), max(self.width_px - 1, 0)), min(max(top, 0), max(self.height_px - 1, 0))
        return left, top, max(min(right, self.width_px) - left, 1), max(min(bottom, self.height_px) - top, 1)

    def paragraphs(self) -> Iterator[Lines]:
        """Yield the paragraphs as lines of words; a left-out line number parts them."""
        block: Lines = []
        last = None
        for number, run in groupby(self.words, key=lambda word: word.line):
            if block and last is not None and number not in {last, last + 1}:
                yield block
                block = []
            block.append(list(run))
            last = number
        if block:
            yield block


def around(boxes: Sequence[tuple[int, int, int, int]]) -> tuple[int, int, int, int]:
    """Return left, top, width and height around boxes."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def clean(text: str) -> str:
    """Return a text without the characters that XML 1.0 forbids."""
    return "".join(c for c in text if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
