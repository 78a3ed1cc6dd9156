"""Make the shapes that several answers have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.choices import CONTENT_LANGUAGES
from catalog.models import Record
from catalog.templatetags.spelling import spelled
from search.api.shapes.shared import Date, Note, Reading, ReadPart, Segment, Translations
from search.finding.notes import sentence
from search.finding.types import Box
from search.query import Reading as FoundReading
from search.query import Spelling
from search.web import labels

PLACES = 5
"""Decimal places of a fraction: a hundredth of a pixel on a page 1000 pixels wide."""


def translations(row: Any, field: str) -> Translations:
    """Return a translated text in all languages."""
    return Translations(**{code: getattr(row, f"{field}_{code}") or "" for code in CONTENT_LANGUAGES})


def segments(pieces: Sequence[tuple[str, bool]]) -> list[Segment]:
    """Return pieces of text, hits marked."""
    return [Segment(text=text, hit=is_hit) for text, is_hit in pieces]


def boxes(found: Sequence[Box]) -> list[list[float]]:
    """Return boxes with as many places as mean anything; rounding may not push them over an edge."""
    return [[min(1.0, max(0.0, round(part, PLACES))) for part in box] for box in found]


def date(record: Record) -> Date:
    """Return the date of a record."""
    return Date(
        edtf=record.date_edtf,
        earliest=record.date_earliest.isoformat() if record.date_earliest else None,
        latest=record.date_latest.isoformat() if record.date_latest else None,
        label=str(spelled(labels.date_of(record))),
    )


def reading(found: FoundReading) -> Reading:
    """Return how a query was read."""
    parts = [
        ReadPart(
            kind=part.kind.value,
            typed=part.typed,
            words=list(part.words),
            also=list(part.also),
            field=part.field,
            without=part.without,
        )
        for part in found.parts
    ]
    return Reading(
        query=found.query,
        exact=found.spelling is Spelling.EXACT,
        any_part=found.any_part,
        parts=parts,
        notes=[Note(code=str(note.code.value), message=sentence(note)) for note in found.notes],
    )
