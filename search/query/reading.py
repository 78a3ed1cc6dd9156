"""Read a query and tell part by part how it was read, each part with the query that is left without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from search.analysis import Analyzer
from search.query.expand import Spelling
from search.query.parser import LONGEST_QUERY, parse
from search.query.syntax import And, Note, Or, Quoted, Syntax, Without, Word, Years

Respell = Callable[[str], Iterable[str]]
"""Give the other spellings of a word worth showing (ўзбек for oʻzbek)."""

_DANGLING = frozenset(("AND", "OR", "NOT", "&&", "||"))


class PartKind(StrEnum):
    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"
    YEARS = "years"
    ANY = "any"
    GROUP = "group"
    WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the query as it was read.

    ``typed`` is its text in the query, ``words`` the words searched, ``also`` other spellings searched with them,
    ``field`` the field it was limited to, ``without`` the query text that is left when it is removed.
    """

    kind: PartKind
    typed: str
    words: tuple[str, ...]
    also: tuple[str, ...]
    field: str
    without: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was read; ``syntax`` is None when there is nothing to search (everything is shown)."""

    query: str
    syntax: Syntax | None
    spelling: Spelling
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    any_part: bool = False
    """The parts are alternatives (OR) rather than all wanted."""

    @property
    def is_empty(self) -> bool:
        return self.syntax is None


def read(
    query: str, analyzer: Analyzer, *, spelling: Spelling = Spelling.EVERY, respell: Respell | None = None
) -> Reading:
    """Read a query text. No text raises; what was not understood stands in the notes."""
    syntax, notes = parse(query)
    kept = query[:LONGEST_QUERY]
    tops = syntax.parts if isinstance(syntax, And | Or) else () if syntax is None else (syntax,)
    respell = respell if spelling is Spelling.EVERY and respell else lambda word: ()
    parts = tuple(_part(kept, top, analyzer, respell) for top in tops)
    return Reading(kept, syntax, spelling, parts, notes, any_part=isinstance(syntax, Or))


def _part(query: str, syntax: Syntax, analyzer: Analyzer, respell: Respell) -> Part:
    start, end = syntax.span.start, syntax.span.end
    words = tuple(token.raw for text in _texts(syntax) for token in analyzer.tokens(text))
    known = {form for word in words for token in analyzer.tokens(word) for form in (word, token.forms.exact)}
    also = dict.fromkeys(other for word in words for other in respell(word) if other not in known)
    field = syntax.field if isinstance(syntax, Word | Quoted) else ""
    return Part(_kind(syntax), query[start:end], words, tuple(also), field, _without(query, start, end))


def _kind(syntax: Syntax) -> PartKind:
    match syntax:
        case Word(is_prefix=True):
            return PartKind.PREFIX
        case Word():
            return PartKind.WORD
        case Quoted():
            return PartKind.PHRASE
        case Years():
            return PartKind.YEARS
        case Or():
            return PartKind.ANY
        case And():
            return PartKind.GROUP
        case Without():
            return PartKind.WITHOUT


def _texts(syntax: Syntax) -> Iterable[str]:
    match syntax:
        case Word(text=text) | Quoted(text=text):
            yield text
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _texts(part)
        case Without(part=part):
            yield from _texts(part)
        case Years():
            return


def _without(query: str, start: int, end: int) -> str:
    """Return the query without one part and without the operator that would be left with nothing to join."""
    before, after = query[:start].split(), query[end:].split()
    after_operator = bool(after) and after[0] in _DANGLING - {"NOT"}
    if after_operator and not before:
        after.pop(0)
    elif after_operator or not after:
        while before and before[-1] in _DANGLING:
            before.pop()
    return " ".join([*before, *after])
