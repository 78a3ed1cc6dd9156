"""Describe the files of a bag: a CSV that people and other systems read, and a JSON line that leaves nothing out.

The columns of ``metadata.csv`` are those that a deposit reads back; several values share a cell, ``|`` between them.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, Final

from catalog.choices import CONTENT_LANGUAGES, AgentRole
from catalog.models import Record

SEPARATOR: Final = "|"
COLUMNS: Final = (
    "file", "identifier", "title_uz", "title_ru", "title_en", "description_uz", "description_ru", "description_en",
    "date", "creator", "photographer", "subjects", "places", "rights", "credit", "access", "languages",
    "original_title", "original_language", "kind", "collection", "embargo_until", "record",
)  # fmt: skip


def csv_line(cells: Iterable[str]) -> bytes:
    """Return one line of CSV (RFC 4180) in UTF-8."""
    packed = io.StringIO()
    csv.writer(packed).writerow(list(cells))
    return packed.getvalue().encode()


def heading() -> bytes:
    """Return the line of column names."""
    return csv_line(COLUMNS)


def row_of(record: Record, file: str) -> bytes:
    """Return the line of one file; ``file`` is its path from where the CSV lies, empty for a record without files."""
    credits_given = [getattr(record, f"credit_line_{code}") for code in CONTENT_LANGUAGES]
    cells = {
        "file": file,
        "identifier": _joined(one.value for one in record.identifiers.all()),
        **{f"title_{code}": getattr(record, f"title_{code}") for code in CONTENT_LANGUAGES},
        **{f"description_{code}": getattr(record, f"description_{code}") for code in CONTENT_LANGUAGES},
        "date": record.date_edtf,
        "creator": _agents(record, {AgentRole.CREATOR, AgentRole.AUTHOR}),
        "photographer": _agents(record, {AgentRole.PHOTOGRAPHER}),
        "subjects": _joined(_name(one) for one in record.subjects.all()),
        "places": _joined(_name(one) for one in record.places.all()),
        "rights": record.rights,
        "credit": next((text for text in credits_given if text), ""),
        "access": record.access,
        "languages": _joined(record.languages),
        "original_title": record.original_title,
        "original_language": record.original_language,
        "kind": record.kind,
        "collection": record.collection.slug if record.collection else "",
        "embargo_until": record.embargo_until.isoformat() if record.embargo_until else "",
        "record": record.pid,
    }
    return csv_line(str(cells[name] or "") for name in COLUMNS)


def json_line(record: Record, files: list[dict[str, Any]]) -> bytes:
    """Return all that is known of a record and its files as one line of JSON."""
    said = {
        "record": record.pid,
        "kind": record.kind,
        "title": {"original": record.original_title, "original_language": record.original_language,
                  **_by_language(record, "title")},
        "description": _by_language(record, "description"),
        "date": record.date_edtf,
        "languages": record.languages,
        "agents": [{"role": row.role, "slug": row.agent.slug, "name": _by_language(row.agent, "label")}
                   for row in record.record_agents.all()],
        "subjects": [{"slug": one.slug, "name": _by_language(one, "label")} for one in record.subjects.all()],
        "places": [{"slug": one.slug, "name": _by_language(one, "label"), "latitude": one.latitude,
                    "longitude": one.longitude} for one in record.places.all()],
        "identifiers": [{"scheme": one.scheme, "value": one.value} for one in record.identifiers.all()],
        "rights": record.rights,
        "credit": _by_language(record, "credit_line"),
        "access": record.access,
        "embargo_until": record.embargo_until.isoformat() if record.embargo_until else None,
        "is_published": record.live,
        "collection": record.collection.slug if record.collection else None,
        "created_at": record.created_at.isoformat(),
        "changed_at": record.updated_at.isoformat(),
        "files": files,
    }  # fmt: skip
    return (json.dumps(said, ensure_ascii=False) + "\n").encode()


def _joined(values: Iterable[str]) -> str:
    return SEPARATOR.join(value.replace(SEPARATOR, "/") for value in values if value)


def _agents(record: Record, roles: set[AgentRole]) -> str:
    return _joined(_name(row.agent) for row in record.record_agents.all() if row.role in roles)


def _name(authority: Any) -> str:
    """Return a name that is the same whoever exports: Uzbek, else the first there is."""
    return next(filter(None, _by_language(authority, "label").values()), authority.slug)


def _by_language(row: Any, field: str) -> dict[str, str]:
    return {code: getattr(row, f"{field}_{code}") or "" for code in CONTENT_LANGUAGES}
