"""EDTF is read by the standard, and our bounds of everyday dates are those of the edtf library."""

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.vocabulary.dates import DateNotUnderstood, decades, parse_date, read_edtf


@settings(max_examples=60, deadline=None)
@given(
    year=st.integers(1, 9998), month=st.integers(1, 12), shape=st.sampled_from(["Y", "Y-M", "Y-M-XX", "Y-XX", "D", "C"])
)
def test_everyday_bounds_agree_with_the_library(year: int, month: int, shape: str) -> None:
    text = {
        "Y": f"{year:04}",
        "Y-M": f"{year:04}-{month:02}",
        "Y-M-XX": f"{year:04}-{month:02}-XX",
        "Y-XX": f"{year:04}-XX",
        "D": f"{max(year, 10):04}"[:3] + "X",
        "C": f"{max(year, 100):04}"[:2] + "XX",
    }[shape]
    library, ours = parse_edtf(text), read_edtf(text)
    assert ours.earliest == date(*library.lower_strict()[:3])
    assert ours.latest == date(*library.upper_strict()[:3])


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("../1930", None, date(1930, 12, 31)),
        ("1930/..", date(1930, 1, 1), None),
        ("/1930", None, date(1930, 12, 31)),
        ("1930/", date(1930, 1, 1), None),
        ("XXXX", None, None),
        ("", None, None),
        ("9999", date(9999, 1, 1), date.max),
        ("0001", date.min, date(1, 12, 31)),
        ("1XXX", date(1000, 1, 1), date(1999, 12, 31)),
        ("1920~/1926?", date(1920, 1, 1), date(1926, 12, 31)),
        ("1985-21", date(1985, 3, 1), date(1985, 5, 31)),
        ("1985-24", date(1985, 12, 1), date(1986, 2, 28)),
        ("[1920..1924]", date(1920, 1, 1), date(1924, 12, 31)),
        ("?2004-06", date(2004, 6, 1), date(2004, 6, 30)),
    ],
)
def test_edtf_has_the_bounds_of_the_standard(text: str, earliest: date | None, latest: date | None) -> None:
    value = read_edtf(text)
    assert (value.earliest, value.latest) == (earliest, latest)


def test_the_strict_reader_takes_a_season_where_people_mean_two_years() -> None:
    assert read_edtf("1920-21").edtf == "1920-03/1920-05"
    assert parse_date("1920-21").edtf == "1920/1921"


def test_the_strict_reader_does_not_read_words() -> None:
    with pytest.raises(DateNotUnderstood):
        read_edtf("circa 1924")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1924", (1920,)),
        ("1929-12/1930-01", (1920, 1930)),
        ("1900/1949", (1900, 1910, 1920, 1930, 1940)),
        ("1900/1950", ()),
        ("XX век", ()),
        ("до 1930", ()),
        ("", ()),
        ("0001", (0,)),
    ],
)
def test_a_date_counts_in_every_decade_it_touches_unless_it_is_too_vague(
    written: str, expected: tuple[int, ...]
) -> None:
    assert decades(parse_date(written)) == expected


def test_dates_sort_by_beginning_then_end_and_unknown_ones_come_last() -> None:
    written = ["", "1930", "1925-03-14", "1920/1940", "1920", "../1919", "1920/.."]
    ordered = sorted((parse_date(text) for text in written), key=lambda value: value.sort_key)
    assert [value.edtf for value in ordered] == ["../1919", "1920", "1920/1940", "1920/..", "1925-03-14", "1930", ""]
