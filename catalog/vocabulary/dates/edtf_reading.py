"""Read EDTF, the Extended Date/Time Format of ISO 8601-2:2019 (https://www.loc.gov/standards/datetime/).

Levels 0 and 1 and the sets and unspecified digits of level 2, for the years 1 to 9999. The ``edtf`` library reads
single dates and gives their bounds; intervals and sets are put together here, for it cannot bound open intervals.
Seasons become the months they span, so that what is stored is never a season: people write "1920-21" for two years.
"""

from __future__ import annotations

import re
from datetime import date

from edtf import EDTFObject, parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from catalog.vocabulary.dates.value import ArchiveDate, DateNotUnderstood, DatePrecision, gettext_noop

UNKNOWN_EDTF = frozenset({"", "XXXX", "../..", "/", "..", "XXXX-XX", "XXXX-XX-XX"})
_SHAPES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), DatePrecision.DAY),
    (re.compile(r"\d{4}-\d\d(-XX)?"), DatePrecision.MONTH),
    (re.compile(r"\d{4}(-XX){0,2}"), DatePrecision.YEAR),
    (re.compile(r"\d{3}X"), DatePrecision.DECADE),
    (re.compile(r"\d\dXX"), DatePrecision.CENTURY),
)
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
    season = _SEASON.fullmatch(text)
    if season:
        return _read_season(*season.groups())
    parsed = _parsed(text)
    earliest, latest = _bounds(parsed, text)
    bare = re.sub(r"[?~%]", "", text)
    precision = next((found for shape, found in _SHAPES if shape.fullmatch(bare)), DatePrecision.RANGE)
    is_circa, is_uncertain = "~" in text or "%" in text, "?" in text or "%" in text
    return ArchiveDate(text, earliest, latest, precision, is_circa, is_uncertain)


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
        return parse_edtf(text)
    except (EDTFParseException, ValueError, TypeError) as error:
        raise DateNotUnderstood(text) from error


def _bounds(parsed: EDTFObject, text: str) -> tuple[date, date]:
    try:
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
        earliest, latest = date(*lower[:3]), date(*upper[:3])
    except (ValueError, TypeError, OverflowError) as error:
        message = gettext_noop("“%(text)s” lies outside the years 1 to 9999.")
        raise DateNotUnderstood(text, message) from error
    if latest.year == date.max.year and text[:4] != f"{latest.year}-":
        latest = date.max if re.fullmatch(r"[9X]{4}[?~%]?", text) else latest  # the library stops on its first day
    return earliest, latest
