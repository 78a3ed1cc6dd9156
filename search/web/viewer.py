"""Make what the reading room of a document shows: one page, its text, the places found, the pages around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from archive.choices import AssetState, PageState
from archive.extract.types import TextSource
from archive.extract.words import WordsUnreadable, WordTable, unpack
from archive.models import Document, Page
from archive.queries import is_correctable
from archive.renditions import PAGE_SIZES
from catalog.access import audience_of
from catalog.delivery import may_take_any
from catalog.models import Record
from catalog.web.asked_language import with_language
from search.finding.inside import Inside
from search.finding.passages import language_of
from search.finding.reading import unit_tree
from search.indices import analyzer
from search.matching import Matcher, WordSpan
from search.web.about import citation
from search.web.found_places import Places, Reader
from search.web.page_strip import strip
from search.web.sheets import image_address, page_count, sheet_of
from search.web.state import with_query
from search.web.text import Paragraph, paragraphs

STATES: dict[str, str] = {
    PageState.READY: "ready",
    PageState.PARKED: "parked",
    AssetState.LOCKED: "locked",
    AssetState.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    width: int
    height: int


class Room:
    """Builds the room for one reader of one record."""

    def __init__(self, record: Record, documents: Sequence[Document], reader: Reader, inside: Inside | None) -> None:
        self._record = record
        self._documents = documents
        self._reader = reader
        self._inside = inside
        self._sheet = sheet_of(documents, reader.page_number)
        self._page = self._read_page()
        self._places = Places(record, reader, inside)
        self._current = self._places.current

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Return ``viewer`` and ``viewer_json`` for the template."""
        number, state = self._reader.page_number, STATES.get(self._state(), "waiting")
        images = self._images()
        current = self._current.number if self._current else 0
        permalink = self._permalink(request)
        counts = self._inside.counts if self._inside else {}
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
            "total": self._places.total,
            "current": current,
            "hits": self._places.listed(),
            "hits_more": self._places.more(),
            "strip": strip(self._documents, number, counts=counts, url=self._places.url),
            "search_action": self._record.get_absolute_url(),
            "permalink": permalink,
            "citation": citation(self._record, self._page_address(request), number),
            **self._neighbors(),
        }
        total = self._places.total
        flag = gettext("%(current)s of %(total)s") % {"current": current, "total": total} if current else ""
        data = {
            "page": number,
            "state": state,
            "images": [{"url": image.url, "width": image.width, "height": image.height} for image in images],
            "hits": [{"number": place.number, "boxes": place.boxes} for place in self._places.here()],
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

    def _images(self) -> list[Image]:
        """Return the sizes kept of the page, smallest first, each size once."""
        page = self._page
        if page is None or page.state != PageState.READY or not page.width_px:
            return []
        found: dict[int, Image] = {}
        for size, edge in sorted(PAGE_SIZES.items(), key=lambda item: item[1]):
            scale = min(1.0, edge / max(page.width_px, page.height_px))
            width, height = max(1, round(page.width_px * scale)), max(1, round(page.height_px * scale))
            found.setdefault(width, Image(image_address(page.document, page.number, size), width, height))
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

    def _neighbors(self) -> dict[str, str]:
        number, pages = self._reader.page_number, page_count(self._documents)
        return {
            "prev_page_url": self._places.url(number - 1) if number > 1 else "",
            "next_page_url": self._places.url(number + 1) if number < pages else "",
            **self._places.neighbors(),
        }

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
