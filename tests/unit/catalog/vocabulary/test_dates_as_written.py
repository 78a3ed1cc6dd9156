"""What people type for a date is understood in every language of the house."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.vocabulary.dates import DateNotUnderstood, DatePrecision, parse_date

WRITTEN = {
    "1924": "1924",
    "1924 г.": "1924",
    "в 1924 году": "1924",
    "1924-yil": "1924",
    "1924 йил": "1924",
    "985": "0985",
    "[1924]": "1924",
    "[ca. 1924]": "1924~",
    "[1924–1925]": "1924/1925",
    "circa 1924": "1924~",
    "c.1954": "1954~",
    "c1954": "1954~",
    "около 1924": "1924~",
    "ок. 1924 г.": "1924~",
    "taxminan 1924": "1924~",
    "тахминан 1924 йил": "1924~",
    "1924?": "1924?",
    "возможно, 1924": "1924?",
    "ehtimol 1924": "1924?",
    "?c.1834–5": "1834%/1835%",
    "1920s": "192X",
    "the 1920's": "192X",
    "1920-е": "192X",
    "1920-х гг.": "192X",
    "1920-е годы": "192X",
    "1920-yillar": "192X",
    "1920-йиллар": "192X",
    "ок. 1920-х гг.": "192X~",
    "early 1920s": "1920~/1923~",
    "начало 1920-х": "1920~/1923~",
    "1920-yillarning boshi": "1920~/1923~",
    "XIX asr oxiri": "1870~/1899~",
    "вторая половина XIX в.": "1850~/1899~",
    "19th century": "18XX",
    "XIX век": "18XX",
    "ХІХ аср": "18XX",
    "19-asr": "18XX",
    "XVIII–XIX вв.": "17XX/18XX",
    "14 марта 1925": "1925-03-14",
    "14 марта 1925 г.": "1925-03-14",
    "14-mart 1925": "1925-03-14",
    "1925-yil 14-mart": "1925-03-14",
    "1925 йил 14 март": "1925-03-14",
    "14 March 1925": "1925-03-14",
    "March 14, 1925": "1925-03-14",
    "14.03.1925": "1925-03-14",
    "14/3/1925": "1925-03-14",
    "14.III.1925": "1925-03-14",
    "1925.03.14": "1925-03-14",
    "1925-03-14T10:00:00": "1925-03-14",
    "март 1925": "1925-03",
    "1925-yil mart oyi": "1925-03",
    "03.1925": "1925-03",
    "1923/24": "1923/1924",
    "1920-21": "1920/1921",
    "1834–5": "1834/1835",
    "1809–11": "1809/1811",
    "1809-11": "1809-11",
    "c.1920–26": "1920~/1926~",
    "1895 – c. 1905": "1895/1905~",
    "1920–1926 гг.": "1920/1926",
    "1920-1926-yillar": "1920/1926",
    "1920–1930-е": "192X/193X",
    "from 1920 to 1926": "1920/1926",
    "с 1920 по 1926 г.": "1920/1926",
    "1920-yildan 1926-yilgacha": "1920/1926",
    "14–16 марта 1925": "1925-03-14/1925-03-16",
    "март–май 1925": "1925-03/1925-05",
    "до 1917": "../1917",
    "1917-yilgacha": "../1917",
    "1917 йилгача": "../1917",
    "after 1917": "1917/..",
    "1917 йилдан кейин": "1917/..",
    "1834 or 1835": "[1834,1835]",
    "1834 yoki 1835": "[1834,1835]",
    "1917 и 1918 гг.": "{1917,1918}",
    "١٩٢٤": "1924",
    "date not known": "XXXX",
    "сана номаълум": "XXXX",
    "sanasi nomaʼlum": "XXXX",
    "sanasi noma‘lum": "XXXX",
    "без даты": "XXXX",
    "n.d.": "XXXX",
    "": "",
    "   ": "",
}


@pytest.mark.parametrize(("written", "edtf"), WRITTEN.items())
def test_a_written_date_becomes_edtf(written: str, edtf: str) -> None:
    assert parse_date(written).edtf == edtf


@pytest.mark.parametrize("edtf", sorted(set(WRITTEN.values())))
def test_the_stored_form_reads_back_as_itself(edtf: str) -> None:
    assert parse_date(edtf).edtf == edtf


@pytest.mark.parametrize(
    "text",
    ["foo", "24", "20s", "12345", "1924-13", "1924-02-30", "31.02.1925", "14.13.1925", "0000", "-0100", "Y17000",
     "[", "{}", "%s", "%(text)s", "1924-03-14-15", "13 век до н. э.", "0 век", "{1924", "1924//1925", "[,]", "c.",
     "?!"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_sentence_that_quotes_it(text: str) -> None:
    with pytest.raises(DateNotUnderstood) as caught:
        parse_date(text)
    assert f"“{text}”" in str(caught.value)
    assert caught.value.message % caught.value.params == str(caught.value)


def test_a_range_that_ends_before_it_begins_is_called_so() -> None:
    with pytest.raises(DateNotUnderstood, match="ends before it begins"):
        parse_date("1926–1920")


def test_circa_and_doubt_are_facts_and_do_not_widen_the_bounds() -> None:
    value = parse_date("?circa 1924")
    assert (value.is_circa, value.is_uncertain) == (True, True)
    assert (value.earliest, value.latest) == (date(1924, 1, 1), date(1924, 12, 31))


@pytest.mark.parametrize(
    ("written", "precision"),
    [("14.03.1925", "day"), ("март 1925", "month"), ("1925", "year"), ("1920s", "decade"), ("XX asr", "century"),
     ("1920–26", "range"), ("до 1917", "range"), ("б. д.", "unknown")],
)  # fmt: skip
def test_the_precision_is_known(written: str, precision: str) -> None:
    assert parse_date(written).precision is DatePrecision(precision)


@given(st.text(alphabet=st.sampled_from("0123456789 -–/.~?%[]{}XxсcвгIVаiyl,'март"), max_size=40))
def test_any_text_is_either_a_date_or_not_understood(text: str) -> None:
    try:
        value = parse_date(text)
    except DateNotUnderstood:
        return
    assert parse_date(value.edtf) == value
    if value.earliest and value.latest:
        assert value.earliest <= value.latest


@given(st.dates())
def test_every_day_of_the_calendar_is_read_in_the_usual_orders(day: date) -> None:
    for written in (day.isoformat(), f"{day.day:02}.{day.month:02}.{day.year:04}"):
        value = parse_date(written)
        assert (value.earliest, value.latest) == (day, day)
