"""Read the data files of the demonstration into plain values and say precisely what is wrong in them."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pages.demo.errors import ContentFault

FOLDER = Path(__file__).parent / "content"
PICTURES = Path(__file__).parent / "pictures"
LANGUAGES = ("uz", "ru", "en")
_LATIN = {"ф": "f", "оп": "op", "д": "d", "ФА": "FA", "К": "K"}

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CollectionEntry:
    """A collection with its words by language."""

    slug: str
    reference: str
    title: Words
    description: Words
    credit: Words


@dataclass(frozen=True, slots=True)
class AuthorityEntry:
    """An agent, subject or place; ``at`` is latitude and longitude."""

    slug: str
    label: Words
    type: str = ""
    dates: str = ""
    variants: tuple[str, ...] = ()
    at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A record to be made: its words, its links by slug, and ``making``, how its file is drawn."""

    id: str
    kind: str
    title: Words
    description: Words
    date: str
    agents: tuple[tuple[str, str], ...]
    subjects: tuple[str, ...]
    places: tuple[str, ...]
    rights: str
    collection: str
    access: str
    embargo_until: datetime.date | None
    languages: tuple[str, ...]
    making: Mapping[str, Any]

    @property
    def file_stem(self) -> str:
        """Return the reference code as a file name in ASCII: ``ф. 2, оп. 1, д. 147`` → ``f-2-op-1-d-147``."""
        parts = re.findall(r"[^\W\d_]+|\d+", self.id)
        return "-".join(_LATIN.get(part, part) for part in parts)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the demonstration is made from."""

    collections: tuple[CollectionEntry, ...]
    agents: tuple[AuthorityEntry, ...]
    subjects: tuple[AuthorityEntry, ...]
    places: tuple[AuthorityEntry, ...]
    records: tuple[RecordEntry, ...]


_SHARED = {
    "id", "title", "description", "date", "agents", "subjects", "places", "rights", "collection",
    "access", "embargo_until", "languages",
}  # fmt: skip
_MAKING = {
    "recording": {"form", "voice", "said", "scenes", "chapters"},
    "photo": {"picture", "scene", "seed", "orientation"},
    "document": {
        "form", "pictures", "text", "layout", "font", "point_size", "look", "skew_deg", "turned_deg",
        "first_number", "paper", "marks", "show_through", "layers",
    },
}  # fmt: skip


def read_content(folder: Path = FOLDER) -> Content:
    """Read every data file.

    Raises ``ContentFault``, naming file, entry and field, for a value that is missing, unknown or not linked.
    """
    authorities = _table(folder, "authorities.toml")
    content = Content(
        collections=tuple(_collection(row) for row in _table(folder, "collections.toml")["collection"]),
        agents=_authorities(authorities["agents"]),
        subjects=_authorities(authorities["subjects"]),
        places=_authorities(authorities["places"]),
        records=(
            *_records(folder, "documents.toml", "document"),
            *_records(folder, "photos.toml", "photo"),
            *_records(folder, "recordings.toml", "recording"),
        ),
    )
    _check_links(content)
    return content


def _table(folder: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentFault(f"{name}: {error}") from error


def _words(name: str, entry: str, field: str, value: Any) -> dict[str, str]:
    missing = [code for code in LANGUAGES if not (isinstance(value, dict) and value.get(code))]
    if missing:
        raise ContentFault(f"{name}, {entry}: {field} is missing in {', '.join(missing)}.")
    return {code: " ".join(str(value[code]).split()) for code in LANGUAGES}


def _collection(row: dict[str, Any]) -> CollectionEntry:
    slug = row.get("slug", "?")
    words = {field: _words("collections.toml", slug, field, row.get(field)) for field in ("title", "description")}
    credit = _words("collections.toml", slug, "credit", row.get("credit"))
    return CollectionEntry(slug, row.get("reference", ""), words["title"], words["description"], credit)


def _authorities(rows: dict[str, dict[str, Any]]) -> tuple[AuthorityEntry, ...]:
    return tuple(
        AuthorityEntry(
            slug=slug,
            label=_words("authorities.toml", slug, "name", row),
            type=row.get("type", ""),
            dates=row.get("dates", ""),
            variants=tuple(row.get("variants", ())),
            at=(row["at"][0], row["at"][1]) if "at" in row else None,
        )
        for slug, row in rows.items()
    )


def _records(folder: Path, name: str, kind: str) -> list[RecordEntry]:
    return [_record(name, kind, row) for row in _table(folder, name)[kind]]


def _record(name: str, kind: str, row: dict[str, Any]) -> RecordEntry:
    entry = row.get("id", "?")
    unknown = set(row) - _SHARED - _MAKING[kind]
    absent = {"id", "title", "description", "date", "subjects", "rights", "collection"} - set(row)
    if unknown or absent:
        raise ContentFault(f"{name}, {entry}: unknown {sorted(unknown)}, missing {sorted(absent)}.")
    for place, line in enumerate(row.get("said", ()), start=1):
        _words(name, entry, f"line {place}", line)
    return RecordEntry(
        id=entry,
        kind=kind,
        title=_words(name, entry, "title", row["title"]),
        description=_words(name, entry, "description", row["description"]),
        date=row["date"],
        agents=tuple(_agent_and_role(value) for value in row.get("agents", ())),
        subjects=tuple(row["subjects"]),
        places=tuple(row.get("places", ())),
        rights=row["rights"],
        collection=row["collection"],
        access=row.get("access", "public"),
        embargo_until=row.get("embargo_until"),
        languages=tuple(row.get("languages", ())),
        making={key: row[key] for key in _MAKING[kind] if key in row},
    )


def _agent_and_role(value: str) -> tuple[str, str]:
    slug, _, role = value.partition(":")
    return slug, role or "creator"


def _check_links(content: Content) -> None:
    known = {
        "agents": {row.slug for row in content.agents},
        "subjects": {row.slug for row in content.subjects},
        "places": {row.slug for row in content.places},
        "collection": {row.slug for row in content.collections},
    }
    seen: set[str] = set()
    for record in content.records:
        used = {
            "agents": {slug for slug, _ in record.agents},
            "subjects": set(record.subjects),
            "places": set(record.places),
            "collection": {record.collection},
        }
        for field, slugs in used.items():
            if lost := slugs - known[field]:
                raise ContentFault(f"{record.id}: {field} names {sorted(lost)}, which no data file defines.")
        if record.id in seen:
            raise ContentFault(f"{record.id}: two records have this number.")
        seen.add(record.id)
