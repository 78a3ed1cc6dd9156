"""Count what found records have in common, and name the values in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language

from catalog.choices import CONTENT_LANGUAGES, content_language
from catalog.kinds.registry import ROOMS
from catalog.models import Agent, Collection, Place, Subject
from catalog.vocabulary.dates import date_label, read_edtf
from catalog.vocabulary.languages import label as language_label
from search.engines.base import Bucket, Facet, Histogram, SearchResult, Terms
from search.finding.filters import FACETS, Filters
from search.finding.types import FacetCount, FacetCounts
from search.indices import Indices
from search.query.filters import Filter
from search.query.tree import Node

SIZE = 8
WIDE_SIZE = 200
YEARS_IGNORE = ("date_from", "date_to")

Label = tuple[str, str]
"""A name and the content language it is in; "" for one made by the interface."""


def facets_asked(wide: str) -> tuple[Facet, ...]:
    """Return the facets to ask the index of records for, one more value than is shown; the years come last."""
    terms = [Terms(name, (WIDE_SIZE if name == wide else SIZE) + 1, ignoring=(name,)) for name in FACETS]
    return (*terms, Histogram("year", 1, ignoring=YEARS_IGNORE))


def facets_of(
    result: SearchResult, filters: Filters, *, tree: Node, access: tuple[Filter, ...], indices: Indices
) -> tuple[FacetCounts, ...]:
    """Return the facets that have values. A chosen value always stands there, whatever its count."""
    found = []
    for name, buckets in zip(FACETS, result.facets, strict=False):
        size = len(buckets) - 1 if len(buckets) > SIZE else len(buckets)
        shown = [(str(bucket.key), bucket.count) for bucket in buckets[: max(size, SIZE)]]
        known = {value for value, _count in shown}
        absent = [value for value in filters.of(name) if value not in known]
        shown += [(value, _count_of(name, value, filters, tree, (access, indices))) for value in absent]
        if shown:
            found.append(FacetCounts(name, _named(name, shown, filters.of(name)), _has_more(buckets)))
    return tuple(found)


def years_of(result: SearchResult) -> tuple[tuple[int, int], ...]:
    """Return year and count of records, in the order of years."""
    return tuple(sorted((int(bucket.key), bucket.count) for bucket in result.facets[len(FACETS)]))


def _has_more(buckets: Sequence[Bucket]) -> bool:
    return len(buckets) in {SIZE + 1, WIDE_SIZE + 1}


def _count_of(name: str, value: str, filters: Filters, tree: Node, where: tuple[tuple[Filter, ...], Indices]) -> int:
    access, indices = where
    only = Filters({name: (value,)}).engine_filters()
    return indices.records.count(tree, (*filters.without(name).engine_filters(), *only, *access))


def _named(name: str, shown: Sequence[tuple[str, int]], chosen: tuple[str, ...]) -> tuple[FacetCount, ...]:
    labels = _LABELS[name]([value for value, _count in shown])
    counts = []
    for value, count in shown:
        label, language = labels.get(value, (value, ""))
        counts.append(FacetCount(value, label, language, count, value in chosen))
    # Decades stand in their order, all else by frequency, as it comes.
    return tuple(sorted(counts, key=lambda each: each.value) if name == "decade" else counts)


def label_and_language(row: Any, field: str = "label") -> Label:
    """Return the name of a row in the reader's language, else in any, and the language it is in."""
    for code in dict.fromkeys((content_language(), *CONTENT_LANGUAGES)):
        if text := getattr(row, f"{field}_{code}", ""):
            return text, code
    return row.slug, ""


def _rows(model: Any, field: str = "label") -> Any:
    def named(values: Iterable[str]) -> dict[str, Label]:
        return {row.slug: label_and_language(row, field) for row in model.objects.filter(slug__in=list(values))}

    return named


def _kinds(values: Iterable[str]) -> dict[str, Label]:
    return {room.slug: (str(room.plural), "") for room in ROOMS}


def _languages(values: Iterable[str]) -> dict[str, Label]:
    return {value: (language_label(value, get_language() or "uz"), "uz") for value in values}


def _decades(values: Iterable[str]) -> dict[str, Label]:
    spoken = get_language() or "uz"
    years = {value: int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 5}
    return {value: (date_label(read_edtf(f"{year // 10:03}X"), spoken), "uz") for value, year in years.items()}


_LABELS = {
    "kind": _kinds,
    "collection": _rows(Collection, "title"),
    "language": _languages,
    "decade": _decades,
    "creator": _rows(Agent),
    "subject": _rows(Subject),
    "place": _rows(Place),
}
