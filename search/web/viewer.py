"""Make what the reading room of a document shows: one page, its text, the places found, the pages around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from archive.choices import AssetState, PageState
from archive.extract.types import TextSource
from archive.extract.words import WordsUnreadable, WordTable, unpack
from archive.models import Document, Page
from archive.queries import READY_PAGES, is_correctable
from archive.renditions import PAGE_SIZES
from catalog.access import audience_of
from catalog.delivery import may_take_any
from catalog.models import Record
from catalog.web.asked_language import with_language
from search.finding.inside import Inside, InsideHit
from search.finding.passages import language_of
from search.finding.reading import unit_tree
from search.indices import analyzer
from search.matching import Matcher, WordSpan
from search.web.about import citation
from search.web.labels import Switches, place_url
from search.web.state import with_query
from search.web.text import Paragraph, paragraphs

STRIP_REACH = 30
MOST_HITS = 200
STATES: dict[str, str] = {
    PageState.READY: "ready",
    PageState.PARKED: "parked",
    AssetState.LOCKED: "locked",
    AssetState.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the record: its document, its number there, and how many pages of the record stand before it."""

    document: Document
    number: int
    offset: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a reader stands: the query, the page of the record, and which place on it is current (0: none)."""

    query: str
    switches: Switches
    page_number: int
    hit: int


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """One place found; ``number`` counts through the record."""

    page: int
    number: int
    url: str
    segments: tuple[tuple[str, bool], ...]
    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class StripPage:
    number: int
    thumb_url: str
    url: str
    hit_count: int
    current: bool


class Room:
    """Builds the room for one reader of one record."""

    def __init__(self, record: Record, documents: Sequence[Document], reader: Reader, inside: Inside | None) -> None:
        self._record = record
        self._documents = documents
        self._reader = reader
        self._inside = inside
        self._sheet = sheet_of(documents, reader.page_number)
        self._page = self._read_page()
        self._hits = inside.hits if inside else ()
        self._current = self._current_hit()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Return ``viewer`` and ``viewer_json`` for the template."""
        number, state = self._reader.page_number, STATES.get(self._state(), "waiting")
        images = self._images()
        current = self._current.number if self._current else 0
        permalink = self._permalink(request)
        viewer = {
            "page_number": number,
            "page_count": page_count(self._documents),
            "images": images,
            "state": state,
            "reason": str(self._page.reason) if self._page else "",
            "reading_note": self._reading_note(),
            "text_url": self._text_url(),
            "text_files": self._text_files(request),
            "correct_url": self._correct_url(request),
            "paragraphs": self._paragraphs(),
            "query": self._reader.query,
            "total": len(self._hits),
            "current": current,
            "hits": self._listed(),
            "hits_more": self._more(),
            "strip": self._strip(),
            "search_action": self._record.get_absolute_url(),
            "permalink": permalink,
            "citation": citation(self._record, self._page_address(request), number),
            **self._neighbors(),
        }
        here = [place for place in self._shown(self._on_page()) if place.boxes]
        flag = gettext("%(current)s of %(total)s") % {"current": current, "total": len(self._hits)} if current else ""
        data = {
            "page": number,
            "state": state,
            "images": [{"url": image.url, "width": image.width, "height": image.height} for image in images],
            "hits": [{"number": place.number, "boxes": place.boxes} for place in here],
            "current": current,
            "flag": flag,
        }
        return {"viewer": viewer, "viewer_json": data}

    def _read_page(self) -> Page | None:
        if self._sheet is None:
            return None
        rows = Page.objects.filter(document=self._sheet.document, number=self._sheet.number)
        return rows.select_related("document").defer("text", "raw_text").first()

    def _state(self) -> str:
        """Return the state of the page, or of a file that has no pages and gets none without help."""
        if self._page:
            return self._page.state
        stuck = {one.state for one in self._documents} & {AssetState.LOCKED, AssetState.FAILED}
        return min(stuck) if stuck and not page_count(self._documents) else PageState.WAITING

    def _current_hit(self) -> InsideHit | None:
        here = self._on_page()
        if not self._reader.hit or not here:
            return None
        return here[min(self._reader.hit, len(here)) - 1]

    def _on_page(self) -> list[InsideHit]:
        return [hit for hit in self._hits if hit.page_number == self._reader.page_number]

    def _images(self) -> list[Image]:
        """Return the sizes kept of the page, smallest first, each size once."""
        page = self._page
        if page is None or page.state != PageState.READY or not page.width_px:
            return []
        found: dict[int, Image] = {}
        for size, edge in sorted(PAGE_SIZES.items(), key=lambda item: item[1]):
            scale = min(1.0, edge / max(page.width_px, page.height_px))
            width, height = max(1, round(page.width_px * scale)), max(1, round(page.height_px * scale))
            found.setdefault(width, Image(_page_url(page.document, page.number, size), width, height))
        return list(found.values())

    def _paragraphs(self) -> list[Paragraph]:
        page = self._page
        if page is None or page.state != PageState.READY or not page.words:
            return []
        try:
            words = unpack(bytes(page.words))
        except WordsUnreadable:
            return []
        place = self._current.on_page if self._current else 0
        return paragraphs(words, self._spans(words), current=place, lang=language_of(page))

    def _spans(self, words: WordTable) -> list[WordSpan]:
        if self._inside is None:
            return []
        return Matcher(unit_tree(self._inside.reading), analyzer()).words(words.texts, words.line)

    def _text_url(self) -> str:
        if self._sheet is None or self._state() != PageState.READY:
            return ""
        return reverse("page-text", args=[self._sheet.document.uid, self._sheet.number])

    def _text_files(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Return the names and addresses of this page's text as files; with its image where the reader may take it."""
        if self._sheet is None or self._state() != PageState.READY:
            return []
        given = [self._sheet.document.uid, self._sheet.number]
        forms = {"hocr": "hOCR", "xml": "ALTO"}
        found = [(name, reverse("page-file", args=[*given, form])) for form, name in forms.items()]
        if may_take_any(audience_of(request.user), self._sheet.document):
            found.append(("PDF", with_language(reverse("page-file", args=[*given, "pdf"]))))
        return found

    def _correct_url(self, request: HttpRequest) -> str:
        """Return where staff correct the text of this page; nothing for others."""
        if self._sheet is None or not request.user.has_perm("catalog.change_record"):
            return ""
        if self._page is None or not is_correctable(self._page):
            return ""
        return reverse("catalog_page_text", args=[self._sheet.document.pk, self._sheet.number])

    def _reading_note(self) -> str:
        if self._page is not None and self._page.corrected_at:
            return gettext("Read by machine, corrected by a person.")
        if self._page is not None and self._page.source == TextSource.SIDECAR:
            return gettext("The text was read elsewhere and came with the file.")
        if self._page is not None and self._page.source == TextSource.TEXT_LAYER:
            return gettext("The text comes with the file; it was not read from the image.")
        return ""

    def _url(self, page: int, hit: int = 0) -> str:
        return place_url(self._record, self._reader.query, switches=self._reader.switches, page=page, hit=hit)

    def _shown(self, hits: Sequence[InsideHit]) -> list[ShownPlace]:
        return [
            ShownPlace(hit.page_number, hit.number, self._url(hit.page_number, hit.on_page), hit.segments, hit.boxes)
            for hit in hits
        ]

    def _listed(self) -> list[ShownPlace]:
        """Return the places listed: all, or a stretch of a long list about where the reader stands."""
        at = self._current.number if self._current else self._first_after()
        start = max(0, min(at - MOST_HITS // 2, len(self._hits) - MOST_HITS))
        return self._shown(self._hits[start : start + MOST_HITS])

    def _first_after(self) -> int:
        after = (hit.number for hit in self._hits if hit.page_number >= self._reader.page_number)
        return next(after, len(self._hits))

    def _more(self) -> str:
        if self._inside is not None and self._inside.pages_left:
            count = self._inside.pages_left
            return ngettext(
                "%(count)s further page has these words; add a word to narrow.",
                "%(count)s further pages have these words; add a word to narrow.",
                count,
            ) % {"count": count}
        if len(self._hits) > MOST_HITS:
            return gettext("The list shows %(shown)s of %(total)s places, those nearest to this page.") % {
                "shown": MOST_HITS,
                "total": len(self._hits),
            }
        return ""

    def _neighbors(self) -> dict[str, str]:
        number, pages = self._reader.page_number, page_count(self._documents)
        before = [hit for hit in self._hits if self._is_before(hit)]
        after = [hit for hit in self._hits if self._is_after(hit)]
        return {
            "prev_page_url": self._url(number - 1) if number > 1 else "",
            "next_page_url": self._url(number + 1) if number < pages else "",
            "prev_hit_url": self._url(before[-1].page_number, before[-1].on_page) if before else "",
            "next_hit_url": self._url(after[0].page_number, after[0].on_page) if after else "",
        }

    def _is_before(self, hit: InsideHit) -> bool:
        return hit.number < self._current.number if self._current else hit.page_number < self._reader.page_number

    def _is_after(self, hit: InsideHit) -> bool:
        return hit.number > self._current.number if self._current else hit.page_number >= self._reader.page_number

    def _strip(self) -> list[StripPage]:
        number, pages = self._reader.page_number, page_count(self._documents)
        window = range(max(1, number - STRIP_REACH), min(pages, number + STRIP_REACH) + 1)
        sheets = {each: sheet for each in window if (sheet := sheet_of(self._documents, each))}
        ready = _ready_pages(sheets.values())
        counts = self._inside.counts if self._inside else {}
        return [
            StripPage(
                number=each,
                thumb_url=_page_url(sheet.document, sheet.number, "thumb")
                if (sheet.document.pk, sheet.number) in ready
                else "",
                url=self._url(each),
                hit_count=counts.get(each, 0),
                current=each == number,
            )
            for each, sheet in sheets.items()
        ]

    def _page_address(self, request: HttpRequest) -> str:
        """Return the address of this page for a citation: short, without what somebody searched."""
        path = with_query(self._record.permalink_path, [("page", self._reader.page_number)])
        return request.build_absolute_uri(path)

    def _permalink(self, request: HttpRequest) -> str:
        """Return the address of this page and place that names no language."""
        pairs: list[tuple[str, object]] = [("page", self._reader.page_number)]
        if self._current:
            pairs = [("q", self._reader.query), *pairs, ("hit", self._current.on_page)]
        return request.build_absolute_uri(with_query(self._record.permalink_path, pairs))


def page_count(documents: Sequence[Document]) -> int:
    """Return the number of pages of all documents of a record."""
    return sum(document.page_count for document in documents)


def sheet_of(documents: Sequence[Document], page_number: int) -> Sheet | None:
    """Return the page of a record by its number there, None where it has none so far."""
    offset = 0
    for document in documents:
        if page_number <= offset + document.page_count:
            return Sheet(document, page_number - offset, offset)
        offset += document.page_count
    return None


def _page_url(document: Document, number: int, size: str) -> str:
    return reverse("page-image", args=[document.uid, number, size])


def _ready_pages(sheets: Any) -> set[tuple[int, int]]:
    numbers: dict[int, list[int]] = {}
    for sheet in sheets:
        numbers.setdefault(sheet.document.pk, []).append(sheet.number)
    ready: set[tuple[int, int]] = set()
    for document, wanted in numbers.items():
        rows = Page.objects.filter(READY_PAGES, document=document, number__gte=min(wanted), number__lte=max(wanted))
        ready |= set(rows.values_list("document_id", "number"))
    return ready
