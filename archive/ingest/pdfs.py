"""Check that a PDF opens, has pages, and not too many; one that asks for a password is taken in locked."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.types import IngestLimits

# PDFium must not be entered by two threads at once.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """Pages, the first page's size in points (1/72 inch), and the title the PDF gives itself.

    Of one that asks for a password none of these can be known.
    """

    page_count: int = 0
    width_points: float = 0.0
    height_points: float = 0.0
    title: str = ""


def inspect_pdf(path: Path, limits: IngestLimits) -> PdfFacts:
    """Return the facts of a PDF; nothing is rendered.

    Raises ``IngestRefused``: ``damaged`` (not readable, or without a usable page), ``too_many_pages``.
    """
    # By stream: PDFium reads no name that is not UTF-8.
    with _ONE_AT_A_TIME, path.open("rb") as stream:
        return _inspect(stream, limits)


def _inspect(stream: BinaryIO, limits: IngestLimits) -> PdfFacts:
    try:
        document = pdfium.PdfDocument(stream)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            return PdfFacts()
        message = gettext_noop("This PDF is damaged and cannot be opened. Save or export it again.")
        raise IngestRefused(Reason.DAMAGED, message) from error
    with document:
        page_count = len(document)
        if page_count == 0:
            raise IngestRefused(Reason.DAMAGED, gettext_noop("This PDF has no pages."))
        if page_count > limits.max_pages:
            message = gettext_noop("This PDF has %(pages)d pages; at most %(limit)d are taken. Split it.")
            raise IngestRefused(Reason.TOO_MANY_PAGES, message, pages=page_count, limit=limits.max_pages)
        try:
            width, height = document.get_page_size(0)
        except pdfium.PdfiumError:
            width, height = 0.0, 0.0  # one bad page is the reader's matter; the rest may be usable
        return PdfFacts(page_count, width, height, document.get_metadata_value("Title"))
