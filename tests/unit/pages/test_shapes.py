"""The shapes the pages draw: bars, percentages, icons."""

import pytest
from django.utils import translation

from pages.templatetags.icons import IconMissing, icon, kind_icon
from pages.templatetags.shapes import bars, grouped, histogram, percent


def test_a_single_record_still_shows_beside_thousands() -> None:
    small, large = bars([(1924, 1), (1925, 4000)], (None, None))
    assert small.height >= 3
    assert large.height == 72


def test_years_without_records_leave_a_gap_as_wide_as_a_year() -> None:
    first, last = bars([(1924, 5), (1926, 5)], (None, None))
    assert last.x - first.x == 20


def test_only_the_years_chosen_are_marked() -> None:
    found = bars([(1924, 5), (1930, 5), (1940, 5)], (1930, None))
    assert [bar.is_selected for bar in found] == [False, True, True]


def test_without_a_choice_no_bar_is_marked() -> None:
    assert not any(bar.is_selected for bar in bars([(1924, 5)], (None, None)))


def test_no_years_draw_nothing() -> None:
    assert histogram([]) == {"bars": []}


def test_fractions_become_percentages_with_a_point_in_every_language() -> None:
    with translation.override("ru"):
        assert percent(0.12345) == "12.345%"


@pytest.mark.parametrize(("code", "shown"), [("ru", "41\xa0906"), ("uz-cyrl", "41\xa0906"), ("en", "41,906")])
def test_digits_are_grouped_the_way_of_the_language(code: str, shown: str) -> None:
    with translation.override(code):
        assert grouped(41906) == shown


def test_an_icon_is_hidden_from_screen_readers_because_its_word_stands_beside_it() -> None:
    assert 'aria-hidden="true"' in icon("search")
    assert icon("image") == kind_icon("photo")


def test_a_misspelled_icon_fails_by_name() -> None:
    with pytest.raises(IconMissing, match="serach"):
        icon("serach")
