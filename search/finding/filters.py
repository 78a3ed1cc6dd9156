"""Read filters from names and values, whoever sends them, and turn them into filters of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from search.query.filters import Filter, In, Range

FACETS = ("kind", "collection", "language", "decade", "creator", "subject", "place")
"""The facets by name, in the order in which they are shown; the names are those of filters and addresses."""

UNIT_FACETS = frozenset(("kind", "collection"))
"""Facets that the index of units knows as well, for the record as a whole."""

MOST_VALUES = 20
LONGEST_VALUE = 200


class UnknownFilter(ValueError):
    """Raised for a filter that there is not; the message lists those there are."""


@dataclass(frozen=True)
class Filters:
    """Chosen values by facet (several widen), and years from and to, both included."""

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is narrowed."""
        return not self.chosen and self.first_year is None and self.last_year is None

    @property
    def count(self) -> int:
        """Return how many values are chosen."""
        years = int(self.first_year is not None or self.last_year is not None)
        return sum(len(values) for values in self.chosen.values()) + years

    def of(self, name: str) -> tuple[str, ...]:
        """Return the values chosen in one facet."""
        return self.chosen.get(name, ())

    def without(self, name: str) -> Filters:
        """Return the filters with one facet open again."""
        return replace(self, chosen={key: values for key, values in self.chosen.items() if key != name})

    def without_years(self) -> Filters:
        """Return the filters with all years open again."""
        return replace(self, first_year=None, last_year=None)

    def engine_filters(self) -> tuple[Filter, ...]:
        """Return the filters for the index of records; a value it does not know leaves nothing, and harms nothing."""
        found: list[Filter] = [In(name, _values(name, values)) for name, values in self.chosen.items()]
        if self.first_year is not None:
            found.append(Range("date_to", gte=date(self.first_year, 1, 1).toordinal()))
        if self.last_year is not None:
            found.append(Range("date_from", lte=date(self.last_year, 12, 31).toordinal()))
        return tuple(found)

    def unit_filters(self) -> tuple[Filter, ...]:
        """Return those filters that the index of units knows too."""
        return tuple(In(name, values) for name, values in self.chosen.items() if name in UNIT_FACETS)


def read_filters(given: Mapping[str, Sequence[str]]) -> Filters:
    """Return the filters among names and values; names that are none are passed over, as an address holds others."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name in FACETS:
        values = [value.strip() for value in given.get(name, ())]
        kept = tuple(dict.fromkeys(value for value in values if value and len(value) <= LONGEST_VALUE))[:MOST_VALUES]
        if kept:
            chosen[name] = kept
    first, last = _year(given.get("from", ())), _year(given.get("to", ()))
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Filters(chosen, first, last)


def check_filter_name(name: str) -> None:
    """Raise UnknownFilter for a name that no filter has."""
    if name not in {*FACETS, "from", "to"}:
        known = ", ".join((*FACETS, "from", "to"))
        raise UnknownFilter(f"There is no filter {name!r}; use one of: {known}.")


def _year(values: Sequence[str]) -> int | None:
    text = values[-1].strip() if values else ""
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 9999 else None


def _values(name: str, values: tuple[str, ...]) -> tuple[str | int, ...]:
    if name != "decade":
        return values
    # A decade is a number in the index; what is none becomes one that no record has.
    return tuple(int(value) if value.isascii() and value.isdigit() and len(value) < 6 else -1 for value in values)
