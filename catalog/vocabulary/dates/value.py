"""Hold a date as archives know them: a span of days, how exact it is, and how sure one is of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DatePrecision(StrEnum):
    """How exact a date is; a range of any two dates is a RANGE, one without bounds UNKNOWN."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"
    UNKNOWN = "unknown"


def gettext_noop(message: str) -> str:
    """Mark an English sentence for translation; this package knows no Django."""
    return message


class DateNotUnderstood(ValueError):
    """A text that is no date; ``message`` is an English msgid with places that ``params`` fills."""

    def __init__(self, text: str, message: str | None = None) -> None:
        self.text = text
        self.message = message or gettext_noop(
            "“%(text)s” is not understood as a date. Write a year (1924), a day (14.03.1925), a decade (1920s), "
            "a range (1920–1926), “circa 1924”, or leave it empty when the date is not known."
        )
        self.params = {"text": text}
        super().__init__(self.message % self.params)


@dataclass(frozen=True, slots=True)
class ArchiveDate:
    """A date in EDTF with its first and last possible day.

    ``edtf`` is the canonical text and the only thing that need be stored: ``parse_date(value.edtf) == value``. It is ""
    when nothing was said and "XXXX" when the date is said to be unknown. ``earliest`` is None before an open beginning,
    ``latest`` after an open end, both are None when unknown. Circa and doubt do not widen the bounds.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    precision: DatePrecision
    is_circa: bool = False
    is_uncertain: bool = False

    @property
    def is_known(self) -> bool:
        """Tell whether anything at all is known of the date."""
        return self.earliest is not None or self.latest is not None

    @property
    def sort_key(self) -> tuple[date, date]:
        """Return what to sort by: first day, then last; an open side takes the other's, unknown dates come last."""
        start = self.earliest or self.latest or date.max
        return start, self.latest or date.max


MAX_DECADES = 5


def decades(value: ArchiveDate) -> tuple[int, ...]:
    """Return the first years of the decades a date lies in: 1920/1936 gives (1920, 1930).

    A date that may lie in more than five decades, or has an open side, is too vague for a facet and gives ().
    """
    if value.earliest is None or value.latest is None:
        return ()
    first, last = value.earliest.year // 10 * 10, value.latest.year // 10 * 10
    found = tuple(range(first, last + 10, 10))
    return found if len(found) <= MAX_DECADES else ()
