"""Hold what one document may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Bound a document: pages, pixels an image may hold, pixels a page is drawn with at most."""

    max_pages: int = 20_000
    max_pixels: int = 1_500_000_000
    drawn_pixels: int = 40_000_000
