"""Propose what a query with no or few hits may have been meant to be; it is shown, never searched instead."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.access import Audience
from search.access import access_filters
from search.engines.base import SearchRequest
from search.finding.labels import lookup_for
from search.finding.nearby import nearby
from search.finding.reading import read_query, record_tree
from search.finding.types import Mended, Question
from search.indices import Indices, analyzer
from search.mending.edits import cost_between
from search.mending.keyboard import in_other_layouts
from search.query import Reading
from search.query.syntax import And, Near, Or, Quoted, Span, Syntax, Word

FEW = 3
"""A query that finds more than this was hardly mistyped."""
MOST_WORDS = 6
MOST_MENDED = 2
MOST_TRIED = 6
SHOWN = 2
WORTH = 5
"""Where something was found, a proposal must find so many times more."""
COST_WEIGHT = 4.0
LAYOUT_COST = 0.3

_CHUNK = re.compile(r"\S+")
_MARKED = "*?~"


@dataclass(frozen=True, slots=True)
class _Typed:
    """A word as it stands in the query, from ``start`` on, and the part of the query that searches it."""

    start: int
    text: str
    syntax: Syntax


@dataclass(frozen=True, slots=True)
class _Proposal:
    words: tuple[tuple[_Typed, str], ...]
    cost: float


def mended(
    question: Question, reading: Reading, total: int, audience: Audience, indices: Indices
) -> tuple[Mended, ...]:
    """Return at most two mended queries, each with what it finds under the same filters and access, the best first.

    Costs at most ten calls of the engine: one counts the words, four for each of at most two words look for its
    neighbors, one counts the proposals.
    """
    if total > FEW or question.page > 1:
        return ()
    wrong = _wrong(reading, total, question, audience, indices)
    if not wrong:
        return ()
    proposals = [*_other_layouts(wrong), *_near_words(wrong[:MOST_MENDED], audience, indices)]
    texts: dict[str, _Proposal] = {}
    for proposal in sorted(proposals, key=lambda each: each.cost):
        texts.setdefault(_text(reading.query, proposal), proposal)
    tried = dict(list(texts.items())[:MOST_TRIED])
    counts = _counts(tried, question, audience, indices)
    least = max(1, WORTH * total)
    worth = [(text, count) for text, count in zip(tried, counts, strict=True) if count >= least]
    worth.sort(key=lambda each: COST_WEIGHT * tried[each[0]].cost - math.log(each[1]))
    return tuple(Mended(text, _segments(reading.query, tried[text]), count) for text, count in worth[:SHOWN])


def _wrong(reading: Reading, total: int, question: Question, audience: Audience, indices: Indices) -> list[_Typed]:
    """Return the words that alone find next to nothing, whatever filters are chosen."""
    typed = list(_typed(reading.query, reading.syntax))[:MOST_WORDS]
    if len(typed) == 1 and question.filters.is_empty and typed[0].syntax is reading.syntax:
        return typed
    access = access_filters(audience)
    requests = [SearchRequest(record_tree(replace(reading, syntax=word.syntax)), access, limit=0) for word in typed]
    results = indices.records.search_many(requests) if requests else ()
    return [word for word, result in zip(typed, results, strict=True) if result.total <= FEW]


def _typed(query: str, syntax: Syntax | None) -> Iterator[_Typed]:
    """Yield the words that may have been mistyped; of phrases each word, of exclusions and word beginnings none."""
    match syntax:
        case And(parts=parts) | Or(parts=parts) | Near(parts=parts):
            for part in parts:
                yield from _typed(query, part)
        case Quoted(span=span, text=text, field=field):
            start = query.rfind(text, span.start, span.end)
            for chunk in _CHUNK.finditer(text):
                place = start + chunk.start()
                yield _Typed(place, chunk[0], Word(Span(place, place + len(chunk[0])), chunk[0], field))
        case Word(span=span, text=text):
            start = query.rfind(text, span.start, span.end)
            end = start + len(text)
            if start >= 0 and query[end : end + 1] not in tuple(_MARKED):
                yield _Typed(start, text, syntax)
        case _:
            return


def _other_layouts(wrong: Sequence[_Typed]) -> Iterator[_Proposal]:
    for words in in_other_layouts(tuple(word.text for word in wrong)):
        yield _Proposal(tuple(zip(wrong, words, strict=True)), LAYOUT_COST)


def _near_words(wrong: Sequence[_Typed], audience: Audience, indices: Indices) -> Iterator[_Proposal]:
    """Yield the nearest word for each wrong one, then second choices for one of them at a time."""
    choices = [_choices(word, audience, indices) for word in wrong]
    choices = [each for each in choices if each]
    if not choices:
        return
    best = [each[0] for each in choices]
    yield _joined(best)
    for place, each in enumerate(choices):
        for choice in each[1:MOST_TRIED]:
            yield _joined([*best[:place], choice, *best[place + 1 :]])


Choice = tuple[_Typed, str, float]


def _choices(word: _Typed, audience: Audience, indices: Indices) -> list[Choice]:
    tokens = analyzer().chunk(word.text)
    if len(tokens) != 1:
        return []
    key = tokens[0].forms.script
    weighed = [(cost_between(key, near.key), near) for near in nearby(key, audience, indices)]
    weighed.sort(key=lambda pair: (COST_WEIGHT * pair[0] - math.log(pair[1].texts + 1), pair[1].key))
    shown = ((word, _cased(near.in_letters_of(word.text), word.text), cost) for cost, near in weighed[:MOST_TRIED])
    return [choice for choice in shown if choice[1].lower() != word.text.lower()]


def _joined(choices: Sequence[Choice]) -> _Proposal:
    return _Proposal(tuple((word, text) for word, text, _cost in choices), sum(cost for *_, cost in choices))


def _counts(texts: Iterable[str], question: Question, audience: Audience, indices: Indices) -> list[int]:
    filters = (*question.filters.engine_filters(), *access_filters(audience))
    lookup = lookup_for(audience) if question.translated else None
    trees = (record_tree(read_query(text, exactly=question.exactly, lookup=lookup)) for text in texts)
    requests = [SearchRequest(tree, filters, limit=0) for tree in trees]
    return [result.total for result in indices.records.search_many(requests)] if requests else []


def _segments(query: str, proposal: _Proposal) -> tuple[tuple[str, bool], ...]:
    """Return the mended query in pieces, each marked as changed or not."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for word, text in sorted(proposal.words, key=lambda pair: pair[0].start):
        pieces += [(query[at : word.start], False), (text, True)]
        at = word.start + len(word.text)
    return tuple(piece for piece in (*pieces, (query[at:], False)) if piece[0])


def _text(query: str, proposal: _Proposal) -> str:
    return "".join(text for text, _changed in _segments(query, proposal))


def _cased(word: str, like: str) -> str:
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
