"""Lay a page's text, written anew by a person, over the boxes of its words.

The rule: a word that stays keeps its box. A word that takes the place of another takes its box; where their number
differs, the new words share the stretch of the line which the old ones took, in proportion to their letters. A word
put in between takes free space of the line, no more than its letters need. A line put in between takes the space
between its neighbors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby

from archive.extract.correction.edits import MOST_WORDS, CorrectionRefused, lines_of, words_in
from archive.extract.correction.placing import placed_lines
from archive.extract.correction.sharing import BY_HAND_PCT, around, shared
from archive.extract.errors import gettext_noop
from archive.extract.types import Word

LONGEST_TEXT = 400_000


@dataclass(frozen=True, slots=True)
class WholeText:
    """The text of a page written anew: a line for a printed line, a blank line before a paragraph."""

    text: str


@dataclass(slots=True)
class Slot:
    """A word of the new text: where it stands and, once known, its box."""

    text: str
    line: int
    word: Word | None = None


def realigned(words: Sequence[Word], whole: WholeText) -> tuple[Word, ...]:
    """Return the words of the new text with boxes. Raises CorrectionRefused."""
    lines = _slots(whole.text)
    if sum(map(len, lines)) > MOST_WORDS:
        raise CorrectionRefused(gettext_noop("A page holds %(most)s words at most."), most=MOST_WORDS)
    old = [[words[index] for index in line] for line in lines_of(words)]
    ours, theirs = [_texts(line) for line in old], [tuple(slot.text for slot in line) for line in lines]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            for before, after in zip(old[i1:i2], lines[j1:j2], strict=True):
                _keep(before, after)
        else:
            _match(old[i1:i2], [slot for line in lines[j1:j2] for slot in line])
    return placed_lines([[(slot.text, slot.word) for slot in line] for line in lines], [line[0].line for line in lines])


def _slots(text: str) -> list[list[Slot]]:
    if len(text) > LONGEST_TEXT:
        raise CorrectionRefused(
            gettext_noop("The text has more than %(most)s letters; a page holds less."), most=LONGEST_TEXT
        )
    lines: list[list[Slot]] = []
    number = -1
    for is_blank, run in groupby(text.splitlines(), key=lambda line: not line.strip()):
        if is_blank:
            number += 1 if lines else 0
            continue
        for line in run:
            number += 1
            lines.append([Slot(word, number) for word in words_in(line)])
    return lines


def _texts(line: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in line)


def _keep(before: Sequence[Word], after: Sequence[Slot]) -> None:
    for word, slot in zip(before, after, strict=True):
        slot.word = replace(word, line=slot.line)


def _match(lines: Sequence[Sequence[Word]], slots: Sequence[Slot]) -> None:
    """Match the words of changed lines with the words written there."""
    old = [word for line in lines for word in line]
    matcher = SequenceMatcher(None, [word.text for word in old], [slot.text for slot in slots], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            _keep(old[i1:i2], slots[j1:j2])
        elif tag == "replace" and i2 - i1 == j2 - j1:
            for word, slot in zip(old[i1:i2], slots[j1:j2], strict=True):
                slot.word = replace(word, text=slot.text, line=slot.line, confidence_pct=BY_HAND_PCT)
        elif tag == "replace":
            _share(old[i1:i2], slots[j1:j2])


def _share(old: Sequence[Word], slots: Sequence[Slot]) -> None:
    """Let new words share what other words took, line for line; a printed line may be several written ones."""
    places = [list(run) for _line, run in groupby(old, key=lambda word: word.line)]
    written = [list(run) for _line, run in groupby(slots, key=lambda slot: slot.line)]
    taken: dict[int, list[Slot]] = {}
    if len(places) >= len(written):
        for number, run in enumerate(written):
            taken[number * len(places) // len(written)] = run
    else:
        for number, run in enumerate(written):
            taken.setdefault(number * len(places) // len(written), []).extend(run)
    for number, run in taken.items():
        box = around(places[number])
        for slot, word in zip(run, shared([slot.text for slot in run], box, 0), strict=True):
            slot.word = replace(word, line=slot.line)
