"""Walk over all that a question finds, batch by batch: ids from the engine, rows from the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import override

from catalog.access import Audience
from catalog.models import Record
from catalog.queries import visible_records
from search.access import access_filters
from search.documents.source import object_id_of
from search.engines.base import SearchRequest, Terms
from search.exports.relations import relations_of
from search.exports.rows import Row, row_of
from search.finding.asking import reading_of
from search.finding.find import sort_key, sort_of
from search.finding.reading import record_tree, unit_tree
from search.finding.types import Question
from search.indices import Indices, indices
from search.query.filters import Filter, In, Range
from search.query.tree import Node, Nothing

BATCH = 500


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: the question, who asks, in which interface language, and the site's address."""

    question: Question
    audience: Audience
    language: str
    base: str


def batches_of(export: Export) -> Iterator[list[Row]]:
    """Yield the rows of all records found, in the order of the result, ``BATCH`` at a time.

    The ids come from one state of the index, whatever is changed meanwhile; each batch asks the database again who
    may see what, in a fixed number of queries. Raises EngineError, at the first batch where there is no engine.
    """
    engines = indices()
    question = export.question
    reading = reading_of(question, export.audience, engines)
    access = access_filters(export.audience)
    # The order of titles follows the language, which may be another when the next batch is asked for.
    with override(export.language):
        sort = sort_key(sort_of(question, reading))
    request = SearchRequest(record_tree(reading), (*question.filters.engine_filters(), *access), sort)
    pages = unit_tree(reading)
    walk = engines.records.walk(request)
    while ids := list(islice(walk, BATCH)):
        matched = _matched_pages(ids, pages, access, engines)
        with override(export.language):
            rows = _rows(ids, matched, export)
        yield rows


def _rows(ids: list[str], matched: dict[str, int] | None, export: Export) -> list[Row]:
    keys = {object_id_of(each): each for each in ids}
    records = visible_records(export.audience).filter(pk__in=keys).select_related("collection")
    found: dict[int, Record] = {record.pk: record for record in records}
    related = relations_of(found)
    return [
        row_of(found[key], related, export.base, None if matched is None else matched.get(each, 0))
        for key, each in keys.items()
        if key in found
    ]


def _matched_pages(ids: list[str], pages: Node, access: tuple[Filter, ...], engines: Indices) -> dict[str, int] | None:
    """Count for each record the pages with words asked for, in one request; None where no words were asked."""
    if isinstance(pages, Nothing):
        return None
    filters = (In("record", tuple(ids)), Range("order", gte=1), *access)
    request = SearchRequest(pages, filters, limit=0, facets=(Terms("record", len(ids)),))
    (buckets,) = engines.units.search(request).facets
    return {str(bucket.key): bucket.count for bucket in buckets}
