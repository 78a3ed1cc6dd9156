"""Make words and lines of a page's characters, and judge whether they can be trusted instead of reading the image."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from archive.extract.language import LanguageMix, judge_words
from archive.extract.ocr.geometry import ink_of, reduced
from archive.extract.pdf.characters import Box, Character, Place
from archive.extract.types import Word

FEWEST_LETTERS = 3
PLAUSIBLE_SHARE = 0.6
MOST_STRANGE_SHARE = 0.05
MOST_SINGLE_SHARE = 0.35
INK_COVERED_SHARE = 0.75
PARAGRAPH_GAP = 0.75
"""Blank between lines, in line heights, from which a new paragraph begins."""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The words a file carries for a page. ``is_picture`` says that one image fills most of the page."""

    words: tuple[Word, ...]
    mix: LanguageMix
    strange_share: float
    single_share: float
    is_picture: bool

    @property
    def is_language(self) -> bool:
        """Tell whether the layer is real text: real characters, whole words, plausible ones or only figures."""
        if self.strange_share > MOST_STRANGE_SHARE:
            return False
        letters = sum(self.mix.letters.values())
        if letters < FEWEST_LETTERS and self._other_script():
            return True
        if letters < FEWEST_LETTERS:
            return sum(c.isdigit() for word in self.words for c in word.text) >= FEWEST_LETTERS
        return self.single_share <= MOST_SINGLE_SHARE and self.mix.plausible_share >= PLAUSIBLE_SHARE

    def _other_script(self) -> bool:
        """Tell whether the letters are of one script that we do not judge: the file knows better than our readers."""
        scripts = Counter(unicodedata.name(c, "").split(" ")[0] for w in self.words for c in w.text if c.isalpha())
        return bool(scripts) and max(scripts.values()) >= FEWEST_LETTERS and len(scripts) == 1

    def lies_on_ink(self, image: Image.Image) -> bool:
        """Tell whether the words' boxes cover the print of the drawn page, so that a box will lie on its word."""
        mask = ink_of(reduced(image.convert("L"), 1000))
        ink = int(mask.sum())
        if not ink:
            return False
        height, width = mask.shape
        covered = np.zeros_like(mask)
        for word in self.words:
            top, bottom = int(word.y * height), int(np.ceil((word.y + word.h) * height))
            covered[top : bottom + 1, int(word.x * width) : int(np.ceil((word.x + word.w) * width)) + 1] = True
        return float((mask & covered).sum()) / ink >= INK_COVERED_SHARE


@dataclass(slots=True)
class _Gathering:
    """Words as they come together; boxes are carried to the page word by word."""

    place: Place
    signs: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    lines: list[list[tuple[str, Box]]] = field(default_factory=lambda: [[]])

    def end_word(self) -> None:
        if self.signs and self.boxes:
            lefts, bottoms, rights, tops = zip(*self.boxes, strict=True)
            box = self.place.box(min(lefts), min(bottoms), max(rights), max(tops))
            self.lines[-1].append((unicodedata.normalize("NFC", "".join(self.signs)), box))
        self.signs, self.boxes = [], []

    def end_line(self) -> None:
        self.end_word()
        if self.lines[-1]:
            self.lines.append([])


def layer_of(characters: Iterable[Character], place: Place, *, is_picture: bool) -> TextLayer | None:
    """Return the layer; None when there is not one visible character."""
    gathering = _Gathering(place)
    for sign, box in characters:
        if sign in "\r\n":
            gathering.end_line()
        elif sign.isspace():
            gathering.end_word()
        else:
            gathering.signs.append(sign)
            if box:
                gathering.boxes.append(box)
    gathering.end_line()
    lines = [line for line in gathering.lines if line]
    if not lines:
        return None
    texts = [[text for text, _ in line] for line in lines]
    letters = [sum(map(str.isalpha, text)) for line in texts for text in line]
    single = sum(1 for count in letters if count == 1) / max(sum(letters), 1)
    whole = "".join(text for line in texts for text in line)
    strange = sum(map(_is_strange, whole)) / max(len(whole), 1)
    return TextLayer(tuple(_words(lines)), judge_words(texts), strange, single, is_picture)


def _is_strange(sign: str) -> bool:
    return sign == "\ufffd" or unicodedata.category(sign) in {"Co", "Cn", "Cc"}


def _words(lines: list[list[tuple[str, Box]]]) -> Iterable[Word]:
    number = 0
    before: Box | None = None
    for line in lines:
        extent = _extent(line)
        if before is not None:
            number += 2 if _parts(before, extent) else 1
        before = extent
        for text, (left, top, right, bottom) in line:
            yield Word(text, left, top, right - left, bottom - top, number, 100)


def _extent(line: list[tuple[str, Box]]) -> Box:
    lefts, tops, rights, bottoms = zip(*(box for _, box in line), strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _parts(before: Box, after: Box) -> bool:
    """Tell whether a new paragraph begins: a wide blank below the line before, or a jump to another column."""
    height = max(before[3] - before[1], after[3] - after[1])
    return after[1] - before[3] > PARAGRAPH_GAP * height or after[3] < before[1]
