"""Read the dates of a query: a year, a month, a day or a decade, and the time between two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_BETWEEN = re.compile(r"\.{2,3}|…")
_DECADE = re.compile(r"(\d{2,3}0)s")
_DECADE_IN_WORDS = re.compile(r"(\d{2,3}0)(?:'s|-?е|-?х|-?yillar|-?йиллар)", re.IGNORECASE)
_YEARS_JOINED = re.compile(r"(\d{4})[-–](\d{4})")
_ISO = re.compile(r"(\d{3,4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})")

_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Partial:
    """A date as far as it is known: a year (1 to 9999), a month of it or a day of that; 0 where it is not said."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def earliest(self) -> date:
        """Return its first day."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """Return its last day."""
        if self.day:
            return self.earliest
        if not self.month or self.month == _DECEMBER:
            return date(self.year, 12, 31)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)


Period = tuple[Partial | None, Partial | None]
"""From the start of one date to the end of another; None is open."""


def read_range(text: str) -> Period | None:
    """Return what ``1924..1938``, ``1924-05..``, ``..17.05.1938`` or ``1970s`` says; None for anything else."""
    if decade := _DECADE.fullmatch(text):
        return _decade(int(decade[1]))
    sides = _BETWEEN.split(text)
    if len(sides) != 2 or not any(sides):
        return None
    first_, last = (_partial(side) for side in sides)
    if (sides[0] and first_ is None) or (sides[1] and last is None):
        return None
    return _in_order(first_, last)


def read_period(text: str) -> Period | None:
    """Return what is said where a date is expected: also ``1924``, ``1924-05-17``, ``1924-1938``, ``1970-е``."""
    if (whole := _partial(text)) is not None:
        return whole, whole
    if years := _YEARS_JOINED.fullmatch(text):
        first, last = _partial(years[1]), _partial(years[2])
        return _in_order(first, last) if first and last else None
    if decade := _DECADE_IN_WORDS.fullmatch(text):
        return _decade(int(decade[1]))
    return read_range(text)


def _decade(first: int) -> Period | None:
    return (Partial(first), Partial(first + 9)) if first else None


def _partial(text: str) -> Partial | None:
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif written := _DAY_FIRST.fullmatch(text):
        day, month, year = written.groups()
    else:
        return None
    found = Partial(int(year), int(month or 0), int(day or 0))
    is_said = (month is None or found.month) and (day is None or found.day)
    try:
        found.earliest  # noqa: B018 - a month or a day that there is not raises here
    except ValueError:
        return None
    return found if is_said else None


def _in_order(first: Partial | None, last: Partial | None) -> Period:
    if first is not None and last is not None and first.earliest > last.earliest:
        return last, first
    return first, last
