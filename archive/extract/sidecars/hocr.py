"""Read hOCR (https://kba.github.io/hocr-spec/1.2/) as browsers read HTML: much of it is not valid XML."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from archive.extract.errors import gettext_noop
from archive.extract.sidecars.types import (
    USUAL_CONFIDENCE_PCT,
    PageMaker,
    SidecarPage,
    SidecarUnreadable,
    page_maker,
)

CHUNK_BYTES = 1 << 16
LINES = frozenset({"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat"})
BLOCKS = frozenset({"ocr_par", "ocr_carea", "ocrx_block"})
_BOX = re.compile(r"\bbbox\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)\s+(-?[\d.]+)")
_SURE = re.compile(r"\bx_wconf\s+(\d+)")


def hocr_pages(path: Path, name: str) -> Iterator[SidecarPage]:
    """Yield the pages; one is held at a time. Raises SidecarUnreadable."""
    parser = _Parser(name)
    decoder = getincrementaldecoder("utf-8-sig")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                parser.feed(decoder.decode(chunk))
                yield from parser.finished()
            parser.feed(decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        message = gettext_noop("The file %(name)s is not in UTF-8; save it as UTF-8.")
        raise SidecarUnreadable(message, name=name) from error
    parser.close()
    parser.end_page()
    yield from parser.finished()


class _Parser(HTMLParser):
    """Follows pages, lines and words by their classes."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self._name = name
        self._number = 0
        self._page: PageMaker | None = None
        self._done: list[SidecarPage] = []
        self._word: tuple[tuple[float, float, float, float], int] | None = None
        self._tag, self._depth = "", 0
        self._text: list[str] = []

    def finished(self) -> Iterator[SidecarPage]:
        """Yield the pages that are complete and forget them."""
        done, self._done = self._done, []
        yield from done

    def end_page(self) -> None:
        """Close the page that is open."""
        self._end_word()
        if self._page is not None:
            self._done.append(self._page.made())
            self._page = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes, title = set((given.get("class") or "").split()), given.get("title") or ""
        if "ocr_page" in classes:
            self.end_page()
            self._number += 1
            left, top, right, bottom = _box_in(title) or (0.0, 0.0, 0.0, 0.0)
            self._page = page_maker(self._name, self._number, left + right, top + bottom)
        elif self._page is None:
            return
        elif classes & BLOCKS:
            self._page.start_block()
        elif classes & LINES:
            self._page.start_line()
        elif "ocrx_word" in classes or "ocr_word" in classes:
            self._end_word()
            self._start_word(tag, title)
        elif self._word is not None and tag == self._tag:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self._word is None or tag != self._tag:
            return
        if self._depth:
            self._depth -= 1
        else:
            self._end_word()

    def handle_data(self, data: str) -> None:
        if self._word is not None:
            self._text.append(data)

    def _start_word(self, tag: str, title: str) -> None:
        box = _box_in(title)
        if box is None:
            return
        sure = _SURE.search(title)
        left, top, right, bottom = box
        confidence = int(sure[1]) if sure else USUAL_CONFIDENCE_PCT
        self._word = ((left, top, right - left, bottom - top), confidence)
        self._tag, self._depth, self._text = tag, 0, []

    def _end_word(self) -> None:
        if self._word is not None and self._page is not None:
            self._page.add("".join(self._text).replace("\u00ad", "-"), *self._word)
        self._word = None


def _box_in(title: str) -> tuple[float, float, float, float] | None:
    found = _BOX.search(title)
    if not found:
        return None
    try:
        left, top, right, bottom = (float(part) for part in found.groups())
    except ValueError:
        return None
    return left, top, max(right, left), max(bottom, top)
