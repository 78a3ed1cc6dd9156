"""Turn a record into the row of an export: plain values under names that stay the same in every language."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.utils.translation import get_language

from catalog.choices import CONTENT_LANGUAGES, content_language
from catalog.models import Record
from catalog.templatetags.spelling import spelled
from catalog.vocabulary.dates import date_label
from search.exports.relations import Many, Relations
from search.finding.naming import label_and_language


@dataclass(frozen=True, slots=True)
class Row:
    """One record; names of people, subjects, places and rights are in the reader's language and spelling.

    ``matched_pages`` counts the pages that have words asked for; None where no words were asked.
    """

    id: str
    address: str
    kind: str
    title_uz: str
    title_ru: str
    title_en: str
    title_original: str
    date_edtf: str
    date: str
    creators: Many
    depicted: Many
    subjects: Many
    places: Many
    collection: str
    languages: Many
    identifiers: Many
    rights: str
    rights_label: str
    credit_line: str
    matched_pages: int | None


COLUMNS = tuple(each.name for each in fields(Row))


def row_of(record: Record, related: Relations, base: str, matched_pages: int | None) -> Row:
    """Return the row of a record with its collection; ``base`` is the site's address without a slash."""
    key = record.pk
    statement = record.rights_statement
    return Row(
        id=record.pid,
        address=f"{base}{record.permalink_path}",
        kind=record.kind,
        title_uz=_title(record, "uz"),
        title_ru=_title(record, "ru"),
        title_en=_title(record, "en"),
        title_original=record.original_title,
        date_edtf=record.date_edtf,
        date=str(spelled(date_label(record.date, _spoken()))) if record.date_edtf else "",
        creators=related.creators.get(key, ()),
        depicted=related.depicted.get(key, ()),
        subjects=related.subjects.get(key, ()),
        places=related.places.get(key, ()),
        collection=str(spelled(*label_and_language(record.collection, "title"))) if record.collection else "",
        languages=tuple(record.languages),
        identifiers=related.identifiers.get(key, ()),
        rights=record.rights,
        rights_label=str(spelled(statement.label(_spoken()))) if statement else "",
        credit_line=str(spelled(*_credit(record))),
        matched_pages=matched_pages,
    )


def _spoken() -> str:
    return get_language() or "uz"


def _title(record: Record, code: str) -> str:
    return getattr(record, f"title_{code}") or ""


def _credit(record: Record) -> tuple[str, str]:
    for code in dict.fromkeys((content_language(), *CONTENT_LANGUAGES)):
        if text := getattr(record, f"credit_line_{code}"):
            return text, code
    return "", ""
