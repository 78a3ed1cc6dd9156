"""A date is said in the reader's language and can be typed back as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.vocabulary.dates import DateNotUnderstood, date_label, parse_date

LABELS = {
    "1924": ("1924", "1924", "1924"),
    "1925-03-14": ("14-mart 1925", "14 марта 1925", "14 March 1925"),
    "1925-03": ("mart 1925", "март 1925", "March 1925"),
    "192X": ("1920-yillar", "1920-е годы", "1920s"),
    "18XX": ("XIX asr", "XIX век", "19th century"),
    "20XX": ("XXI asr", "XXI век", "21st century"),
    "1924~": ("taxminan 1924", "около 1924", "c. 1924"),
    "1925-03~": ("taxminan mart 1925", "около марта 1925", "c. March 1925"),
    "192X~": ("taxminan 1920-yillar", "около 1920-х годов", "c. 1920s"),
    "1924?": ("1924 (?)", "1924 (?)", "1924 (?)"),
    "1924%": ("taxminan 1924 (?)", "около 1924 (?)", "c. 1924 (?)"),
    "1920/1926": ("1920–1926", "1920–1926", "1920–1926"),
    "1920~/1926~": ("taxminan 1920–1926", "около 1920–1926", "c. 1920–1926"),
    "192X/193X": ("1920-yillar – 1930-yillar", "1920-е годы – 1930-е годы", "1920s – 1930s"),
    "../1930": ("1930-yilgacha", "до 1930", "until 1930"),
    "1930/..": ("1930-yildan", "с 1930", "from 1930"),
    "1930-05/..": ("may 1930-yildan", "с мая 1930", "from May 1930"),
    "../1930~": ("taxminan 1930-yilgacha", "примерно до 1930", "c. until 1930"),
    "[1834,1835]": ("1834 yoki 1835", "1834 или 1835", "1834 or 1835"),
    "{1917,1918}": ("1917 va 1918", "1917 и 1918", "1917 and 1918"),
    "XXXX": ("sanasi nomaʼlum", "без даты", "undated"),
    "": ("sanasi nomaʼlum", "без даты", "undated"),
}


@pytest.mark.parametrize(("edtf", "labels"), LABELS.items())
def test_a_date_is_said_in_each_language(edtf: str, labels: tuple[str, str, str]) -> None:
    assert tuple(date_label(parse_date(edtf), language) for language in ("uz", "ru", "en")) == labels


def test_other_forms_of_uzbek_get_the_latin_and_other_languages_english() -> None:
    value = parse_date("1925-03-14")
    assert date_label(value, "uz-cyrl") == "14-mart 1925"
    assert date_label(value, "de") == "14 March 1925"


@given(
    st.dates().map(lambda day: f"{day.year:04}-{day.month:02}-{day.day:02}"),
    st.sampled_from(["{}", "{}~", "{}?", "{}%", "../{}", "{}/..", "{}~/..", "{}/9999", "0001/{}"]),
    st.sampled_from([4, 7, 10, 3, 2]),
    st.sampled_from(["uz", "ru", "en"]),
)
def test_a_label_reads_back_as_the_same_date(day: str, form: str, length: int, language: str) -> None:
    cut = (day[:length] + "X" * (4 - length))[: max(4, length)]
    try:
        value = parse_date(form.format(cut))
    except DateNotUnderstood:
        return  # there is no year 0
    again = parse_date(date_label(value, language))
    assert (again.earliest, again.latest, again.is_circa, again.is_uncertain) == (
        value.earliest, value.latest, value.is_circa, value.is_uncertain,
    )  # fmt: skip
