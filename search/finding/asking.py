"""Read a question as the result list does, so that lists and exports of a question are of the same records."""

from __future__ import annotations

from catalog.access import Audience
from search.access import access_filters
from search.finding.labels import lookup_for
from search.finding.reading import read_query, record_tree
from search.finding.types import Question
from search.indices import Indices
from search.query import Reading, Respell
from search.query.any_words import any_words


def reading_of(question: Question, audience: Audience, engines: Indices, respell: Respell | None = None) -> Reading:
    """Return how a question is read: with names in other languages, and by any word where nothing has all of them."""
    lookup = lookup_for(audience) if question.translated else None
    reading = read_query(question.text, exactly=question.exactly, respell=respell, lookup=lookup)
    looser = any_words(reading)
    if looser is None:
        return reading
    filters = (*question.filters.engine_filters(), *access_filters(audience))
    if engines.records.count(record_tree(reading), filters) or not engines.records.count(record_tree(looser), filters):
        return reading
    return looser
