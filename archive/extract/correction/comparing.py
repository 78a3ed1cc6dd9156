"""Compare two states of a page word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from archive.extract.words import WordTable


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the comparison: what stood there and what stands there now; the same where nothing changed."""

    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


def compared(old: WordTable, new: WordTable) -> list[Piece]:
    """Return the pieces from the first word to the last; lines end where they ended."""
    matcher = SequenceMatcher(None, old.texts, new.texts, autojunk=False)
    return [
        Piece(_text(old, i1, i2), _text(new, j1, j2) if tag != "equal" else _text(old, i1, i2))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    ]


def counts_of(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many words were taken out and put in."""
    removed = added = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            removed, added = removed + i2 - i1, added + j2 - j1
    return removed, added


def _text(table: WordTable, start: int, end: int) -> str:
    lines = table.line.tolist()
    parts: list[str] = []
    for index in range(start, end):
        if index > start:
            step = lines[index] - lines[index - 1]
            parts.append(" " if step == 0 else "\n" if step == 1 else "\n\n")
        parts.append(table.texts[index])
    return "".join(parts)
