"""Read filters from names and values, whoever sends them, and turn them into filters of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from search.query.filters import Either, Every, Exists, Filter, In, Negate, Range

FACETS = ("kind", "collection", "language", "decade", "creator", "subject", "place", "rights", "access")
"""The facets by name, in the order in which they are shown; the names are those of filters and addresses."""

STAFF_FACETS = frozenset(("access",))
"""Facets that are shown only to those who see everything; for all others their values say nothing."""

UNIT_FACETS = frozenset(("kind", "collection"))
"""Facets that the index of units knows as well, for the record as a whole."""

NOT = "not_"
"""Opens the name of a filter that leaves values out: ``not_subject=tea``."""

MOST_VALUES = 20
LONGEST_VALUE = 200

Values = Mapping[str, tuple[str, ...]]


class UnknownFilter(ValueError):
    """Raised for a filter that there is not; the message lists those there are."""


@dataclass(frozen=True)
class Filters:
    """Chosen values by facet (several widen), values left out, and years from and to, both included.

    ``undated`` takes in records without a date: beside the years where some are given, else those alone.
    """

    chosen: Values = field(default_factory=dict)
    first_year: int | None = None
    last_year: int | None = None
    excluded: Values = field(default_factory=dict)
    undated: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is narrowed."""
        return not self.chosen and not self.excluded and not self.narrows_dates

    @property
    def has_years(self) -> bool:
        """Say whether years are given, on one side at least."""
        return self.first_year is not None or self.last_year is not None

    @property
    def narrows_dates(self) -> bool:
        """Say whether the date of a record matters."""
        return self.has_years or self.undated

    @property
    def count(self) -> int:
        """Return how many values are chosen or left out; the years are one."""
        values = (*self.chosen.values(), *self.excluded.values())
        return sum(len(each) for each in values) + int(self.has_years) + int(self.undated)

    def of(self, name: str) -> tuple[str, ...]:
        """Return the values chosen in one facet."""
        return self.chosen.get(name, ())

    def left_out(self, name: str) -> tuple[str, ...]:
        """Return the values left out in one facet."""
        return self.excluded.get(name, ())

    def without(self, name: str) -> Filters:
        """Return the filters with one facet open again."""
        return replace(self, chosen=_dropped(self.chosen, name), excluded=_dropped(self.excluded, name))

    def without_years(self) -> Filters:
        """Return the filters with all years open again."""
        return replace(self, first_year=None, last_year=None, undated=False)

    def with_values(self, name: str, values: tuple[str, ...]) -> Filters:
        """Return the filters with just these values chosen in one facet."""
        rest = _dropped(self.chosen, name)
        return replace(self, chosen={**rest, name: values} if values else rest)

    def with_left_out(self, name: str, values: tuple[str, ...]) -> Filters:
        """Return the filters with just these values left out in one facet."""
        rest = _dropped(self.excluded, name)
        return replace(self, excluded={**rest, name: values} if values else rest)

    def engine_filters(self) -> tuple[Filter, ...]:
        """Return the filters for the index of records; a value it does not know leaves nothing, and harms nothing."""
        found: list[Filter] = [In(name, _values(name, values)) for name, values in self.chosen.items()]
        found += [Negate(In(name, _values(name, values))) for name, values in self.excluded.items()]
        return (*found, *self._dates())

    def unit_filters(self) -> tuple[Filter, ...]:
        """Return those filters that the index of units knows too."""
        kept: list[Filter] = [In(name, values) for name, values in self.chosen.items() if name in UNIT_FACETS]
        kept += [Negate(In(name, values)) for name, values in self.excluded.items() if name in UNIT_FACETS]
        return tuple(kept)

    def fits_units(self) -> bool:
        """Say whether the index of units can be asked just the same."""
        return {*self.chosen, *self.excluded} <= UNIT_FACETS and not self.narrows_dates

    def _dates(self) -> tuple[Filter, ...]:
        sides: list[Filter] = []
        if self.first_year is not None:
            sides.append(Range("date_to", gte=date(self.first_year, 1, 1).toordinal()))
        if self.last_year is not None:
            sides.append(Range("date_from", lte=date(self.last_year, 12, 31).toordinal()))
        if not self.undated:
            return tuple(sides)
        return (Either((Every(tuple(sides)), UNDATED)) if sides else UNDATED,)


UNDATED = Negate(Exists("date_from"))
"""Records of which no date is known."""


def read_filters(given: Mapping[str, Sequence[str]]) -> Filters:
    """Return the filters among names and values; names that are none are passed over, as an address holds others.

    A value both chosen and left out is chosen.
    """
    chosen = {name: values for name in FACETS if (values := _read(given.get(name, ())))}
    excluded = {}
    for name in FACETS:
        left_out = tuple(value for value in _read(given.get(NOT + name, ())) if value not in chosen.get(name, ()))
        if left_out:
            excluded[name] = left_out
    first, last = _year(given.get("from", ())), _year(given.get("to", ()))
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Filters(chosen, first, last, excluded, undated=list(given.get("undated", ()))[-1:] == ["1"])


def check_filter_name(name: str) -> None:
    """Raise UnknownFilter for a name that no filter has."""
    known = (*FACETS, *(NOT + facet for facet in FACETS), "from", "to", "undated")
    if name not in known:
        raise UnknownFilter(f"There is no filter {name!r}; use one of: {', '.join(known)}.")


def _read(given: Sequence[str]) -> tuple[str, ...]:
    values = [value.strip() for value in given]
    # No name holds a NUL, and PostgreSQL would take none.
    kept = (value for value in values if value and len(value) <= LONGEST_VALUE and "\x00" not in value)
    return tuple(dict.fromkeys(kept))[:MOST_VALUES]


def _dropped(values: Values, name: str) -> dict[str, tuple[str, ...]]:
    return {key: each for key, each in values.items() if key != name}


def _year(values: Sequence[str]) -> int | None:
    text = values[-1].strip() if values else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) else None


def _values(name: str, values: tuple[str, ...]) -> tuple[str | int, ...]:
    if name != "decade":
        return values
    # A decade is a number in the index; what is none becomes one that no record has.
    return tuple(int(value) if value.isascii() and value.isdigit() and len(value) < 6 else -1 for value in values)
