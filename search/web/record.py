"""Show the page of a record: what it is, its pages or pictures, and the places found in it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from archive.models import Document
from catalog.access import Audience, audience_of
from catalog.delivery import asks_purpose
from catalog.kinds.registry import room_of
from catalog.models import Record
from catalog.queries import hidden_assets, record_by_pid
from catalog.vocabulary.identifiers import PidNotValid, normalize_pid
from catalog.web.throttle import throttled
from search.finding.inside import Inside, hits_in_record
from search.finding.similar import SHELF
from search.web.about import about
from search.web.found_places import Reader
from search.web.labels import Switches
from search.web.like import shelf
from search.web.offers import offers
from search.web.plate import plate
from search.web.player import player
from search.web.sheets import page_count
from search.web.state import LONGEST_QUERY, positive, with_query
from search.web.viewer import Room

A_MINUTE = 240


@require_safe
@throttled("record", limit=A_MINUTE)
def show(request: HttpRequest, pid: str) -> HttpResponse:
    """Show a record the visitor may see; hidden and absent look the same."""
    if (own := _normal(pid)) != pid:
        return HttpResponseRedirect(with_query(reverse("record", args=[own]), _pairs(request)))
    audience = audience_of(request.user)
    try:
        record = record_by_pid(pid, audience)
    except Record.DoesNotExist as error:
        raise Http404 from error
    hidden = hidden_assets([record], audience)
    context: dict[str, Any] = {"record": about(record, request, hidden), "downloads": offers(record, audience, hidden)}
    context["downloads_ask"] = any(offer.is_copy for offer in context["downloads"]) and asks_purpose(audience, record)
    context["related"] = shelf(record, audience, SHELF)
    context |= _things(record, request, audience, hidden)
    response = render(request, room_of(record.kind).template, context)
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def permalink(request: HttpRequest, pid: str) -> HttpResponse:
    """Lead from the address that never changes to the record in the visitor's language."""
    return HttpResponseRedirect(with_query(reverse("record", args=[_normal(pid)]), _pairs(request)))


def _normal(pid: str) -> str:
    try:
        return normalize_pid(pid)
    except PidNotValid as error:
        raise Http404 from error


def _pairs(request: HttpRequest) -> list[tuple[str, object]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]


def _things(record: Record, request: HttpRequest, audience: Audience, hidden: set[tuple[str, int]]) -> dict[str, Any]:
    """Return what plays the record's open recordings, or shows its open documents, else its open pictures."""
    rows = [row for row in record.record_assets.all() if (str(row.asset.kind), row.asset.pk) not in hidden]
    if rows and rows[0].recording:
        return player(record, [row.recording for row in rows if row.recording], request, audience)
    documents = [row.document for row in rows if row.document]
    if documents:
        return _room(record, documents, request, audience)
    photos = [row.photo for row in rows if row.photo]
    return plate(record, photos, positive(request.GET.get("page", ""), 1))


def _room(record: Record, documents: list[Document], request: HttpRequest, audience: Audience) -> dict[str, Any]:
    query = request.GET.get("q", "")[:LONGEST_QUERY].replace("\x00", " ").strip()
    switches = Switches(request.GET.get("exact") == "1", request.GET.get("translated") != "0")
    asked, pages = positive(request.GET.get("page", ""), 0), max(1, page_count(documents))
    asked = min(asked, pages)
    inside = _inside(record, query, audience, switches, asked) if query else None
    page, hit = _place(request, inside, asked)
    return Room(record, documents, Reader(query, switches, page, hit), inside).context(request)


def _inside(record: Record, query: str, audience: Audience, switches: Switches, asked: int) -> Inside:
    return hits_in_record(
        record,
        query,
        audience,
        exactly=switches.exactly,
        translated=switches.translated,
        page_number=asked or None,
    )


def _place(request: HttpRequest, inside: Inside | None, asked: int) -> tuple[int, int]:
    """Return the page to open and which of its places is current: as asked, else the first place found."""
    if asked:
        return asked, positive(request.GET.get("hit", ""), 0)
    if inside is not None and inside.hits:
        return inside.hits[0].page_number, inside.hits[0].on_page
    return 1, 0
