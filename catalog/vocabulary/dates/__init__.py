"""Read, hold and say the dates of records: EDTF inside, people's own words outside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from catalog.vocabulary.dates.edtf_reading import read_edtf
from catalog.vocabulary.dates.labels import date_label
from catalog.vocabulary.dates.value import ArchiveDate, DateNotUnderstood, DatePrecision, decades
from catalog.vocabulary.dates.written import fold, to_edtf

__all__ = ["ArchiveDate", "DateNotUnderstood", "DatePrecision", "date_label", "decades", "parse_date", "read_edtf"]

_MAX_CHARACTERS = 200
# Texts that only EDTF writes so: a mark at one side of an interval, open sides, sets.
_EDTF_ONLY = re.compile(
    r"[\dX~?%-]*[~?%]?/[\dX~?%-]*[~?%]|[\dX~?%-]*(?:/\.\.|/)|(?:\.\.)?/[\dX~?%-]+|[\[{][\dX~?%.,-]+[\]}]", re.IGNORECASE
)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> ArchiveDate:
    """Return the date a person or a file has written: EDTF, or words in English, Russian or Uzbek.

    "" is a date of which nothing is said. Where EDTF and habit differ habit is followed: "1920-21" is two years (in
    EDTF the spring of 1920; ``read_edtf`` reads it so). Raises ``DateNotUnderstood``.
    """
    if len(text) > _MAX_CHARACTERS:
        raise DateNotUnderstood(text[:_MAX_CHARACTERS] + "…")
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)  # digits of any script
    folded = fold(text)
    if not folded:
        return read_edtf("")
    try:
        if _EDTF_ONLY.fullmatch(text.strip()):
            return read_edtf(text)
        edtf = to_edtf(folded)
        return read_edtf(edtf if edtf is not None else text)
    except DateNotUnderstood as error:
        raise DateNotUnderstood(text.strip(), error.message) from error
