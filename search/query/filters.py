"""Say which documents count at all: conditions on keyword and number fields that never change a score."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class In:
    """The field holds at least one of the values."""

    field: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """The number lies between ``gte`` and ``lte``, both included; None is open."""

    field: str
    gte: int | None = None
    lte: int | None = None


@dataclass(frozen=True, slots=True)
class Exists:
    """The field has a value."""

    field: str


@dataclass(frozen=True, slots=True)
class Every:
    """All of the filters hold; none given: all documents."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the filters holds; none given: no document."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Negate:
    """The filter does not hold."""

    part: Filter


Filter = In | Range | Exists | Every | Either | Negate


def fields_of(condition: Filter) -> Iterator[str]:
    """Yield the names of the fields a filter asks about."""
    match condition:
        case In(field=field) | Range(field=field) | Exists(field=field):
            yield field
        case Every(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from fields_of(part)
        case Negate(part=part):
            yield from fields_of(part)
