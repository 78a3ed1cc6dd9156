"""Project the pages and notes of a record to unit documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalog.access import access_label
from catalog.choices import CONTENT_LANGUAGES
from search.analysis import FieldForms
from search.documents.record import collection_of, opening_of
from search.documents.texts import field_of
from search.documents.unit_ids import note_unit_id, page_unit_id
from search.engines.schema import IndexDocument

if TYPE_CHECKING:
    from catalog.models import Record


@dataclass(frozen=True, slots=True)
class PageText:
    """A page that has words, analyzed."""

    document_id: int
    number: int
    languages: tuple[str, ...]
    quality_pct: int
    forms: FieldForms


def page_units(record: Record, record_id: str, pages: Sequence[PageText], offset: int) -> list[IndexDocument]:
    """Return the units of one document's pages; ``offset`` pages of the record stand before it."""
    shared, opening = shared_keywords(record, record_id), opening_of(record)
    return [
        IndexDocument(
            id=page_unit_id(record_id, page.document_id, page.number),
            version=record.version,
            texts={"text": page.forms},
            keywords={**shared, "language": page.languages, "asset": (f"document:{page.document_id}",)},
            numbers={**opening, "order": offset + page.number, "quality": page.quality_pct},
        )
        for page in pages
    ]


def note_units(record: Record, record_id: str) -> list[IndexDocument]:
    """Return the units of the description, one for each language it is written in; their order is 0."""
    shared, opening = shared_keywords(record, record_id), opening_of(record)
    return [
        IndexDocument(
            id=note_unit_id(record_id, code),
            version=record.version,
            texts={"text": field_of([(text, code)])},
            keywords={**shared, "language": (code,)},
            numbers={**opening, "order": 0},
        )
        for code in CONTENT_LANGUAGES
        if (text := getattr(record, f"description_{code}"))
    ]


def shared_keywords(record: Record, record_id: str) -> dict[str, tuple[str, ...]]:
    """Return what every unit of a record is filtered by."""
    return {
        "record": (record_id,),
        "kind": (record.kind,),
        "collection": collection_of(record),
        "access": (access_label(record),),
    }
