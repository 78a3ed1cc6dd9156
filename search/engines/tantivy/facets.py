"""Count the values of fields over what a request found."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import tantivy

from search.engines.base import Bucket, Facet, Histogram, SearchRequest, Terms
from search.engines.errors import QueryRefused, UnknownField
from search.engines.schema import IndexSchema
from search.engines.tantivy.compiling import Compiler
from search.query.filters import Filter, fields_of

# Above the cardinality of any field: with less, Tantivy drops values of each segment before it adds them up.
_SEGMENT_SIZE = 1_000_000
_SPARE_BUCKETS = 50


def count_facets(
    searcher: tantivy.Searcher, compiler: Compiler, schema: IndexSchema, request: SearchRequest, tree: tantivy.Query
) -> tuple[tuple[Bucket, ...], ...]:
    """Return the buckets of each facet of a request, in order; one pass for all that share their filters.

    ``tree`` is the query of the request, compiled.
    """
    shared: dict[tuple[Filter, ...], list[int]] = defaultdict(list)
    for place, facet in enumerate(request.facets):
        _check(facet, schema)
        ignored = set(facet.ignoring)
        kept = tuple(each for each in request.filters if ignored.isdisjoint(fields_of(each)))
        shared[kept].append(place)
    counted: dict[int, tuple[Bucket, ...]] = {}
    for filters, places in shared.items():
        query = compiler.narrow(tree, filters)
        asked = {str(place): _aggregation(request.facets[place], _SPARE_BUCKETS) for place in places}
        answer = searcher.aggregate(query, asked)
        for place in places:
            counted[place] = _buckets(searcher, query, request.facets[place], answer[str(place)])
    return tuple(counted[place] for place in range(len(request.facets)))


def _aggregation(facet: Facet, spare: int) -> dict[str, Any]:
    if isinstance(facet, Histogram):
        return {"histogram": {"field": facet.field, "interval": facet.interval, "min_doc_count": 1}}
    return {"terms": {"field": facet.field, "size": facet.size + spare, "segment_size": _SEGMENT_SIZE}}


def _buckets(
    searcher: tantivy.Searcher, query: tantivy.Query, facet: Facet, answer: dict[str, Any]
) -> tuple[Bucket, ...]:
    found = answer["buckets"]
    if isinstance(facet, Histogram):
        return tuple(Bucket(int(each["key"]), each["doc_count"]) for each in found)
    spare = _SPARE_BUCKETS
    while _edge_is_tied(found, facet.size) and answer["sum_other_doc_count"]:
        spare *= 20
        answer = searcher.aggregate(query, {"facet": _aggregation(facet, spare)})["facet"]
        found = answer["buckets"]
    buckets = [Bucket(_key(each["key"]), each["doc_count"]) for each in found]
    buckets.sort(key=lambda bucket: (-bucket.count, bucket.key))
    return tuple(buckets[: facet.size])


def _edge_is_tied(found: list[dict[str, Any]], size: int) -> bool:
    """Tell whether values as frequent as the last one shown may be missing from what was returned."""
    return len(found) > size and bool(found[size - 1]["doc_count"] == found[-1]["doc_count"])


def _key(key: str | float) -> str | int:
    return key if isinstance(key, str) else int(key)


def _check(facet: Facet, schema: IndexSchema) -> None:
    names = schema.number_names() | (schema.keyword_names() if isinstance(facet, Terms) else frozenset())
    if facet.field not in names:
        raise UnknownField(f"The index {schema.name} cannot count by {facet.field!r}.")
    if (facet.size if isinstance(facet, Terms) else facet.interval) < 1:
        raise QueryRefused("A facet counts at least one value, in steps of at least 1.")
