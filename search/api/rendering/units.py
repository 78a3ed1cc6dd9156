"""Make what is answered about pages, their words, and places found in a record."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest

from archive.choices import PageState
from archive.extract.words import unpack
from catalog.models import Record
from search.api.rendering.addresses import Addresses
from search.api.rendering.shared import PLACES, boxes, reading, segments
from search.api.shapes.parameters import InsideQuery, Paged
from search.api.shapes.units import InsideAnswer, InsideHit, PageHits, Unit, UnitList, UnitSummary
from search.finding.inside import Inside
from search.finding.inside import InsideHit as FoundHit
from search.finding.units import Hidden, PageOfRecord, PagesOfRecord, open_documents, place_of


def unit_list(found: PagesOfRecord, asked: Paged, request: HttpRequest) -> UnitList:
    """Return pages of a record."""
    addresses = Addresses(request)
    last = -(-found.total // asked.per_page)
    return UnitList(
        pid=found.record.pid,
        total=found.total,
        page=asked.page,
        per_page=asked.per_page,
        next=addresses.turned(request, asked.page + 1) if asked.page < last else None,
        previous=addresses.turned(request, min(asked.page - 1, max(1, last))) if asked.page > 1 else None,
        units=[UnitSummary(**_summary(found.record, page, addresses)) for page in found.pages],
    )


def unit(record: Record, found: PageOfRecord, request: HttpRequest) -> Unit:
    """Return one page with its text."""
    page = found.page
    is_read = page is not None and page.state == PageState.READY
    return Unit(
        **_summary(record, found, Addresses(request)),
        pid=record.pid,
        text=page.text if page is not None and is_read else "",
        source=page.source if page is not None else "",
    )


def _summary(record: Record, found: PageOfRecord, addresses: Addresses) -> dict[str, Any]:
    page = found.page
    return {
        "number": found.number,
        "state": page.state if page else PageState.WAITING.value,
        "languages": list(page.languages) if page else [],
        "script": page.script if page else "",
        "quality_pct": page.quality_pct if page else 0,
        "width_px": page.width_px if page else 0,
        "height_px": page.height_px if page else 0,
        "text_length": found.text_length,
        "unit": addresses.unit(record.pid, found.number),
        "words": addresses.words(record.pid, found.number),
        "images": addresses.page_images(found.document, found.number_in_document, page),
        "address": addresses.people(record, [("page", found.number)]),
    }


def words(record: Record, found: PageOfRecord) -> dict[str, Any]:
    """Return the words of a page as plain values in the shape of ``Words``: thousands of models would take long.

    Raises ``archive.extract.words.WordsUnreadable``.
    """
    page = found.page
    table = unpack(bytes(page.words)) if page is not None and page.words else None
    names = ("text", "x", "y", "w", "h", "line", "confidence_pct")
    rows = []
    for word in table.words() if table is not None else ():
        box = (round(part, PLACES) for part in (word.x, word.y, word.w, word.h))
        rows.append(dict(zip(names, (word.text, *box, word.line, word.confidence_pct), strict=True)))
    return {
        "pid": record.pid,
        "number": found.number,
        "width_px": page.width_px if page else 0,
        "height_px": page.height_px if page else 0,
        "words": rows,
    }


def as_bytes(body: dict[str, Any]) -> bytes:
    """Return plain values as JSON without blanks."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


class InsideAnswers:
    """Makes the answers of one search inside a record; ``hidden`` names files that another record closes."""

    def __init__(self, record: Record, hidden: Hidden, asked: InsideQuery, request: HttpRequest) -> None:
        self._record, self._asked, self._request = record, asked, request
        self._documents = open_documents(record, hidden)
        self._addresses = Addresses(request)
        exact: list[tuple[str, object]] = [("exact", 1)] if asked.exact else []
        self._query: list[tuple[str, object]] = [("q", asked.q), *exact]

    def answer(self, inside: Inside) -> InsideAnswer:
        """Return the places of one page of the list."""
        asked, turned = self._asked, self._addresses.turned
        start = (asked.page - 1) * asked.per_page
        last = max(1, -(-len(inside.hits) // asked.per_page))
        return InsideAnswer(
            pid=self._record.pid,
            reading=reading(inside.reading),
            total=len(inside.hits),
            pages=[PageHits(page=page, count=count) for page, count in sorted(inside.counts.items())],
            pages_left=inside.pages_left,
            page=asked.page,
            per_page=asked.per_page,
            next=turned(self._request, asked.page + 1) if asked.page < last else None,
            previous=turned(self._request, min(asked.page - 1, last)) if asked.page > 1 else None,
            hits=[self._hit(hit) for hit in inside.hits[start : start + asked.per_page]],
        )

    def _hit(self, hit: FoundHit) -> InsideHit:
        place = place_of(self._documents, hit.page_number)
        here: list[tuple[str, object]] = [("page", hit.page_number), ("hit", hit.on_page)]
        return InsideHit(
            number=hit.number,
            page=hit.page_number,
            on_page=hit.on_page,
            language=hit.language,
            segments=segments(hit.segments),
            boxes=boxes(hit.boxes),
            address=self._addresses.people(self._record, [*self._query, *here]),
            unit=self._addresses.unit(self._record.pid, hit.page_number),
            image=self._addresses.page_image(*place) if place else None,
        )
