"""Read the state of the search page from its address and write addresses of neighboring states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from search.finding.filters import FACETS, NOT, Filters, read_filters
from search.finding.types import Question, Sort

LONGEST_QUERY = 1000
VIEWS = ("list", "grid", "map")

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class SearchState:
    """All that the address of a search page holds; unknown names and values are passed over."""

    query: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort | None = None
    view: str = "list"
    page: int = 1
    exactly: bool = False
    translated: bool = True

    def question(self) -> Question:
        """Return what is asked of the find service; a map asks for all places."""
        return Question(
            self.query,
            self.filters,
            self.sort,
            page=self.page,
            exactly=self.exactly,
            wide="place" if self.view == "map" else "",
            translated=self.translated,
        )

    def pairs(self) -> Pairs:
        """Return names and values of the address, in a fixed order; what is as usual is left out."""
        pairs: Pairs = [("q", self.query)] if self.query else []
        pairs += [(name, value) for name in FACETS for value in self.filters.of(name)]
        pairs += _left_out(self.filters)
        pairs += _years(self.filters)
        if self.sort is not None:
            pairs.append(("sort", self.sort.value))
        pairs += [("exact", "1")] if self.exactly else []
        pairs += [] if self.translated else [("translated", "0")]
        pairs += [("view", self.view)] if self.view != VIEWS[0] else []
        return [*pairs, ("page", str(self.page))] if self.page > 1 else pairs

    def url(self, **changes: object) -> str:
        """Return the address of this state with changes; a change leads back to the first page unless it names one."""
        state = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        return with_query(reverse("search"), state.pairs())

    def listing_url(self, name: str) -> str:
        """Return the address of the page that lists all values of a facet for this state."""
        return with_query(reverse("search_facet", args=[name]), replace(self, page=1).pairs())

    def export_url(self, shape: str) -> str:
        """Return the address that downloads all that this state finds."""
        pairs = replace(self, page=1, view=VIEWS[0]).pairs()
        return with_query(reverse("search_export"), [*pairs, ("format", shape)])

    def kept(self) -> Pairs:
        """Return what the search form must carry along unseen: all that has no field of its own in the form."""
        pairs = [*_left_out(self.filters), *_years(self.filters)]
        pairs += [("exact", "1")] if self.exactly else []
        return pairs if self.translated else [*pairs, ("translated", "0")]


def read_state(given: QueryDict) -> SearchState:
    """Return the state that an address holds; nothing in it raises."""
    values = {name: given.getlist(name) for name in given}
    view = given.get("view", "")
    return SearchState(
        query=given.get("q", "")[:LONGEST_QUERY].replace("\x00", " ").strip(),
        filters=read_filters(values),
        sort=_sort(given.get("sort", "")),
        view=view if view in VIEWS else VIEWS[0],
        page=positive(given.get("page", ""), 1),
        exactly=given.get("exact") == "1",
        translated=given.get("translated") != "0",
    )


def positive(text: str, otherwise: int) -> int:
    """Return a whole number above 0, or another number for any other text."""
    return int(text[:9]) if text.isascii() and text.isdigit() and int(text[:9]) > 0 else otherwise


def with_query(path: str, pairs: Iterable[tuple[str, object]]) -> str:
    """Return a path with a query string, without one where there is nothing to say."""
    query = urlencode([(name, str(value)) for name, value in pairs])
    return f"{path}?{query}" if query else path


def _sort(value: str) -> Sort | None:
    return Sort(value) if value in set(Sort) else None


def _left_out(filters: Filters) -> Pairs:
    return [(NOT + name, value) for name in FACETS for value in filters.left_out(name)]


def _years(filters: Filters) -> Pairs:
    pairs: Pairs = []
    if filters.first_year is not None:
        pairs.append(("from", str(filters.first_year)))
    if filters.last_year is not None:
        pairs.append(("to", str(filters.last_year)))
    return [*pairs, ("undated", "1")] if filters.undated else pairs
