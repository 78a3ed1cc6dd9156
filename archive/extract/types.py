"""Say what every extractor returns: words with boxes, and the reading of one page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TextSource(StrEnum):
    """Where the text of a page comes from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    SIDECAR = "sidecar"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a page; box as fractions (0..1) of the upright page image."""

    text: str
    x: float
    y: float
    w: float
    h: float
    line: int
    confidence_pct: int


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was read on one page, in reading order.

    ``words`` carry normalized text; ``raw_text`` is what the reader gave before normalization.
    ``languages`` are BCP 47 tags, most used first ("uz-Latn", "uz-Cyrl", "ru", "en"); ``script`` is
    "Latn", "Cyrl", "mixed" or "" (no text). ``rotation_deg`` (0, 90, 180, 270, clockwise) is the turn
    that makes the stored image upright; ``skew_deg`` the small angle found on top of it.
    ``quality_pct`` is the share of plausible words weighed by confidence, 0 to 100.
    """

    words: tuple[Word, ...]
    text: str
    raw_text: str
    languages: tuple[str, ...]
    script: str
    source: TextSource
    rotation_deg: int
    skew_deg: float
    quality_pct: int
    models: str
    spelling: str = ""
    """For Uzbek Latin: "1995", "2026" or "" (not Latin Uzbek, or not told)."""
