"""Find words that a line end broke in two, in running text and in the words of a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Protocol

_HARD = ("-", "‐")
# A soft hyphen, and the sign older OCR programs write for one: never a hyphen of the word's own.
_SOFT = ("\u00ad", "¬")
_HYPHENS = _HARD + _SOFT
_ENDINGS = tuple(hyphen + end for hyphen in _HYPHENS for end in ("\n", "\r\n", " \n"))
_ENDS_IN_HYPHEN = re.compile(f"[{''.join(_HYPHENS)}]\n")
_BREAK = re.compile(r"(?<=[^\W\d_])(?:[-‐][ \r]?\n\s*(?=[^\W\d_])|[\u00ad¬][ \r]?\n\s*(?=\w))")


class Column(Protocol):
    """A column of numbers, one for each word of a page: a list or an array."""

    def __getitem__(self, index: int, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class JoinedText:
    """A text with its broken words joined; ``cuts`` are the places where, in the joined text."""

    text: str
    cuts: tuple[int, ...] = ()
    _removed: tuple[int, ...] = field(default=(0,))

    def origin(self, index: int) -> int:
        """Return where the character at ``index`` of the joined text stood in the original."""
        return index + self._removed[bisect_right(self.cuts, index)]


def join_text(text: str) -> JoinedText:
    """Join the words that a hyphen at a line end broke.

    A hyphen before a capital or a digit is the word's own (Buxoro-\\nToshkent) and stays; before a small letter it
    is taken for a break, since nothing tells otherwise.
    """
    if not any(ending in text for ending in _ENDINGS):
        return JoinedText(text)
    pieces: list[str] = []
    cuts: list[int] = []
    removed = [0]
    start = length = 0
    for match in _BREAK.finditer(text):
        if not _continues(text[match.start()], text[match.end() : match.end() + 1]):
            continue
        pieces.append(text[start : match.start()])
        length += match.start() - start
        cuts.append(length)
        removed.append(removed[-1] + match.end() - match.start())
        start = match.end()
    pieces.append(text[start:])
    return JoinedText("".join(pieces), tuple(cuts), tuple(removed))


def broken_words(words: Sequence[str], lines: Column | None) -> dict[int, int]:
    """Return the first and last index of every word of a page that lies on two lines or more."""
    if lines is None or not _ENDS_IN_HYPHEN.search("\n".join(words)):
        return {}
    runs: dict[int, int] = {}
    first = -1
    for index in [index for index, word in enumerate(words[:-1]) if word.endswith(_HYPHENS)]:
        if lines[index] == lines[index + 1] or not words[index][-2:-1].isalpha():
            continue
        if _continues(words[index][-1], words[index + 1][:1]):
            first = first if runs.get(first) == index else index
            runs[first] = index + 1
    return runs


def word_runs(count: int, broken: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of every word of a page of ``count`` pieces."""
    index = 0
    while index < count:
        last = broken.get(index, index)
        yield index, last
        index = last + 1


def join_run(words: Sequence[str], first: int, last: int) -> str:
    """Return the word that the pieces ``first`` to ``last`` make."""
    return "".join([words[index][:-1] for index in range(first, last)]) + words[last]


def halves(joined: str, cuts: Sequence[int], start: int, end: int) -> list[str]:
    """Return the pieces of the stretch ``start`` to ``end`` of a joined text, or nothing when no cut lies in it."""
    inside = [cut for cut in cuts if start < cut < end]
    return [joined[a:b] for a, b in pairwise([start, *inside, end])] if inside else []


def _continues(hyphen: str, following: str) -> bool:
    return following.isalpha() and (hyphen in _SOFT or following.islower())
