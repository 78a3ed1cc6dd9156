"""Load what records point to, as names alone: making an object for each of them would take most of an export's time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from catalog.choices import CONTENT_LANGUAGES, AgentRole
from catalog.models import Record, RecordAgent, RecordIdentifier
from catalog.templatetags.spelling import spelled
from search.finding.naming import label_and_language

Many = tuple[str, ...]
_NAMES = ("slug", *(f"label_{code}" for code in CONTENT_LANGUAGES))


@dataclass(frozen=True, slots=True)
class Relations:
    """Names by record key, in the language and spelling of the moment."""

    creators: dict[int, Many]
    depicted: dict[int, Many]
    subjects: dict[int, Many]
    places: dict[int, Many]
    identifiers: dict[int, Many]


def relations_of(keys: Collection[int]) -> Relations:
    """Return the relations of records, in four queries."""
    agents = RecordAgent.objects.filter(record__in=keys).order_by("sort_order", "pk")
    people = list(agents.values_list("record_id", "role", *(f"agent__{name}" for name in _NAMES)))
    identifiers = RecordIdentifier.objects.filter(record__in=keys).order_by("sort_order", "pk")
    return Relations(
        creators=_named((key, names) for key, role, *names in people if role != AgentRole.DEPICTED),
        depicted=_named((key, names) for key, role, *names in people if role == AgentRole.DEPICTED),
        subjects=_joined(Record.subjects.through, "subject", keys),
        places=_joined(Record.places.through, "place", keys),
        identifiers=_gathered(identifiers.values_list("record_id", "value")),
    )


def _joined(through: Any, name: str, keys: Collection[int]) -> dict[int, Many]:
    rows = through.objects.filter(record__in=keys).order_by(f"{name}__slug")
    return _named(
        (key, names) for key, *names in rows.values_list("record_id", *(f"{name}__{each}" for each in _NAMES))
    )


def _named(rows: Iterable[tuple[int, list[str]]]) -> dict[int, Many]:
    said: dict[tuple[str, ...], str] = {}

    def name(names: list[str]) -> str:
        key = tuple(names)
        if key not in said:
            row = SimpleNamespace(**dict(zip(_NAMES, names, strict=True)))
            said[key] = str(spelled(*label_and_language(row)))
        return said[key]

    return _gathered((key, name(names)) for key, names in rows)


def _gathered(rows: Iterable[tuple[int, str]]) -> dict[int, Many]:
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for key, text in rows:
        found[key][text] = None
    return {key: tuple(texts) for key, texts in found.items()}
