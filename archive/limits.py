"""Turn the site's settings into the values that the pure packages take."""

from __future__ import annotations

from django.conf import settings

from archive.ingest.types import IngestLimits


def ingest_limits() -> IngestLimits:
    """Return what one deposited file may weigh."""
    return IngestLimits(
        max_bytes=settings.FONDS_MAX_UPLOAD_BYTES,
        max_pixels=settings.FONDS_MAX_PIXELS,
        max_pages=settings.FONDS_MAX_PAGES,
    )
