"""Dates of EXIF, IPTC and XMP become EDTF, impossible ones nothing."""

from datetime import date

import pytest

from archive.extract.metadata.moments import edtf_date


@pytest.mark.parametrize(
    ("written", "edtf"),
    [("1926:03:14 10:00:00", "1926-03-14"), ("1926-03-14T10:00:00+05:00", "1926-03-14"), ("1926", "1926"),
     ("1926:03", "1926-03"), ("1926:00:00", "1926"), ("1926:03:00", "1926-03"), ("0000:00:00", ""), ("1926:02:30", ""),
     ("1926:13:01", ""), ("", ""), ("yesterday", ""), ("    :  :     :  :  ", ""), ("19260314", "")],
)  # fmt: skip
def test_a_date_in_a_file_becomes_edtf(written: str, edtf: str) -> None:
    assert edtf_date(written) == edtf


def test_a_date_ahead_of_today_is_left_out_but_a_time_zone_may_be_a_day_ahead() -> None:
    today = date(2026, 1, 31)
    assert edtf_date("2026:02:01", today=today) == "2026-02-01"
    assert edtf_date("2026:02:02", today=today) == ""
