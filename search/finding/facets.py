"""Count what found records have in common.

The counts of a facet pass over what is chosen and left out in that facet itself, so each says how many records have
the value among those that everything else leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.access import Audience
from search.access import access_filters
from search.engines.base import Facet, Histogram, SearchRequest, SearchResult, Terms
from search.finding.filters import FACETS, STAFF_FACETS, UNDATED, Filters
from search.finding.naming import labels_of
from search.finding.types import FacetCount, FacetCounts
from search.indices import Indices
from search.query.filters import Filter
from search.query.tree import Node

SIZE = 5
SIZES = {"kind": 12}
WIDE_SIZE = 500
YEARS_IGNORE = ("date_from", "date_to")

Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """What is counted over: the query, what is narrowed, who asks, and where."""

    tree: Node
    filters: Filters
    audience: Audience
    indices: Indices

    @property
    def access(self) -> tuple[Filter, ...]:
        """Return the filters that leave what the audience may see."""
        return access_filters(self.audience)


def names_for(audience: Audience) -> tuple[str, ...]:
    """Return the facets that an audience is shown, in order."""
    return tuple(name for name in FACETS if name not in STAFF_FACETS or audience.sees_everything)


def facets_asked(audience: Audience, wide: str = "") -> tuple[Facet, ...]:
    """Return the facets to ask the index of records for, one more value than is shown; the years come last."""
    terms = [Terms(name, _size(name, wide) + 1, ignoring=(name,)) for name in names_for(audience)]
    return (*terms, Histogram("year", 1, ignoring=YEARS_IGNORE))


def facets_of(result: SearchResult, counting: Counting, wide: str = "") -> tuple[FacetCounts, ...]:
    """Return the facets that have values. A value chosen or left out always stands there, whatever its count."""
    found = []
    for name, buckets in zip(names_for(counting.audience), result.facets, strict=False):
        counted = tuple((str(bucket.key), bucket.count) for bucket in buckets)
        size = _size(name, wide)
        shown = counted[:size]
        if shown or counting.filters.of(name) or counting.filters.left_out(name):
            shown = (*shown, *_absent(name, shown, counting))
            found.append(FacetCounts(name, named(name, shown, counting.filters), len(counted) > size))
    return tuple(found)


def years_of(result: SearchResult) -> tuple[tuple[int, int], ...]:
    """Return year and count of records, in the order of years."""
    return tuple(sorted((int(bucket.key), bucket.count) for bucket in result.facets[-1]))


def undated_of(counting: Counting) -> int:
    """Return how many records without a date all but the years leaves."""
    filters = counting.filters.without_years().engine_filters()
    return counting.indices.records.count(counting.tree, (*filters, UNDATED, *counting.access))


def named(name: str, counted: Sequence[tuple[str, int]], filters: Filters) -> tuple[FacetCount, ...]:
    """Return values and counts with their names and with what is chosen and left out."""
    labels = labels_of(name, [value for value, _count in counted])
    chosen, left_out = filters.of(name), filters.left_out(name)
    counts = [FacetCount(value, *labels[value], count, value in chosen, value in left_out) for value, count in counted]
    # Decades stand in their order, all else by frequency, as it comes.
    return tuple(sorted(counts, key=lambda each: each.value) if name == "decade" else counts)


def _size(name: str, wide: str) -> int:
    return WIDE_SIZE if name == wide else SIZES.get(name, SIZE)


def _absent(name: str, shown: Counted, counting: Counting) -> Counted:
    """Count the values chosen or left out that are not among those shown."""
    known = {value for value, _count in shown}
    wanted = (*counting.filters.of(name), *counting.filters.left_out(name))
    absent = [value for value in wanted if value not in known]
    if not absent:
        return ()
    rest = (*counting.filters.without(name).engine_filters(), *counting.access)
    requests = [
        SearchRequest(counting.tree, (*rest, *Filters({name: (value,)}).engine_filters()), limit=0) for value in absent
    ]
    results = counting.indices.records.search_many(requests)
    return tuple((value, result.total) for value, result in zip(absent, results, strict=True))
