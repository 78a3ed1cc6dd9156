"""Make what the search page shows of an answer: names, counts and the addresses of neighboring states."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from catalog.queries import Hidden
from search.exports.shapes import Shape
from search.finding.facets import SIZE
from search.finding.filters import Filters
from search.finding.notes import sentence
from search.finding.types import Answer, FacetCounts, Loosened, Sort
from search.query import PartKind, Reading
from search.web.hits import ShownHit, shown_hit
from search.web.narrowing import Chip, Facet, Years, chips_of, facet_of, years_of
from search.web.place_map import PlaceMap, place_map_of
from search.web.reading import ReadPart, read_part
from search.web.state import SearchState

SORT_NAMES: dict[Sort, str | Promise] = {
    Sort.RELEVANCE: _("Most relevant first"),
    Sort.NEWEST: _("Latest additions first"),
    Sort.OLDEST_DATE: _("Oldest first"),
    Sort.LATEST_DATE: _("Most recent first"),
    Sort.TITLE: _("By title"),
}


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
class Mending:
    """A query that may have been meant, in pieces (each changed or not)."""

    segments: tuple[tuple[str, bool], ...]
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Deeper:
    """The end of what can be turned to page by page, where more is found: how many records that are."""

    shown: int


@dataclass(frozen=True, slots=True)
class Results:
    """All that ``search/results.html`` shows."""

    query: str
    reading: list[ReadPart]
    as_typed_url: str
    every_spelling_url: str
    other_names: ReadPart | None
    other_names_url: str
    notes: list[str]
    total_records: int
    total_pages: int
    facets: list[Facet]
    years: Years | None
    chips: list[Chip]
    place_map: PlaceMap | None
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
    map_url: str
    deeper: Deeper | None
    export_urls: list[tuple[str, str]]
    clear_url: str
    chosen_count: int
    kept: list[tuple[str, str]]
    engine_away: bool
    is_phrase: bool
    searched: str
    suggestions: list[Suggestion]
    mended: list[Mending]


def results_of(answer: Answer, state: SearchState, hidden: Hidden) -> Results:
    """Return what the page shows of an answer in one state; files in ``hidden`` are left out."""
    state = replace(state, page=answer.page)
    is_read = bool(answer.reading.parts)
    has_facets = not answer.engine_away
    return Results(
        query=state.query,
        reading=[read_part(part, state) for part in answer.reading.parts],
        as_typed_url=state.url(exactly=True) if is_read and not state.exactly else "",
        every_spelling_url=state.url(exactly=False) if is_read and state.exactly else "",
        other_names=_other_names(answer.reading, state),
        other_names_url=state.url(translated=True) if is_read and not state.translated else "",
        notes=[sentence(note) for note in answer.reading.notes],
        total_records=answer.total,
        total_pages=answer.pages_found,
        facets=[facet_of(facet, state) for facet in _in_sidebar(answer, state)] if has_facets else [],
        years=years_of(answer, state),
        chips=chips_of(state),
        place_map=place_map_of(answer, state) if has_facets and state.view == "map" else None,
        hits=[shown_hit(found, state, hidden) for found in answer.hits],
        first=(answer.page - 1) * answer.question.per_page + 1,
        page=answer.page,
        pages=answer.page_count,
        prev_url=state.url(page=answer.page - 1) if answer.page > 1 else "",
        next_url=state.url(page=answer.page + 1) if answer.page < answer.page_count else "",
        sort=_sorts(answer, state),
        view=state.view,
        list_url=state.url(view="list", page=state.page),
        grid_url=state.url(view="grid", page=state.page),
        map_url=state.url(view="map", page=state.page) if has_facets else "",
        deeper=_deeper(answer, state),
        export_urls=[(shape.value.upper(), state.export_url(shape)) for shape in Shape] if has_facets else [],
        clear_url="" if state.filters.is_empty else state.url(filters=Filters()),
        chosen_count=state.filters.count,
        kept=state.kept(),
        engine_away=answer.engine_away,
        is_phrase=bool(answer.reading.parts) and all(each.kind is PartKind.PHRASE for each in answer.reading.parts),
        searched=_searched(answer),
        suggestions=[_suggestion(each, state) for each in answer.loosened],
        mended=[Mending(each.segments, state.url(query=each.text), each.count) for each in answer.mended],
    )


def _in_sidebar(answer: Answer, state: SearchState) -> list[FacetCounts]:
    """Return the facets, that of places cut to what a list holds: the map shows the rest."""
    return [_cut(facet) if state.view == "map" and facet.name == "place" else facet for facet in answer.facets]


def _cut(facet: FacetCounts) -> FacetCounts:
    kept = tuple(
        each for place, each in enumerate(facet.values) if place < SIZE or each.is_selected or each.is_left_out
    )
    return replace(facet, values=kept, has_more=facet.has_more or len(kept) < len(facet.values))


def _deeper(answer: Answer, state: SearchState) -> Deeper | None:
    if not answer.is_deeper or answer.page < answer.page_count:
        return None
    turned = answer.page_count * answer.question.per_page
    return Deeper(turned)


def _other_names(reading: Reading, state: SearchState) -> ReadPart | None:
    """Return the names in other languages that were searched too, as one part that can be taken away."""
    names = list(dict.fromkeys(label.text for each in reading.meant for label in each.labels))
    if not names:
        return None
    typed = ", ".join(dict.fromkeys(each.typed for each in reading.meant))
    return ReadPart(typed, names, gettext("in other languages"), state.url(translated=False))


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
