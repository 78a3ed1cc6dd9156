"""Change single words of a page; every change returns new words and leaves the others where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.extract.correction.sharing import BY_HAND_PCT, Box, around, box_of, shared
from archive.extract.errors import ExtractError, gettext_noop
from archive.extract.language.letters import composed
from archive.extract.types import Word

MOST_WORDS = 20_000
LONGEST_WORD = 200
NEAR_LINE = 0.12
"""How far from the words of a line, in page widths, a word may be drawn and still belong to it."""


class CorrectionRefused(ExtractError):
    """Raised when a change cannot be made; says what to do."""

    reason_code = "correction_refused"


@dataclass(frozen=True, slots=True)
class SetWord:
    """Write a word anew; with spaces in it, it becomes several that share its box."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class RemoveWord:
    """Take a word out."""

    index: int


@dataclass(frozen=True, slots=True)
class JoinWords:
    """Make a word and the next one a single word; over a line's end its box stays that of the first."""

    index: int


@dataclass(frozen=True, slots=True)
class AddWord:
    """Put a missing word where its box was drawn; with spaces in it, several."""

    text: str
    x: float
    y: float
    w: float
    h: float


Edit = SetWord | RemoveWord | JoinWords | AddWord


def applied(words: Sequence[Word], edit: Edit) -> tuple[Word, ...]:
    """Return the words after one change. Raises CorrectionRefused."""
    if isinstance(edit, AddWord):
        return _added(words, edit)
    _check(words, edit.index)
    before, word, after = list(words[: edit.index]), words[edit.index], list(words[edit.index + 1 :])
    if isinstance(edit, RemoveWord):
        return tuple(before + after)
    if isinstance(edit, SetWord):
        texts = words_in(edit.text)
        if len(texts) == 1:
            return (*before, replace(word, text=texts[0], confidence_pct=BY_HAND_PCT), *after)
        return (*before, *shared(texts, box_of(word), word.line), *after)
    if not after:
        raise CorrectionRefused(gettext_noop("This is the last word of the page; there is none to join it with."))
    return (*before, _joined(word, after[0]), *after[1:])


def words_in(text: str) -> list[str]:
    """Return the words of what a person typed: composed letters, no control characters. Raises CorrectionRefused."""
    found = composed(text.replace("\n", " ").replace("\t", " ")).split()
    if not found:
        raise CorrectionRefused(gettext_noop("Write a word, or remove the box with “Remove”."))
    if any(len(word) > LONGEST_WORD for word in found):
        raise CorrectionRefused(
            gettext_noop("A word has more than %(most)s letters; put spaces between words."), most=LONGEST_WORD
        )
    return found


def _check(words: Sequence[Word], index: int) -> None:
    if not 0 <= index < len(words):
        raise CorrectionRefused(gettext_noop("This word is no longer on the page; choose it again."))


def _joined(first: Word, second: Word) -> Word:
    text = first.text.removesuffix("-") + second.text if first.line != second.line else first.text + second.text
    box = around([first, second]) if first.line == second.line else box_of(first)
    return Word(text, box.x, box.y, box.w, box.h, first.line, BY_HAND_PCT)


def _added(words: Sequence[Word], edit: AddWord) -> tuple[Word, ...]:
    texts = words_in(edit.text)
    if len(words) + len(texts) > MOST_WORDS:
        message = gettext_noop("A page holds %(most)s words at most.")
        raise CorrectionRefused(message, most=MOST_WORDS)
    box = _within_page(edit)
    lines = lines_of(words)
    own = _line_at(words, lines, box)
    if own is not None:
        at = next((i for i in own if words[i].x + words[i].w / 2 > box.x + box.w / 2), own[-1] + 1)
        return (*words[:at], *shared(texts, box, words[own[0]].line), *words[at:])
    before = _line_before(words, lines, box)
    at = before[-1] + 1 if before else 0
    number = words[at - 1].line + 1 if before else (words[0].line if words else 0)
    rest = [replace(word, line=word.line + 1) for word in words[at:]]
    return (*words[:at], *shared(texts, box, number), *rest)


def _within_page(edit: AddWord) -> Box:
    x, y = min(max(edit.x, 0.0), 1.0), min(max(edit.y, 0.0), 1.0)
    w, h = min(edit.w, 1 - x), min(edit.h, 1 - y)
    if not (w > 0 and h > 0):
        raise CorrectionRefused(gettext_noop("Draw a box around the missing word on the page."))
    return Box(x, y, w, h)


def lines_of(words: Sequence[Word]) -> list[list[int]]:
    """Return the lines as lists of places in ``words``, in reading order."""
    lines: list[list[int]] = []
    for index, word in enumerate(words):
        if lines and words[lines[-1][0]].line == word.line:
            lines[-1].append(index)
        else:
            lines.append([index])
    return lines


def _line_at(words: Sequence[Word], lines: list[list[int]], box: Box) -> list[int] | None:
    """Return the line a box stands in: at its height, and the nearest of those across; None for a line of its own."""
    middle = box.y + box.h / 2
    found: list[tuple[float, list[int]]] = []
    for line in lines:
        near = min((words[index] for index in line), key=lambda word: _apart(box_of(word), box))
        apart = _apart(box_of(near), box)
        if near.y <= middle <= near.y + near.h and apart <= NEAR_LINE:
            found.append((apart, line))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _apart(one: Box, other: Box) -> float:
    """Return the gap between two boxes across; 0 where they stand above one another."""
    return max(0.0, one.x - other.right, other.x - one.right)


def _line_before(words: Sequence[Word], lines: list[list[int]], box: Box) -> list[int] | None:
    """Return the line after which a new one is read: the last above it in its column, else the last above it."""
    above: list[list[int]] = []
    for line in lines:
        place = around([words[index] for index in line])
        if place.y + place.h / 2 < box.y + box.h / 2:
            above.append(line)
    column = [line for line in above if not _apart(around([words[index] for index in line]), box)]
    found = column or above
    return found[-1] if found else None
