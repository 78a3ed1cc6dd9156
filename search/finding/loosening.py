"""Where nothing is found, look what looser questions would find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from catalog.access import Audience
from search.access import access_filters
from search.finding.asking import reading_of
from search.finding.filters import Filters
from search.finding.reading import record_tree
from search.finding.types import Loosened, Question
from search.indices import Indices
from search.query import Part, PartKind, Reading

MOST = 4
MOST_TRIED = 10
_LOOSENED = frozenset((PartKind.PHRASE, PartKind.NEAR))


def loosened(question: Question, reading: Reading, audience: Audience, indices: Indices) -> tuple[Loosened, ...]:
    """Return looser questions that find something: every spelling, no filters, words for phrases, a part less."""
    found: list[Loosened] = []
    tried: set[tuple[str, bool, bool]] = {(question.text, question.exactly, question.filters.is_empty)}
    for looser in _looser(question, reading):
        key = (looser.text, looser.exactly, looser.filters.is_empty)
        if key in tried or len(tried) > MOST_TRIED or len(found) >= MOST:
            continue
        tried.add(key)
        tree = record_tree(reading_of(looser, audience, indices))
        count = indices.records.count(tree, (*looser.filters.engine_filters(), *access_filters(audience)))
        if count:
            found.append(Loosened(looser.text, looser.filters, looser.exactly, count))
    return tuple(found)


def _looser(question: Question, reading: Reading) -> Iterator[Question]:
    if question.exactly:
        yield replace(question, exactly=False)
    if not question.filters.is_empty:
        yield replace(question, filters=Filters())
    if any(part.kind in _LOOSENED for part in reading.parts):
        yield replace(question, text=" ".join(_plain(part) for part in reading.parts))
    if len(reading.parts) > 1:
        for part in reading.parts:
            if part.without.strip():
                yield replace(question, text=part.without)
    if not question.filters.is_empty and question.exactly:
        yield replace(question, exactly=False, filters=Filters())


def _plain(part: Part) -> str:
    return " ".join(part.words) if part.kind in _LOOSENED else part.typed
