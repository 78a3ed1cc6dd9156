"""Read a query and tell part by part how it was read, each part with the query that is left without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain

from search.analysis import Analyzer
from search.query.expand import Spelling
from search.query.labels import Lookup, Meant, meant_by
from search.query.parser import LONGEST_QUERY, parse
from search.query.printing import Printer
from search.query.removing import Path, children, removed
from search.query.syntax import And, Dates, Near, Note, Or, Pattern, Quoted, Similar, Syntax, Without, Word

Respell = Callable[[str], Iterable[str]]
"""Give the other spellings of a word worth showing (ўзбек for oʻzbek)."""


class PartKind(StrEnum):
    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"
    PATTERN = "pattern"
    SIMILAR = "similar"
    NEAR = "near"
    DATES = "dates"
    ANY = "any"
    GROUP = "group"
    WITHOUT = "without"


_KINDS: dict[type[Syntax], PartKind] = {
    Word: PartKind.WORD,
    Quoted: PartKind.PHRASE,
    Pattern: PartKind.PATTERN,
    Similar: PartKind.SIMILAR,
    Near: PartKind.NEAR,
    Dates: PartKind.DATES,
    Or: PartKind.ANY,
    And: PartKind.GROUP,
    Without: PartKind.WITHOUT,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the query as it was read.

    ``typed`` is its text in the query, ``words`` the words searched, ``also`` other spellings searched with them,
    ``field`` the field it was limited to, ``without`` the query text that is left when it is removed. ``distance`` is
    how many words apart parts near each other may be (0: not the same for all), or how many letters may differ;
    ``edtf`` the time that dates mean; ``inner`` the parts it is made of, where they can be removed one by one.
    """

    kind: PartKind
    typed: str
    words: tuple[str, ...]
    also: tuple[str, ...]
    field: str
    without: str
    is_exact: bool = False
    distance: int = 0
    edtf: str = ""
    inner: tuple[Part, ...] = ()


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
    meant: tuple[Meant, ...] = ()
    """What names in the query are called in other languages, searched with them."""

    @property
    def is_empty(self) -> bool:
        return self.syntax is None


def read(
    query: str,
    analyzer: Analyzer,
    *,
    spelling: Spelling = Spelling.EVERY,
    respell: Respell | None = None,
    lookup: Lookup | None = None,
) -> Reading:
    """Read a query text. No text raises; what was not understood stands in the notes.

    ``lookup`` knows the names of things in all languages; it is asked once, unless all is searched exactly as typed.
    """
    syntax, notes = parse(query)
    kept = query[:LONGEST_QUERY]
    parts: tuple[Part, ...] = ()
    if syntax is not None:
        respell = respell if spelling is Spelling.EVERY and respell else lambda word: ()
        parts = _PartReader(kept, syntax, analyzer, respell).parts()
    meant = meant_by(syntax, kept, analyzer, lookup) if lookup and spelling is Spelling.EVERY else ()
    return Reading(kept, syntax, spelling, parts, notes, any_part=isinstance(syntax, Or), meant=meant)


class _PartReader:
    """Tells the parts of one query."""

    def __init__(self, query: str, root: Syntax, analyzer: Analyzer, respell: Respell) -> None:
        self._query = query
        self._root = root
        self._analyzer = analyzer
        self._respell = cache(lambda word: tuple(respell(word)))
        self._printer = Printer(query)

    def parts(self) -> tuple[Part, ...]:
        if isinstance(self._root, And | Or):
            return tuple(self._part(part, (at,)) for at, part in enumerate(self._root.parts))
        return (self._part(self._root, ()),)

    def _part(self, syntax: Syntax, path: Path) -> Part:
        below = children(syntax)
        if isinstance(syntax, Without) and not children(syntax.part):
            below = ()
        inner = tuple(self._part(part, (*path, at)) for at, part in enumerate(below))
        if isinstance(syntax, Without) and inner:
            inner = inner[0].inner
        words, also = self._words(syntax), tuple(dict.fromkeys(chain.from_iterable(part.also for part in inner)))
        return Part(
            kind=_kind(syntax),
            typed=self._typed(syntax),
            words=words,
            also=also if inner else self._also(words),
            field=syntax.field if isinstance(syntax, Word | Quoted | Pattern | Similar) else "",
            without=self._printer.text(removed(self._root, path)),
            is_exact=isinstance(syntax, Word | Quoted | Pattern | Similar) and syntax.is_exact,
            distance=_distance(syntax),
            edtf=syntax.edtf if isinstance(syntax, Dates) else "",
            inner=inner,
        )

    def _typed(self, syntax: Syntax) -> str:
        typed = self._query[syntax.span.start : syntax.span.end]
        return typed if parse(typed)[0] == syntax else self._printer.text(syntax)

    def _words(self, syntax: Syntax) -> tuple[str, ...]:
        return tuple(token.raw for text in _texts(syntax) for token in self._analyzer.tokens(text))

    def _also(self, words: tuple[str, ...]) -> tuple[str, ...]:
        known = {form for word in words for token in self._analyzer.tokens(word) for form in (word, token.forms.exact)}
        return tuple(dict.fromkeys(other for word in words for other in self._respell(word) if other not in known))


def _kind(syntax: Syntax) -> PartKind:
    return PartKind.PREFIX if isinstance(syntax, Word) and syntax.is_prefix else _KINDS[type(syntax)]


def _distance(syntax: Syntax) -> int:
    if isinstance(syntax, Near):
        return syntax.distances[0] if len(set(syntax.distances)) == 1 else 0
    return syntax.distance if isinstance(syntax, Similar) else 0


def _texts(syntax: Syntax) -> Iterable[str]:
    match syntax:
        case Word(text=text) | Quoted(text=text) | Similar(text=text):
            yield text
        case _:
            for part in children(syntax):
                yield from _texts(part)
