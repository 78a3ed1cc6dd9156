"""List all values of one facet over what a question finds: to read through, to filter by name, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from catalog.access import Audience
from catalog.choices import content_language
from catalog.templatetags.spelling import spelled
from search.documents.alphabets import sort_key_of
from search.engines.base import SearchRequest, Terms
from search.finding.asking import reading_of
from search.finding.facets import Counting, named, names_for
from search.finding.reading import record_tree
from search.finding.types import FacetCount, Question
from search.indices import analyzer, indices

MOST_LISTED = 5_000
"""The most frequent values that are listed; a facet that has more can be narrowed first."""

PER_PAGE = 100


class Order(StrEnum):
    """How the values of a facet are listed."""

    COUNT = "count"
    NAME = "name"


class FacetUnknown(LookupError):
    """Raised for a facet that there is not, or that is not shown to who asks."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a facet's values: how many have the letters looked for, and whether rarer ones are left out."""

    name: str
    values: tuple[FacetCount, ...]
    page: int
    pages: int
    matching: int
    is_cut: bool


def list_values(
    question: Question, audience: Audience, name: str, *, order: Order = Order.COUNT, letters: str = ""
) -> Listing:
    """Return the page ``question.page`` of the values of a facet; raises FacetUnknown, and EngineError without engine.

    ``letters`` may stand anywhere in the name, in any spelling.
    """
    if name not in names_for(audience):
        raise FacetUnknown(name)
    engines = indices()
    tree = record_tree(reading_of(question, audience, engines))
    counting = Counting(tree, question.filters, audience, engines)
    filters = (*question.filters.engine_filters(), *counting.access)
    request = SearchRequest(tree, filters, limit=0, facets=(Terms(name, MOST_LISTED + 1, ignoring=(name,)),))
    (buckets,) = engines.records.search(request).facets
    counted = [(str(bucket.key), bucket.count) for bucket in buckets[:MOST_LISTED]]
    values = _matching(named(name, counted, question.filters), letters)
    if order is Order.NAME and name != "decade":
        values.sort(key=lambda each: (_key(each), each.value))
    pages = max(1, -(-len(values) // PER_PAGE))
    page = min(max(1, question.page), pages)
    shown = tuple(values[(page - 1) * PER_PAGE : page * PER_PAGE])
    return Listing(name, shown, page, pages, len(values), len(buckets) > MOST_LISTED)


def _key(each: FacetCount) -> str:
    return sort_key_of(str(spelled(each.label, each.label_language)), content_language()) or each.label


def _matching(values: tuple[FacetCount, ...], letters: str) -> list[FacetCount]:
    wanted = _plain(letters)
    return [each for each in values if wanted in _plain(each.label)] if wanted else list(values)


def _plain(text: str) -> str:
    return " ".join(token.forms.script for token in analyzer().tokens(text))
