"""Join names in other languages to the words of a query that are a name: customs also asks for таможня and bojxona.

Which words are names is known to whoever holds the vocabulary. Here stand the keys by which a name is looked up (its
stems in one language, so that any form and spelling of it meets) and the trees in which the names found are searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.analysis import Analyzer, Forms, Token
from search.analysis.spelling import is_cyrillic
from search.analysis.stems import UZBEK_MARK
from search.query.syntax import And, Or, Quoted, Syntax, Word
from search.query.tree import AllOf, BestOf, Boost, Node

MOST_WORDS_IN_LABEL = 5
LONGEST_KEY = 200
MOST_WORDS = 24
"""Words of a query and of the names added to it together; more would make a tree that engines refuse."""
MOST_ADDED = 6
_SHORTEST_NAME = 3
_WEIGHT = 0.5
"""What was typed comes first, even where the name in another language is rarer."""
_FAMILIES = ("uz", "ru", "en")


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be searched too, and its language (uz, ru, en)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What the words from ``start`` to ``end`` (characters of the query) are called elsewhere."""

    start: int
    end: int
    typed: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words of a query that may be a name, by the keys they would have."""

    start: int
    end: int
    keys: tuple[str, ...]


Named = Callable[[Label], Node]
"""Return the tree of a name."""

Lookup = Callable[[Iterable[str]], Mapping[str, Sequence[Label]]]
"""Return, for those of the keys that are names, the labels of what they name."""


def label_keys(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the keys of a name, at most one for each language its letters may belong to; none for what is no name."""
    if not 0 < len(tokens) <= MOST_WORDS_IN_LABEL or sum(len(token.raw) for token in tokens) < _SHORTEST_NAME:
        return ()
    keys = []
    for family in _FAMILIES:
        stems = [_stem(token.forms, family) for token in tokens]
        if all(stems) and not all(stem.isdigit() for stem in stems):
            keys.append(" ".join(stems)[:LONGEST_KEY])
    return tuple(keys)


def meant_by(syntax: Syntax | None, query: str, analyzer: Analyzer, lookup: Lookup) -> tuple[Meant, ...]:
    """Return what the names in a query are called in other languages; one look-up for all of them."""
    candidates = list(_candidates(syntax, analyzer)) if syntax is not None else []
    if not candidates:
        return ()
    named = lookup(dict.fromkeys(key for candidate in candidates for key in candidate.keys))
    found: list[Meant] = []
    room = MOST_WORDS - sum(1 for _word in _words(syntax))
    for candidate in sorted(candidates, key=lambda each: (each.start - each.end, each.start)):
        if any(candidate.start < other.end and other.start < candidate.end for other in found):
            continue
        labels = [label for key in candidate.keys for label in named.get(key, ())]
        fresh = _fresh(labels, candidate, analyzer, room)
        if fresh:
            room -= sum(len(label.text.split()) for label in fresh)
            found.append(Meant(candidate.start, candidate.end, query[candidate.start : candidate.end], fresh))
    return tuple(sorted(found, key=lambda each: each.start))


def joined(parts: Sequence[Syntax], meant: Sequence[Meant], node: Callable[[Syntax], Node], named: Named) -> Node:
    """Return the tree of parts that are all wanted; words that together are a name may stand in another language."""
    whole: list[Node] = []
    left = list(parts)
    while left:
        first = left[0].span.start
        each = next((each for each in meant if each.start == first and _ends_with_a_part(each, left)), None)
        run = [part for part in left if each is not None and part.span.end <= each.end] or left[:1]
        del left[: len(run)]
        nodes = [node(part) for part in run]
        own = nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))
        whole.append(with_labels(own, each, named) if each is not None and len(run) > 1 else own)
    return whole[0] if len(whole) == 1 else AllOf(tuple(whole))


def with_labels(own: Node, meant: Meant | None, named: Named) -> Node:
    """Return a tree that is also satisfied by a name in another language, a little less than by what was typed."""
    if meant is None:
        return own
    return BestOf((own, *(Boost(named(label), _WEIGHT) for label in meant.labels)))


def of_span(syntax: Syntax, meant: Sequence[Meant]) -> Meant | None:
    """Return what one word or phrase is called elsewhere."""
    span = syntax.span
    return next((each for each in meant if (each.start, each.end) == (span.start, span.end)), None)


def any_of(parts: Sequence[Node], syntax: Syntax, meant: Sequence[Meant], named: Named) -> tuple[Node, ...]:
    """Return the parts and the names of several words beside them: for looking for any word."""
    alone = {(part.span.start, part.span.end) for part in _words(syntax)}
    apart = (each for each in meant if (each.start, each.end) not in alone)
    return (*parts, *(Boost(named(label), _WEIGHT) for each in apart for label in each.labels))


def all_words(nodes: Sequence[Node]) -> Node:
    """Return the tree of a name of these words."""
    return nodes[0] if len(nodes) == 1 else AllOf(tuple(nodes))


def _candidates(syntax: Syntax, analyzer: Analyzer) -> Iterator[Candidate]:
    match syntax:
        case And(parts=parts):
            for run in _runs(parts):
                yield from _of_run(run, analyzer)
            for part in parts:
                if not _is_plain(part):
                    yield from _candidates(part, analyzer)
        case Or(parts=parts):
            for part in parts:
                yield from _candidates(part, analyzer)
        case Word() | Quoted() if _is_plain(syntax) or isinstance(syntax, Quoted):
            if not (syntax.field or syntax.is_exact):
                yield from _candidate((syntax,), analyzer)


def _of_run(run: Sequence[Word], analyzer: Analyzer) -> Iterator[Candidate]:
    for first in range(len(run)):
        for last in range(first + 1, min(len(run), first + MOST_WORDS_IN_LABEL) + 1):
            yield from _candidate(run[first:last], analyzer)


def _candidate(words: Sequence[Word | Quoted], analyzer: Analyzer) -> Iterator[Candidate]:
    tokens = [token for word in words for token in analyzer.tokens(word.text)]
    if keys := label_keys(tokens):
        yield Candidate(words[0].span.start, words[-1].span.end, keys)


def _runs(parts: Sequence[Syntax]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for part in parts:
        if isinstance(part, Word) and _is_plain(part):
            run.append(part)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_plain(part: Syntax) -> bool:
    return isinstance(part, Word) and not (part.field or part.is_prefix or part.is_exact)


def _words(syntax: Syntax | None) -> Iterator[Syntax]:
    if isinstance(syntax, And | Or):
        for part in syntax.parts:
            yield from _words(part)
    elif syntax is not None:
        yield syntax


def _fresh(labels: Iterable[Label], candidate: Candidate, analyzer: Analyzer, room: int) -> tuple[Label, ...]:
    """Return the labels that the words typed would not find anyway, as many as there is room for."""
    fresh: dict[tuple[str, ...], Label] = {}
    known = set(candidate.keys)
    for label in labels:
        keys = label_keys(analyzer.tokens(label.text, (label.language,)))
        words = len(label.text.split())
        if keys and known.isdisjoint(keys) and words <= room and len(fresh) < MOST_ADDED:
            known.update(keys)
            fresh[keys] = label
            room -= words
    return tuple(fresh.values())


def _stem(forms: Forms, family: str) -> str:
    """Return the stem of a token in one language, "" where its letters are of another; a number is of any."""
    return next((stem for stem in forms.stems if stem.isdigit() or _family(stem) == family), "")


def _family(stem: str) -> str:
    if stem.startswith(UZBEK_MARK):
        return "uz"
    return "ru" if is_cyrillic(stem) else "en"


def _ends_with_a_part(meant: Meant, parts: Sequence[Syntax]) -> bool:
    return any(part.span.end == meant.end for part in parts)
