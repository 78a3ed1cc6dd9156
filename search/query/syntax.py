"""What a person typed, as a tree of words and operators with the place of each in the text.

Two trees are equal when they say the same; the places do not count.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

from search.query.dates import Partial


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the query text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """One word (or several held together by signs: 23-1732); ``is_prefix`` for ``word*``.

    ``is_exact`` (``=word``) asks for it letter for letter, in no other spelling and no other form.
    """

    span: Span = dataclasses.field(compare=False)
    text: str
    field: str = ""
    is_prefix: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word with ``*`` (any letters or none) and ``?`` (one letter) in it: a letter first, three at least."""

    span: Span = dataclasses.field(compare=False)
    text: str
    field: str = ""
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Similar:
    """A word and those that differ from it in at most ``distance`` (1 or 2) letters."""

    span: Span = dataclasses.field(compare=False)
    text: str
    distance: int
    field: str = ""
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """A phrase between quotation marks."""

    span: Span = dataclasses.field(compare=False)
    text: str
    field: str = ""
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Words and phrases close together, in any order: part n and the next at most ``distances[n]`` words apart.

    A part is a word, a phrase, or several of them of which one is enough.
    """

    span: Span = dataclasses.field(compare=False)
    parts: tuple[Syntax, ...]
    distances: tuple[int, ...]

    @property
    def field(self) -> str:
        """Return the one field all parts are looked for in, "" for any."""
        return next((name for part in self.parts for leaf in options(part) if (name := leaf.field)), "")


@dataclass(frozen=True, slots=True)
class Dates:
    """The time from the start of ``first`` to the end of ``last``; None is open."""

    span: Span = dataclasses.field(compare=False)
    first: Partial | None
    last: Partial | None

    @property
    def edtf(self) -> str:
        """Return the time as an EDTF date or interval."""
        if self.first == self.last:
            return str(self.first)
        return f"{self.first or '..'}/{self.last or '..'}"


@dataclass(frozen=True, slots=True)
class And:
    span: Span = dataclasses.field(compare=False)
    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Or:
    span: Span = dataclasses.field(compare=False)
    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What must not be there: NOT word, -word."""

    span: Span = dataclasses.field(compare=False)
    part: Syntax


Leaf = Word | Pattern | Similar | Quoted
Syntax = Leaf | Near | Dates | And | Or | Without


def options(part: Syntax) -> tuple[Word | Quoted, ...]:
    """Return the words and phrases of which one is enough at a place of ``Near``; none for what cannot stand there."""
    if isinstance(part, Quoted) or (isinstance(part, Word) and not part.is_prefix):
        return (part,)
    if not isinstance(part, Or):
        return ()
    found = [options(each) for each in part.parts]
    return tuple(option for each in found for option in each) if all(found) else ()


class NoteCode(StrEnum):
    """What was not understood; the page says it in the reader's language."""

    TOO_LONG = "too_long"
    TOO_MANY_WORDS = "too_many_words"
    TOO_DEEP = "too_deep"
    UNCLOSED_QUOTE = "unclosed_quote"
    UNCLOSED_PARENTHESIS = "unclosed_parenthesis"
    STRAY_PARENTHESIS = "stray_parenthesis"
    DANGLING_OPERATOR = "dangling_operator"
    NEAR_DISTANCE = "near_distance"
    NEAR_JOINS_WORDS = "near_joins_words"
    PATTERN_START = "pattern_start"
    PATTERN_SHORT = "pattern_short"
    PATTERN_WIDE = "pattern_wide"
    PATTERN_PARTS = "pattern_parts"
    SIMILAR_SHORT = "similar_short"
    SIMILAR_DISTANCE = "similar_distance"
    UNKNOWN_DATES = "unknown_dates"
    UNKNOWN_FIELD = "unknown_field"
    NO_WORDS = "no_words"
    ANY_WORDS = "any_words"


@dataclass(frozen=True, slots=True)
class Note:
    """A part of the query that was not understood as typed, and what was searched instead ("": nothing)."""

    code: NoteCode
    typed: str
    searched: str = ""
