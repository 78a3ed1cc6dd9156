"""Make what the search page shows of an answer: names, counts and the addresses of neighboring states."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from search.finding.filters import Filters
from search.finding.notes import sentence
from search.finding.types import Answer, FacetCounts, Loosened, Sort
from search.query import PartKind
from search.web.hits import ShownHit, shown_hit
from search.web.reading import ReadPart, read_part
from search.web.state import SearchState

FACET_NAMES: dict[str, str | Promise] = {
    "kind": _("Kind"),
    "collection": _("Collection"),
    "language": _("Language"),
    "decade": _("Decade"),
    "creator": _("Person or organization"),
    "subject": _("Subject"),
    "place": _("Place"),
}
SORT_NAMES: dict[Sort, str | Promise] = {
    Sort.RELEVANCE: _("Most relevant first"),
    Sort.NEWEST: _("Latest additions first"),
    Sort.OLDEST_DATE: _("Oldest first"),
    Sort.LATEST_DATE: _("Most recent first"),
    Sort.TITLE: _("By title"),
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    lang: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: list[FacetValue]
    more_url: str


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    text: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """All that ``search/results.html`` shows."""

    query: str
    reading: list[ReadPart]
    as_typed_url: str
    every_spelling_url: str
    notes: list[str]
    total_records: int
    total_pages: int
    facets: list[Facet]
    years: tuple[tuple[int, int], ...]
    year_from: int | None
    year_to: int | None
    hits: list[ShownHit]
    first: int
    page: int
    pages: int
    prev_url: str
    next_url: str
    sort: list[Option]
    view: str
    list_url: str
    grid_url: str
    clear_url: str
    chosen_count: int
    kept: list[tuple[str, str]]
    engine_away: bool
    is_phrase: bool
    searched: str
    suggestions: list[Suggestion]


def results_of(answer: Answer, state: SearchState) -> Results:
    """Return what the page shows of an answer in one state."""
    state = replace(state, page=answer.page)
    is_read = bool(answer.reading.parts)
    has_facets = not answer.engine_away
    return Results(
        query=state.query,
        reading=[read_part(part, state) for part in answer.reading.parts],
        as_typed_url=state.url(exactly=True) if is_read and not state.exactly else "",
        every_spelling_url=state.url(exactly=False) if is_read and state.exactly else "",
        notes=[sentence(note) for note in answer.reading.notes],
        total_records=answer.total,
        total_pages=answer.pages_found,
        facets=[_facet(facet, state) for facet in answer.facets] if has_facets else [],
        years=answer.years,
        year_from=state.filters.first_year,
        year_to=state.filters.last_year,
        hits=[shown_hit(found, state) for found in answer.hits],
        first=(answer.page - 1) * answer.question.per_page + 1,
        page=answer.page,
        pages=answer.page_count,
        prev_url=state.url(page=answer.page - 1) if answer.page > 1 else "",
        next_url=state.url(page=answer.page + 1) if answer.page < answer.page_count else "",
        sort=_sorts(answer, state),
        view=state.view,
        list_url=state.url(view="list", page=state.page),
        grid_url=state.url(view="grid", page=state.page),
        clear_url="" if state.filters.is_empty else state.url(filters=Filters()),
        chosen_count=state.filters.count,
        kept=state.kept(),
        engine_away=answer.engine_away,
        is_phrase=bool(answer.reading.parts) and all(each.kind is PartKind.PHRASE for each in answer.reading.parts),
        searched=_searched(answer),
        suggestions=[_suggestion(each, state) for each in answer.loosened],
    )


def _facet(facet: FacetCounts, state: SearchState) -> Facet:
    values = []
    for each in facet.values:
        kept = tuple(value for value in state.filters.of(facet.name) if value != each.value)
        chosen = kept if each.is_selected else (*kept, each.value)
        others = {**state.filters.chosen, facet.name: chosen}
        filters = replace(state.filters, chosen={name: found for name, found in others.items() if found})
        values.append(
            FacetValue(
                each.value, each.label, each.label_language, each.count, each.is_selected, state.url(filters=filters)
            )
        )
    more = state.url(wide=facet.name) if facet.has_more and state.wide != facet.name else ""
    return Facet(facet.name, str(FACET_NAMES[facet.name]), values, more)


def _sorts(answer: Answer, state: SearchState) -> list[Option]:
    if answer.engine_away:
        return []
    offered = [sort for sort in Sort if sort is not Sort.RELEVANCE or not answer.reading.is_empty]
    return [Option(sort.value, str(SORT_NAMES[sort]), sort is answer.sort, state.url(sort=sort)) for sort in offered]


def _searched(answer: Answer) -> str:
    count = answer.searched
    if answer.total or not count:
        return ""
    return ngettext("%(count)s record was searched.", "%(count)s records were searched.", count) % {"count": count}


def _suggestion(each: Loosened, state: SearchState) -> Suggestion:
    url = state.url(query=each.text, filters=each.filters, exactly=each.exactly)
    text = each.text or pgettext("suggested search", "everything")
    if each.text == state.query and each.filters.is_empty and not state.filters.is_empty:
        text = gettext("“%(query)s” without filters") % {"query": text} if each.text else gettext("without filters")
    elif each.text == state.query:
        text = gettext("“%(query)s” in every spelling") % {"query": text}
    return Suggestion(text, url, each.count)
