"""Turn the site's settings into the values that the pure packages take."""

from __future__ import annotations

from django.conf import settings

from archive.extract.av import AvLimits
from archive.extract.ocr import OcrSettings
from archive.extract.office import OfficeLimits
from archive.extract.pdf import DocumentLimits
from archive.ingest.types import IngestLimits


def ingest_limits() -> IngestLimits:
    """Return what one deposited file may weigh."""
    return IngestLimits(
        max_bytes=settings.FONDS_MAX_UPLOAD_BYTES,
        max_pixels=settings.FONDS_MAX_PIXELS,
        max_pages=settings.FONDS_MAX_PAGES,
    )


def document_limits() -> DocumentLimits:
    """Return what opening a document may cost."""
    return DocumentLimits(max_pages=settings.FONDS_MAX_PAGES, max_pixels=settings.FONDS_MAX_PIXELS)


def ocr_settings() -> OcrSettings:
    """Return how pages are read."""
    return OcrSettings(page_seconds=settings.FONDS_OCR_PAGE_SECONDS, max_pixels=settings.FONDS_MAX_PIXELS)


def office_limits() -> OfficeLimits:
    """Return what LibreOffice may take."""
    return OfficeLimits(
        seconds=settings.FONDS_OFFICE_SECONDS,
        memory_bytes=settings.FONDS_OFFICE_MEMORY_MB << 20,
        copy_bytes=settings.FONDS_MAX_UPLOAD_BYTES,
    )


def av_limits() -> AvLimits:
    """Return what ffmpeg and ffprobe may take."""
    return AvLimits(
        memory_bytes=settings.FONDS_MEDIA_MEMORY_MB << 20, convert_seconds=settings.FONDS_MEDIA_HOURS * 3600
    )
