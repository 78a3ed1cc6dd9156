"""Project what every record shares, whatever its kind, to its index document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from catalog.access import access_label
from catalog.choices import CONTENT_LANGUAGES, Access, AgentRole
from catalog.vocabulary.dates import decades
from catalog.vocabulary.identifiers import display_pid
from search.analysis import FieldForms
from search.documents.alphabets import sort_key_of, title_field
from search.documents.kinds import projection_of
from search.documents.texts import Said, field_of, run_of
from search.engines.schema import IndexDocument
from search.indices import analyzer

if TYPE_CHECKING:
    from catalog.models import Collection, Record
    from catalog.models.authority import Authority

WIDEST_YEAR_SPAN = 10
"""A date of more years than this says too little for the histogram of years."""


def record_document(record: Record, record_id: str, texts: Iterable[FieldForms], *, units: int) -> IndexDocument:
    """Return the index document of a record; ``texts`` are the analyzed texts of its units."""
    return IndexDocument(
        id=record_id,
        version=record.version,
        texts={
            "title": field_of(_titles(record)),
            "names": field_of(_names(record)),
            "subjects": field_of(said for row in record.subjects.all() for said in _labels(row)),
            "places": field_of(said for row in record.places.all() for said in _labels(row)),
            "identifiers": analyzer().identifiers(_identifiers(record)),
            "description": field_of(_in_languages(record, "description")),
            "text": FieldForms.join([field_of(_facts(record)), run_of(texts)]),
        },
        keywords=_keywords(record, record_id),
        numbers={
            **dates_of(record),
            **opening_of(record),
            "created": int(record.created_at.timestamp() * 1000),
            "units": units,
        },
        sorts=_title_keys(record),
    )


def opening_of(record: Record) -> dict[str, int]:
    """Return the day an embargo ends, as an ordinal."""
    if record.access == Access.EMBARGO and record.embargo_until is not None:
        return {"open_on": record.embargo_until.toordinal()}
    return {}


def collection_of(record: Record) -> tuple[str, ...]:
    """Return the short name of the record's collection."""
    return (record.collection.slug,) if record.collection else ()


def dates_of(record: Record) -> dict[str, int]:
    """Return first and last day as ordinals (an open side reaches to the end of time), year and decade."""
    value = record.date
    if not value.is_known:
        return {}
    first, last = value.earliest or date.min, value.latest or date.max
    numbers = {"date_from": first.toordinal(), "date_to": last.toordinal()}
    if value.earliest and value.latest and last.year - first.year < WIDEST_YEAR_SPAN:
        numbers["year"] = first.year
    if found := decades(value):
        numbers["decade"] = found[0]
    return numbers


def _keywords(record: Record, record_id: str) -> dict[str, tuple[str, ...]]:
    makers = (row.agent.slug for row in record.record_agents.all() if row.role != AgentRole.DEPICTED)
    return {
        "record": (record_id,),
        "kind": (record.kind,),
        "collection": collection_of(record),
        "language": tuple(dict.fromkeys(record.languages)),
        "creator": tuple(dict.fromkeys(makers)),
        "subject": tuple(row.slug for row in record.subjects.all()),
        "place": tuple(row.slug for row in record.places.all()),
        "rights": (record.rights,) if record.rights else (),
        "access": (access_label(record),),
    }


def _in_languages(row: Record | Collection | Authority, name: str) -> list[Said]:
    return [(getattr(row, f"{name}_{code}") or "", code) for code in CONTENT_LANGUAGES]


def _titles(record: Record) -> list[Said]:
    return [*_in_languages(record, "title"), (record.original_title, record.original_language)]


def _title_keys(record: Record) -> dict[str, str]:
    """Return a key for each language of readers; a title without words has none and so stands last."""
    keys = {title_field(code): sort_key_of(record.title_and_language(code)[0], code) for code in CONTENT_LANGUAGES}
    return {name: key for name, key in keys.items() if key}


def _labels(row: Authority) -> list[Said]:
    return [*_in_languages(row, "label"), *((str(variant), "") for variant in row.variants)]


def _names(record: Record) -> list[Said]:
    agents = [said for row in record.record_agents.all() for said in _labels(row.agent)]
    return [*agents, *_in_languages(record, "credit_line")]


def _identifiers(record: Record) -> list[str]:
    return [*(row.value for row in record.identifiers.all()), record.pid, display_pid(record.pid)]


def _facts(record: Record) -> list[Said]:
    own = [(text, "") for text in projection_of(record.kind).facts(record)]
    return [*own, *(_in_languages(record.collection, "title") if record.collection else [])]
