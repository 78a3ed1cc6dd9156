"""Show all values of one facet on a page of their own, to look through and to choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from catalog.access import audience_of
from catalog.web.throttle import throttled
from search.engines.errors import EngineError
from search.finding.filters import FACETS
from search.finding.listing import FacetUnknown, Listing, Order, list_values
from search.finding.types import FacetCounts
from search.web.narrowing import Facet, facet_of
from search.web.state import Pairs, SearchState, read_state, with_query

A_MINUTE = 60
LONGEST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class FacetPage:
    """All that ``search/facet.html`` shows."""

    facet: Facet
    letters: str
    order: str
    matching: int
    is_cut: bool
    page: int
    pages: int
    prev_url: str
    next_url: str
    by_count_url: str
    by_name_url: str
    back_url: str
    kept: Pairs
    """What the search is narrowed by elsewhere, for the form that chooses."""
    searched: Pairs
    """The same with what is chosen here, for the form that looks for letters."""


@require_safe
@throttled("facet", limit=A_MINUTE)
def show_facet(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with a page of values; without the engine lead back to the search, which says so."""
    if name not in FACETS:
        raise Http404
    state = read_state(request.GET)
    letters = request.GET.get("letters", "")[:LONGEST_LETTERS].replace("\x00", " ").strip()
    order = Order.NAME if request.GET.get("order") == Order.NAME else Order.COUNT
    try:
        listing = list_values(state.question(), audience_of(request.user), name, order=order, letters=letters)
    except FacetUnknown as error:
        raise Http404 from error
    except EngineError:
        return redirect(state.url())
    response = render(request, "search/facet.html", {"listing": _page(listing, state, order, letters)})
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _page(listing: Listing, state: SearchState, order: Order, letters: str) -> FacetPage:
    first = replace(state, page=1)

    def url(page: int = 1, by: Order = order) -> str:
        own: Pairs = [("order", by.value)] if by is not Order.COUNT else []
        own += [("letters", letters)] if letters else []
        own += [("page", str(page))] if page > 1 else []
        return with_query(reverse("search_facet", args=[listing.name]), [*first.pairs(), *own])

    shown = {each.value for each in listing.values}
    return FacetPage(
        facet=facet_of(FacetCounts(listing.name, listing.values, has_more=False), first),
        letters=letters,
        order=order.value,
        matching=listing.matching,
        is_cut=listing.is_cut,
        page=listing.page,
        pages=listing.pages,
        prev_url=url(listing.page - 1) if listing.page > 1 else "",
        next_url=url(listing.page + 1) if listing.page < listing.pages else "",
        by_count_url=url(by=Order.COUNT),
        by_name_url=url(by=Order.NAME),
        back_url=first.url(),
        # Boxes that stand on this page speak for themselves; all else is carried along.
        kept=[(key, value) for key, value in first.pairs() if key != listing.name or value not in shown],
        searched=[*first.pairs(), *([("order", order.value)] if order is not Order.COUNT else [])],
    )
