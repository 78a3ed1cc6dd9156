"""What a person typed, as a tree of words and operators with the place of each in the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the query text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """One word (or several held together by signs: 23-1732); ``is_prefix`` for ``word*``."""

    span: Span
    text: str
    field: str = ""
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """A phrase between quotation marks."""

    span: Span
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Years:
    """Years from ``first`` to ``last``, both included; None is open."""

    span: Span
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class And:
    span: Span
    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Or:
    span: Span
    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What must not be there: NOT word, -word."""

    span: Span
    part: Syntax


Syntax = Word | Quoted | Years | And | Or | Without


class NoteCode(StrEnum):
    """What was not understood; the page says it in the reader's language."""

    TOO_LONG = "too_long"
    TOO_MANY_WORDS = "too_many_words"
    TOO_DEEP = "too_deep"
    UNCLOSED_QUOTE = "unclosed_quote"
    UNCLOSED_PARENTHESIS = "unclosed_parenthesis"
    STRAY_PARENTHESIS = "stray_parenthesis"
    DANGLING_OPERATOR = "dangling_operator"
    SHORT_PREFIX = "short_prefix"
    WILDCARD_INSIDE = "wildcard_inside"
    UNKNOWN_YEARS = "unknown_years"
    NO_WORDS = "no_words"


@dataclass(frozen=True, slots=True)
class Note:
    """A part of the query that was not understood as typed, and what was searched instead ("": nothing)."""

    code: NoteCode
    typed: str
    searched: str = ""
