"""Hold what the reader may use: models, time, threads, pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """Say where the models are and what one page may cost.

    ``tessdata`` is a folder of ``*.traineddata``, None for Tesseract's own. ``page_seconds`` bounds one page, all its
    runs together. ``max_pixels`` bounds what is decoded; ``reading_pixels`` what Tesseract is given.
    ``scratch`` is where a page lies while it is read, None for the system's own place.
    """

    program: str = "tesseract"
    tessdata: Path | None = None
    page_seconds: float = 120.0
    threads: int = 1
    niceness: int = 0
    max_pixels: int = 250_000_000
    reading_pixels: int = 24_000_000
    scratch: Path | None = None
