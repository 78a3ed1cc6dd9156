"""Make the body of a search from a request, and its result from the answer."""

from __future__ import annotations

from typing import Any

from search.engines.base import (
    DEEPEST_WINDOW,
    Bucket,
    Facet,
    Hit,
    SearchRequest,
    SearchResult,
    SortKey,
    Terms,
)
from search.engines.elasticsearch.compiling import Compiler, Query, narrow
from search.engines.elasticsearch.mappings import TIE
from search.engines.errors import QueryRefused, UnknownField, WindowTooDeep
from search.engines.schema import IndexSchema
from search.query.filters import Filter, fields_of

Body = dict[str, Any]

_SHARD_VALUES = 20_000
"""Values each shard counts where there are several: more than facets have, so that sums are exact."""


def search_body(request: SearchRequest, schema: IndexSchema, compiler: Compiler, *, shards: int = 1) -> Body:
    """Return the body of a search; raise ``WindowTooDeep``, ``UnknownField`` or ``QueryRefused`` for what is refused.

    Filters that a facet ignores bound the hits after the facets are counted, and each other facet within it.
    """
    if request.offset < 0 or request.limit < 0:
        raise QueryRefused("Offset and limit are 0 or more.")
    if request.offset + request.limit > DEEPEST_WINDOW:
        raise WindowTooDeep(f"Only the first {DEEPEST_WINDOW} results can be paged through.")
    ignored = {field for facet in request.facets for field in facet.ignoring}
    shared = [each for each in request.filters if ignored.isdisjoint(fields_of(each))]
    late = [each for each in request.filters if not ignored.isdisjoint(fields_of(each))]
    body: Body = {
        "query": narrow(compiler.tree(request.query), [compiler.filter(each) for each in shared]),
        "from": request.offset,
        "size": request.limit,
        "sort": sort_clause(request.sort, schema),
        "track_total_hits": True,
        "_source": False,
    }
    if late:
        body["post_filter"] = _together([compiler.filter(each) for each in late])
    if request.facets:
        body["aggs"] = {
            str(place): _bounded(_aggregation(facet, schema, shards), facet, late, compiler)
            for place, facet in enumerate(request.facets)
        }
    return body


def sort_clause(sort: SortKey | None, schema: IndexSchema) -> list[Any]:
    """Return the order: by score or by a field, then by the tie."""
    if sort is None:
        return [{"_score": "desc"}, {TIE: "asc"}]
    if sort.field not in schema.sort_names():
        raise UnknownField(f"The index {schema.name} cannot sort by {sort.field!r}.")
    return [{sort.field: {"order": "desc" if sort.descending else "asc", "missing": "_last"}}, {TIE: "asc"}]


def result_of(request: SearchRequest, answer: dict[str, Any]) -> SearchResult:
    """Return the result that an answer to ``search_body`` holds."""
    hits = tuple(Hit(hit["_id"], hit["_score"] or 0.0) for hit in answer["hits"]["hits"])
    counted = answer.get("aggregations", {})
    facets = tuple(_buckets(facet, counted[str(place)]) for place, facet in enumerate(request.facets))
    return SearchResult(hits, int(answer["hits"]["total"]["value"]), facets)


def _together(filters: list[Query]) -> Query:
    return {"bool": {"filter": filters}}


def _aggregation(facet: Facet, schema: IndexSchema, shards: int) -> Body:
    names = schema.number_names() | (schema.keyword_names() if isinstance(facet, Terms) else frozenset())
    if facet.field not in names:
        raise UnknownField(f"The index {schema.name} cannot count by {facet.field!r}.")
    if (facet.size if isinstance(facet, Terms) else facet.interval) < 1:
        raise QueryRefused("A facet counts at least one value, in steps of at least 1.")
    if not isinstance(facet, Terms):
        return {"histogram": {"field": facet.field, "interval": facet.interval, "min_doc_count": 1}}
    order = [{"_count": "desc"}, {"_key": "asc"}]
    counted: Body = {"field": facet.field, "size": facet.size, "order": order}
    if shards > 1:
        counted["shard_size"] = max(facet.size, _SHARD_VALUES)
    return {"terms": counted}


def _bounded(aggregation: Body, facet: Facet, late: list[Filter], compiler: Compiler) -> Body:
    """Return a facet within those late filters that it does not ignore."""
    kept = [compiler.filter(each) for each in late if set(facet.ignoring).isdisjoint(fields_of(each))]
    return {"filter": _together(kept), "aggs": {"within": aggregation}} if kept else aggregation


def _buckets(facet: Facet, counted: dict[str, Any]) -> tuple[Bucket, ...]:
    buckets = counted.get("within", counted)["buckets"]
    is_text = isinstance(facet, Terms) and all(isinstance(each["key"], str) for each in buckets)
    return tuple(Bucket(each["key"] if is_text else int(each["key"]), each["doc_count"]) for each in buckets)
