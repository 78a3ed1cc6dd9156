"""Dates as each language writes them."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

MOMENT = datetime(2026, 11, 8, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment", "short"),
    [
        ("uz", "2026-yil 8-noyabr", "2026-yil 8-noyabr, 14:05", "08.11.2026"),
        ("uz-cyrl", "2026-йил 8-ноябрь", "2026-йил 8-ноябрь, 14:05", "08.11.2026"),
        ("ru", "8 ноября 2026 г.", "8 ноября 2026 г. 14:05", "08.11.2026"),
        ("en", "8 November 2026", "8 November 2026, 14:05", "8 Nov 2026"),
    ],
)
def test_a_date_is_written_as_its_readers_write_it(language: str, day: str, moment: str, short: str) -> None:
    with translation.override(language):
        assert date_format(MOMENT, "DATE_FORMAT") == day
        assert date_format(MOMENT, "DATETIME_FORMAT") == moment
        assert date_format(MOMENT, "SHORT_DATE_FORMAT") == short
