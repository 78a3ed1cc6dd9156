"""Make the strip of small pages around the one that is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.models import Document, Page
from archive.queries import READY_PAGES
from search.web.sheets import Sheet, image_address, page_count, sheet_of

STRIP_REACH = 30


@dataclass(frozen=True, slots=True)
class StripPage:
    """One small page: without ``thumb_url`` it has no image so far."""

    number: int
    thumb_url: str
    url: str
    hit_count: int
    current: bool


def strip(
    documents: Sequence[Document], number: int, *, counts: Mapping[int, int], url: Callable[[int], str]
) -> list[StripPage]:
    """Return the pages within reach of one; ``counts`` are the places found by page, ``url`` leads to a page."""
    window = range(max(1, number - STRIP_REACH), min(page_count(documents), number + STRIP_REACH) + 1)
    sheets = {each: sheet for each in window if (sheet := sheet_of(documents, each))}
    ready = _ready_pages(sheets.values())
    return [
        StripPage(
            number=each,
            thumb_url=image_address(sheet.document, sheet.number, "thumb")
            if (sheet.document.pk, sheet.number) in ready
            else "",
            url=url(each),
            hit_count=counts.get(each, 0),
            current=each == number,
        )
        for each, sheet in sheets.items()
    ]


def _ready_pages(sheets: Iterable[Sheet]) -> set[tuple[int, int]]:
    """Return document and number of those pages that have an image, a query for each document."""
    numbers: dict[int, list[int]] = {}
    for sheet in sheets:
        numbers.setdefault(sheet.document.pk, []).append(sheet.number)
    ready: set[tuple[int, int]] = set()
    for document, wanted in numbers.items():
        rows = Page.objects.filter(READY_PAGES, document=document, number__gte=min(wanted), number__lte=max(wanted))
        ready |= set(rows.values_list("document_id", "number"))
    return ready
