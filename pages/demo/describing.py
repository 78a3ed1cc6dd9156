"""Write the demonstration's authorities, collections and records into the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from archive.choices import AssetState
from archive.ingest.types import Kind
from catalog.choices import CONTENT_LANGUAGES, IdentifierScheme
from catalog.models import Agent, Collection, Place, Record, RecordAgent, RecordIdentifier, Subject
from catalog.models.relations import ASSET_FIELDS
from catalog.operations.ingest_file import IngestOrder, Outcome, Slip, ingest_file
from catalog.vocabulary.identifiers import new_pid
from pages.demo.content import AuthorityEntry, Content, RecordEntry
from pages.demo.errors import FileNotTaken

Row = TypeVar("Row", Agent, Subject, Place)
# Whoever copies a credit line copies this with it.
MADE_FOR_DEMO = {
    "uz": "namoyish uchun yasalgan tasvir",
    "ru": "изображение создано для демонстрации",
    "en": "illustration made for the demonstration",
}
_SCHEMES = {"MB": IdentifierScheme.INVENTORY, "ФА": IdentifierScheme.NEGATIVE}
_DESCRIBED = [
    "original_title",
    "original_language",
    "date_edtf",
    "languages",
    "rights",
    "record_agents",
    "subjects",
    "places",
]


@dataclass(frozen=True, slots=True)
class Shelves:
    """The rows that records of the demonstration point to, by slug."""

    collections: Mapping[str, Collection]
    agents: Mapping[str, Agent]
    subjects: Mapping[str, Subject]
    places: Mapping[str, Place]
    credits: Mapping[str, Mapping[str, str]]


@transaction.atomic
def set_up_shelves(content: Content) -> Shelves:
    """Make the collections and authority rows that are missing; what people have changed stays as it is."""
    collections = {}
    for entry in content.collections:
        words = {**_by_language("title", entry.title), **_by_language("description", entry.description)}
        row, _ = Collection.objects.get_or_create(slug=entry.slug, defaults={"reference": entry.reference, **words})
        collections[entry.slug] = row
    return Shelves(
        collections=collections,
        agents={row.slug: _authority(Agent, row, type=row.type, dates=row.dates) for row in content.agents},
        subjects={row.slug: _authority(Subject, row) for row in content.subjects},
        places={row.slug: _authority(Place, row, **_position(row)) for row in content.places},
        credits={entry.slug: entry.credit for entry in content.collections},
    )


def missing_entries(content: Content) -> list[RecordEntry]:
    """Return the records that the catalog does not hold yet, known by their reference codes."""
    held = set(
        RecordIdentifier.objects.filter(
            value__in=[entry.id for entry in content.records],
            record__collection__slug__in=[entry.slug for entry in content.collections],
        ).values_list("value", flat=True)
    )
    return [entry for entry in content.records if entry.id not in held]


def unread_pids(content: Content) -> list[str]:
    """Return the permanent ids of records whose files still wait to be read, as after an interrupted run."""
    waiting = Q()
    for kind in ASSET_FIELDS:
        waiting |= Q(**{f"record_assets__{kind}__state__in": [AssetState.WAITING, AssetState.WORKING]})
    codes = [entry.id for entry in content.records]
    found = Record.objects.filter(waiting, identifiers__value__in=codes)
    return list(found.order_by("pk").distinct().values_list("pid", flat=True))


@transaction.atomic
def take_in(*, entry: RecordEntry, path: Path, shelves: Shelves) -> str:
    """Ingest one file and describe its record, both or neither; return the record's permanent id.

    Raises ``FileNotTaken`` when the archive refuses the file.
    """
    order = IngestOrder(
        collection=shelves.collections[entry.collection],
        access=entry.access,
        embargo_until=entry.embargo_until,
        kind=Kind(entry.kind),
    )
    result = ingest_file(path=path, slip=Slip(path.name), order=order)
    if result.outcome is Outcome.REFUSED or not result.record:
        raise FileNotTaken(f"{entry.id} ({path.name}): {result.message or result.outcome}")
    record = Record.objects.get(pid=result.record)
    if result.outcome is Outcome.INGESTED:
        _describe(record, entry, shelves)
    elif not record.identifiers.filter(value=entry.id).exists():
        # The same bytes came in some other way: the record is its maker's, it only gets the number.
        RecordIdentifier.objects.create(record=record, scheme=_scheme(entry), value=entry.id)
    return str(record.pid)


def _describe(record: Record, entry: RecordEntry, shelves: Shelves) -> None:
    """Set everything the data file says, marked as edited so that reading the file leaves it alone."""
    pid = new_pid(Random(entry.id))  # noqa: S311 - the same address in every demonstration, no secret
    if not Record.objects.filter(pid=pid).exists():
        record.pid = pid
    own = entry.languages[0] if entry.languages else "uz-Latn"
    record.original_title, record.original_language = entry.title[own[:2]], own.replace("Cyrl", "Latn")
    record.date_edtf, record.rights, record.languages = entry.date, entry.rights, list(entry.languages)
    credit = shelves.credits[entry.collection]
    lines = {code: f"{credit[code]}, {entry.id} ({MADE_FOR_DEMO[code]})" for code in CONTENT_LANGUAGES}
    words = {
        **_by_language("title", entry.title),
        **_by_language("description", entry.description),
        **_by_language("credit_line", lines),
    }
    for name, value in words.items():
        setattr(record, name, value)
    record.subjects = [shelves.subjects[slug] for slug in entry.subjects]
    record.places = [shelves.places[slug] for slug in entry.places]
    record.edited_fields = sorted({*_DESCRIBED, *words})
    RecordIdentifier.objects.create(record=record, scheme=_scheme(entry), value=entry.id)
    for order, (slug, role) in enumerate(entry.agents):
        RecordAgent.objects.create(record=record, agent=shelves.agents[slug], role=role, sort_order=order)
    record.save()


def _scheme(entry: RecordEntry) -> str:
    return _SCHEMES.get(entry.id.split("-")[0], IdentifierScheme.REFERENCE)


def _by_language(field: str, words: Mapping[str, str]) -> dict[str, str]:
    return {f"{field}_{code}": words[code] for code in CONTENT_LANGUAGES}


def _authority(model: type[Row], entry: AuthorityEntry, **facts: object) -> Row:
    defaults = {**_by_language("label", entry.label), "variants": list(entry.variants), **facts}
    return model.objects.get_or_create(slug=entry.slug, defaults=defaults)[0]


def _position(entry: AuthorityEntry) -> dict[str, object]:
    return {"latitude": entry.at[0], "longitude": entry.at[1]} if entry.at else {}
