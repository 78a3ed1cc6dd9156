"""Read EDTF, the Extended Date/Time Format of ISO 8601-2:2019 (https://www.loc.gov/standards/datetime/).

Levels 0 and 1 and the sets and unspecified digits of level 2, for the years 1 to 9999. The everyday shapes of a single
date are bounded here by the calendar, a thousand times faster than the ``edtf`` library, which reads all others (a test
holds the two together); intervals and sets are put together here too, for the library cannot bound open intervals.
Seasons become the months they span, so that what is stored is never a season: people write "1920-21" for two years.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from edtf import EDTFObject, parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from catalog.vocabulary.dates.value import ArchiveDate, DateNotUnderstood, DatePrecision, gettext_noop

UNKNOWN_EDTF = frozenset({"", "XXXX", "../..", "/", "..", "XXXX-XX", "XXXX-XX-XX"})
OUTSIDE = gettext_noop("“%(text)s” lies outside the years 1 to 9999.")
_EVERYDAY = re.compile(r"(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?[?~%]?")
_SEASON = re.compile(r"(\d{4})-(2[1-4])([?~%]?)")
_SEASON_MONTHS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 12)}
_TIME = re.compile(r"(?<=\d)T[\d:.Z+-]+$")


def read_edtf(text: str) -> ArchiveDate:
    """Return the date an EDTF text means. Raises ``DateNotUnderstood``."""
    written = _TIME.sub("", text.strip().upper().replace(" ", ""))
    if written in UNKNOWN_EDTF:
        return ArchiveDate("XXXX" if written else "", None, None, DatePrecision.UNKNOWN)
    try:
        if written[0] in "[{":
            return _read_set(written)
        if "/" in written:
            start, _, end = written.partition("/")
            return join_range(_read_side(start), _read_side(end))
        return _read_single(written)
    except DateNotUnderstood as error:
        raise DateNotUnderstood(text, error.message) from error


def join_range(start: ArchiveDate | None, end: ArchiveDate | None) -> ArchiveDate:
    """Return the range from one date to another; None is an open side. Raises ``DateNotUnderstood``."""
    edtf = f"{start.edtf if start else '..'}/{end.edtf if end else '..'}"
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if (start and earliest is None) or (end and latest is None):
        raise DateNotUnderstood(edtf)
    if earliest and latest and earliest > latest:
        raise DateNotUnderstood(edtf, gettext_noop("“%(text)s” ends before it begins. Write the earlier date first."))
    sides = [side for side in (start, end) if side]
    return ArchiveDate(
        edtf, earliest, latest, DatePrecision.RANGE,
        any(side.is_circa for side in sides), any(side.is_uncertain for side in sides),
    )  # fmt: skip


def _read_side(text: str) -> ArchiveDate | None:
    return None if text in {"", ".."} else _read_single(text)


def _read_single(text: str) -> ArchiveDate:
    if not text or not set("/[]{},").isdisjoint(text):
        raise DateNotUnderstood(text)  # the library would read an interval inside an interval
    season = _SEASON.fullmatch(text)
    if season:
        return _read_season(*season.groups())
    everyday = _EVERYDAY.fullmatch(text)
    if everyday:
        earliest, latest, precision = _everyday_bounds(text, *everyday.groups())
    else:
        earliest, latest = _bounds(_parsed(text), text)
        precision = DatePrecision.RANGE
    is_circa, is_uncertain = "~" in text or "%" in text, "?" in text or "%" in text
    return ArchiveDate(text, earliest, latest, precision, is_circa, is_uncertain)


def _everyday_bounds(text: str, year: str, month: str | None, day: str | None) -> tuple[date, date, DatePrecision]:
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if last == 0 or (first == 0 and "X" not in year):
        raise DateNotUnderstood(text, OUTSIDE)
    months = (1, 12) if month in {None, "XX"} else (int(month or 0), int(month or 0))
    if ("X" in year and month) or (month == "XX" and day not in {None, "XX"}):
        raise DateNotUnderstood(text)
    try:
        _, days = monthrange(last, months[1])
        known_day = int(day) if day and day != "XX" else 0
        bounds = date(max(first, 1), months[0], known_day or 1), date(last, months[1], known_day or days)
    except ValueError as error:  # there is no such month or day
        raise DateNotUnderstood(text) from error
    if "X" in year:
        return *bounds, DatePrecision.CENTURY if year.endswith("XX") else DatePrecision.DECADE
    if known_day:
        return *bounds, DatePrecision.DAY
    return *bounds, DatePrecision.YEAR if months[0] != months[1] else DatePrecision.MONTH


def _read_season(year: str, season: str, mark: str) -> ArchiveDate:
    # Winter is December to February (ISO 8601-2 leaves it open): it ends in the next year.
    first, last = _SEASON_MONTHS[season]
    end = f"{int(year) + 1:04}-02" if season == "24" else f"{year}-{last:02}"
    return join_range(_read_single(f"{year}-{first:02}{mark}"), _read_single(f"{end}{mark}"))


def _read_set(text: str) -> ArchiveDate:
    inner = text[1:-1]
    if text[-1] != {"[": "]", "{": "}"}[text[0]] or not inner:
        raise DateNotUnderstood(text)
    if ".." in inner and "," not in inner:
        start, _, end = inner.partition("..")
        return join_range(_read_side(start), _read_side(end))
    members = [_read_single(member) for member in inner.split(",")]
    if len(members) == 1:
        return members[0]
    edtf = text[0] + ",".join(member.edtf for member in members) + text[-1]
    return ArchiveDate(
        edtf,
        min(member.earliest for member in members if member.earliest),
        max(member.latest for member in members if member.latest),
        DatePrecision.RANGE,
        any(member.is_circa for member in members),
        any(member.is_uncertain for member in members),
    )


def _parsed(text: str) -> EDTFObject:
    try:
        parsed: EDTFObject = parse_edtf(text)
    except (EDTFParseException, ValueError, TypeError) as error:
        raise DateNotUnderstood(text) from error
    return parsed


def _bounds(parsed: EDTFObject, text: str) -> tuple[date, date]:
    try:
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
        return date(*lower[:3]), date(*upper[:3])
    except (ValueError, TypeError, OverflowError) as error:
        raise DateNotUnderstood(text, OUTSIDE) from error
