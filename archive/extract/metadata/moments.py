"""Turn the dates found in image metadata into EDTF, leaving out impossible ones."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"(\d{4})(?:[:\-/.](\d{2})(?:[:\-/.](\d{2}))?)?(?!\d)")
_OLDEST_YEAR = 1


def edtf_date(written: str, *, today: date | None = None) -> str:
    """Return "YYYY", "YYYY-MM" or "YYYY-MM-DD" for a date as EXIF, IPTC or XMP write it, or "".

    IPTC-IIM 2:55 and EXIF allow unknown parts as 00 or blanks (IIM 4.2, 2:55: "0000" for an
    unknown part), XMP allows a year or month alone (ISO 16684-1, 8.2.1.2). A date that does not
    exist, a year 0 and, when ``today`` is given, a date more than a day ahead count as absent.
    """
    match = _DATE.match(written.strip())
    if match is None:
        return ""
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        earliest = date(year, month or 1, day or 1)
    except ValueError:
        return ""
    if today is not None and earliest.toordinal() > today.toordinal() + 1:
        return ""
    if not month:
        return f"{year:04}"
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
