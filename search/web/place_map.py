"""Make the map of the places found: dots sized by count, each a link that narrows to its place."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from catalog.models import Place
from catalog.templatetags.spelling import spelled
from search.atlas import Extent, Outline, extent_of, outline
from search.atlas.drawing import HEIGHT, WIDTH
from search.atlas.topology import AtlasUnreadable, Point
from search.finding.types import Answer, FacetCount
from search.web.map_labels import GAP, Spot, labeled
from search.web.state import SearchState

ATLAS = Path(settings.FONDS_NODE_MODULES) / "world-atlas"
PHONE_WIDTH = 342
SMALLEST, LARGEST = 5.0, 15.0
"""Radius of a dot in pixels; its area grows with the count."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Dot:
    """A place; ``x`` and ``y`` are fractions of the map, ``radius`` is in pixels.

    ``named_on`` says where there is room for its name, ``away`` pixels from the middle (at the left if negative):
    "all", "wide" (not on a phone), or nowhere.
    """

    label: str
    count: int
    x: float
    y: float
    radius: float
    url: str
    is_selected: bool
    is_left_out: bool
    named_on: str
    away: float


@dataclass(frozen=True, slots=True)
class Listed:
    """A place in the list beside the map."""

    label: str
    count: int
    url: str
    is_selected: bool
    is_placed: bool


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """All that ``search/_map.html`` shows; the map is ``width`` by ``height``."""

    width: int
    height: int
    outline: Outline
    dots: list[Dot]
    places: list[Listed]
    unplaced: int
    is_cut: bool


def place_map_of(answer: Answer, state: SearchState) -> PlaceMap:
    """Return the map of an answer that was asked with all its places."""
    facet = next((each for each in answer.facets if each.name == "place"), None)
    values = facet.values if facet else ()
    positions = _positions([each.value for each in values])
    placed = [(each, positions[each.value]) for each in values if each.value in positions]
    extent = extent_of([point for each, point in placed if each.count or each.is_selected])
    return PlaceMap(
        width=WIDTH,
        height=HEIGHT,
        outline=_outline(extent),
        dots=_dots(placed, extent, state),
        places=[_listed(each, state, each.value in positions) for each in values],
        unplaced=len(values) - len(placed),
        is_cut=bool(facet and facet.has_more),
    )


def _positions(slugs: list[str]) -> dict[str, Point]:
    found = {}
    for slug, latitude, longitude in Place.objects.filter(slug__in=slugs).values_list("slug", "latitude", "longitude"):
        if latitude is None or longitude is None:
            continue
        if -90 <= latitude <= 90 and -180 <= longitude <= 180:
            found[slug] = (longitude, latitude)
    return found


def _outline(extent: Extent) -> Outline:
    try:
        return outline(extent, ATLAS)
    except AtlasUnreadable as error:
        # Dots and list are of use without the land under them; a check tells the operator what is missing.
        logger.error("The outlines of the map are missing: %s", error)
        return Outline("", "")


def _url(each: FacetCount, state: SearchState) -> str:
    """Return the list of what is found at a place alone; a place already chosen is given up again."""
    filters = state.filters.without("place")
    if each.is_selected:
        return state.url(filters=filters)
    return state.url(filters=filters.with_values("place", (each.value,)), view="list")


def _dots(placed: Sequence[tuple[FacetCount, Point]], extent: Extent, state: SearchState) -> list[Dot]:
    """Return the dots, the largest first, so that smaller ones lie upon them and can be reached."""
    most = max((each.count for each, _point in placed), default=0) or 1
    spots = []
    for each, point in placed:
        x, y = extent.place(point)
        if 0 <= x <= 1 and 0 <= y <= 1:
            radius = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(each.count / most)
            spots.append((each, Spot(str(spelled(each.label, each.label_language)), x, y, round(radius, 1))))
    spots.sort(key=lambda pair: -pair[1].radius)
    wide = labeled([spot for _each, spot in spots], WIDTH, HEIGHT)
    phone = labeled([spot for _each, spot in spots], PHONE_WIDTH, round(PHONE_WIDTH * HEIGHT / WIDTH))
    return [
        Dot(
            label=spot.label,
            count=each.count,
            x=spot.x,
            y=spot.y,
            radius=spot.radius,
            url=_url(each, state),
            is_selected=each.is_selected,
            is_left_out=each.is_left_out,
            named_on="" if wide[place] is None else "all" if phone[place] == wide[place] else "wide",
            away=round((spot.radius + GAP) * (-1 if wide[place] else 1), 1),
        )
        for place, (each, spot) in enumerate(spots)
    ]


def _listed(each: FacetCount, state: SearchState, is_placed: bool) -> Listed:
    label = str(spelled(each.label, each.label_language))
    return Listed(label, each.count, _url(each, state), each.is_selected, is_placed)
