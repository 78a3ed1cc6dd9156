"""Make what the search page shows of facets, years and all that is narrowed: names, counts, addresses without each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.kinds.registry import ROOMS
from catalog.templatetags.spelling import spelled
from search.finding.filters import FACETS, Filters
from search.finding.naming import labels_of
from search.finding.types import Answer, FacetCount, FacetCounts
from search.web.state import SearchState

FACET_NAMES: dict[str, str | Promise] = {
    "kind": _("Kind"),
    "collection": _("Collection"),
    "language": _("Language"),
    "decade": _("Decade"),
    "creator": _("Person or organization"),
    "subject": _("Subject"),
    "place": _("Place"),
    "rights": _("Rights"),
    "access": _("Access"),
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value; ``url`` chooses it, or gives up that it was chosen or left out."""

    value: str
    label: str
    lang: str
    count: int
    selected: bool
    left_out: bool
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet; ``more_url`` leads to all its values where there are more."""

    name: str
    label: str
    values: list[FacetValue]
    more_url: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows, in words, and the address without it."""

    label: str
    is_left_out: bool
    url: str


@dataclass(frozen=True, slots=True)
class Years:
    """The histogram: counts by year, the years chosen, and records without a date."""

    counts: tuple[tuple[int, int], ...]
    first: int | None
    last: int | None
    undated: int
    takes_undated: bool
    all_url: str


def facet_of(facet: FacetCounts, state: SearchState) -> Facet:
    """Return what is shown of one facet."""
    values = []
    for each in (*facet.values, *_standing(facet)):
        kept = tuple(value for value in state.filters.of(facet.name) if value != each.value)
        chosen = kept if each.is_selected or each.is_left_out else (*kept, each.value)
        out = tuple(value for value in state.filters.left_out(facet.name) if value != each.value)
        filters = state.filters.with_values(facet.name, chosen).with_left_out(facet.name, out)
        values.append(
            FacetValue(
                value=each.value,
                label=each.label,
                lang=each.label_language,
                count=each.count,
                selected=each.is_selected,
                left_out=each.is_left_out,
                url=state.url(filters=filters),
            )
        )
    more = state.listing_url(facet.name) if facet.has_more else ""
    return Facet(facet.name, str(FACET_NAMES[facet.name]), values, more)


def _standing(facet: FacetCounts) -> list[FacetCount]:
    """Return the kinds that nothing found is of: there are few, and readers look for each at its place."""
    if facet.name != "kind":
        return []
    known = {each.value for each in facet.values}
    return [FacetCount(room.slug, str(room.plural), "", 0, False) for room in ROOMS if room.slug not in known]


def years_of(answer: Answer, state: SearchState) -> Years | None:
    """Return the histogram; None where nothing found has a date to choose by and none is chosen."""
    filters = state.filters
    if answer.engine_away or not (answer.years or filters.narrows_dates):
        return None
    return Years(
        counts=answer.years,
        first=filters.first_year,
        last=filters.last_year,
        undated=answer.undated,
        takes_undated=filters.undated,
        all_url=state.url(filters=filters.without_years()) if filters.narrows_dates else "",
    )


def chips_of(state: SearchState) -> list[Chip]:
    """Return all that is narrowed, each with the address without it."""
    chips = []
    for name in FACETS:
        chosen, left_out = state.filters.of(name), state.filters.left_out(name)
        labels = {value: str(spelled(*label)) for value, label in labels_of(name, (*chosen, *left_out)).items()}
        for value in chosen:
            filters = state.filters.with_values(name, tuple(each for each in chosen if each != value))
            chips.append(Chip(_said(name, labels[value]), False, state.url(filters=filters)))
        for value in left_out:
            filters = state.filters.with_left_out(name, tuple(each for each in left_out if each != value))
            chips.append(Chip(_said(name, labels[value]), True, state.url(filters=filters)))
    return [*chips, *_date_chips(state)]


def _said(name: str, label: str) -> str:
    return gettext("%(facet)s: %(value)s") % {"facet": FACET_NAMES[name], "value": label}


def _date_chips(state: SearchState) -> list[Chip]:
    filters = state.filters
    chips = []
    if filters.has_years:
        url = state.url(filters=replace(filters, first_year=None, last_year=None))
        chips.append(Chip(_years_said(filters), False, url))
    if filters.undated:
        chips.append(Chip(gettext("Without a date"), False, state.url(filters=replace(filters, undated=False))))
    return chips


def _years_said(filters: Filters) -> str:
    if filters.first_year is None:
        return gettext("Years: to %(year)s") % {"year": filters.last_year}
    if filters.last_year is None:
        return gettext("Years: from %(year)s") % {"year": filters.first_year}
    return gettext("Years: %(first)s–%(last)s") % {"first": filters.first_year, "last": filters.last_year}
