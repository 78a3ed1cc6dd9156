"""Draw pages of PDFs and take out their text layer with PDFium."""

from __future__ import annotations

import ctypes
import math
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from archive.extract.errors import (
    DocumentEmpty,
    DocumentEncrypted,
    DocumentUnreadable,
    PageUnreadable,
    gettext_noop,
)
from archive.extract.pdf.characters import Place, characters_of
from archive.extract.pdf.layer import TextLayer, layer_of
from archive.extract.pdf.limits import DocumentLimits

LOWEST_DPI, USUAL_DPI, HIGHEST_DPI = 150.0, 200.0, 300.0
POINTS_PER_INCH = 72.0
WHOLE_PAGE_SHARE = 0.5
DEPTH = 4

PDFIUM = RLock()
"""PDFium may be used by one thread at a time."""


class PdfSource:
    """A PDF as a document; see ``opening.DocumentSource``. Boxes honor the page's rotation and crop box."""

    def __init__(self, path: Path, limits: DocumentLimits) -> None:
        self._name, self._limits = path.name, limits
        with PDFIUM:
            self._document = _opened(path)
            try:
                pages = len(self._document)
            except pdfium.PdfiumError as error:
                message = gettext_noop("The PDF %(name)s is damaged; its pages cannot be counted.")
                raise DocumentUnreadable(message, name=path.name) from error
            if pages and self._document.get_formtype():
                self._document.init_forms()
        if not pages:
            self.close()
            raise DocumentEmpty(gettext_noop("The PDF %(name)s has no pages."), name=path.name)
        self.page_count = min(pages, limits.max_pages)

    def page_size(self, number: int) -> tuple[int, int]:
        with PDFIUM:
            page = self._page(number)
            scale = self._scale(page)
            return math.ceil(page.get_width() * scale), math.ceil(page.get_height() * scale)

    def render(self, number: int, long_edge_px: int | None = None) -> Image.Image:
        with PDFIUM:
            page = self._page(number)
            scale = self._scale(page)
            if long_edge_px:
                scale = min(scale, long_edge_px / max(page.get_width(), page.get_height()))
            try:
                drawn: Image.Image = page.render(scale=scale, may_draw_forms=True, rev_byteorder=True).to_pil()
                return drawn.convert("RGB")
            except (pdfium.PdfiumError, ValueError, MemoryError, ZeroDivisionError) as error:
                message = gettext_noop("Page %(number)s of %(name)s cannot be drawn; the PDF is damaged.")
                raise PageUnreadable(message, number=number, name=self._name) from error

    def text_layer(self, number: int) -> TextLayer | None:
        with PDFIUM:
            page = self._page(number)
            try:
                text = page.get_textpage()
            except pdfium.PdfiumError:
                return None
            try:
                characters = list(characters_of(text))
            finally:
                text.close()
            return layer_of(characters, _place_of(page), is_picture=_picture_share(page) >= WHOLE_PAGE_SHARE)

    def close(self) -> None:
        with PDFIUM:
            self._document.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _page(self, number: int) -> Any:
        try:
            page = self._document[number - 1]
        except (pdfium.PdfiumError, IndexError) as error:
            message = gettext_noop("Page %(number)s of %(name)s cannot be opened; the PDF is damaged there.")
            raise PageUnreadable(message, number=number, name=self._name) from error
        if page.get_width() <= 0 or page.get_height() <= 0:
            raise PageUnreadable(
                gettext_noop("Page %(number)s of %(name)s has no size."), number=number, name=self._name
            )
        return page

    def _scale(self, page: Any) -> float:
        points = page.get_width() * page.get_height()
        return min(_dpi_of(page) / POINTS_PER_INCH, math.sqrt(self._limits.drawn_pixels / points))


def title_of_pdf(path: Path) -> str:
    """Return the title a PDF gives itself, nothing where it cannot be opened."""
    with PDFIUM:
        try:
            with pdfium.PdfDocument(path) as document:
                return str(document.get_metadata_value("Title")).strip()
        except pdfium.PdfiumError:
            return ""


def _opened(path: Path) -> Any:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            message = gettext_noop("The PDF %(name)s is locked with a password; send it without one.")
            raise DocumentEncrypted(message, name=path.name) from error
        message = gettext_noop("The PDF %(name)s is damaged and cannot be opened.")
        raise DocumentUnreadable(message, name=path.name) from error


def _pictures(page: Any) -> list[Any]:
    try:
        return list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DEPTH))
    except pdfium.PdfiumError:
        return []


def _area(picture: Any) -> float:
    try:
        left, bottom, right, top = picture.get_bounds()
    except pdfium.PdfiumError:
        return 0.0
    return float(abs(right - left) * abs(top - bottom))


def _picture_share(page: Any) -> float:
    """Return how much of the page its largest picture covers, 0 to 1."""
    largest = max((_area(picture) for picture in _pictures(page)), default=0.0)
    return largest / max(float(page.get_width() * page.get_height()), 1.0)


def _dpi_of(page: Any) -> float:
    """Return the resolution of the picture that fills most of the page, within reason; else the usual one."""
    pictures = _pictures(page)
    largest = max(pictures, key=_area, default=None)
    if largest is None or _area(largest) < 0.3 * page.get_width() * page.get_height():
        return USUAL_DPI
    try:
        width, height = largest.get_px_size()
    except pdfium.PdfiumError:
        return USUAL_DPI
    dpi = math.sqrt(width * height / _area(largest)) * POINTS_PER_INCH
    return min(max(dpi, LOWEST_DPI), HIGHEST_DPI)


def _place_of(page: Any) -> Place:
    """Return the map from PDF points to fractions of the page as drawn."""
    size = 1_000_000
    points = [_device(page, size, x, y) for x, y in ((0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0))]
    (x0, y0), (x1, y1), (x2, y2) = points
    per = 1000.0 * size
    return Place(
        x0 / size, y0 / size, (x1 - x0) / per, (y1 - y0) / per, (x2 - x0) / per, (y2 - y0) / per
    )  # fmt: skip


def _device(page: Any, size: int, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, size, size, 0, x, y, across, down)
    return across.value, down.value
