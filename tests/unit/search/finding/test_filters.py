"""Filters are read from addresses as people write and bend them."""

import pytest

from search.finding.filters import UNDATED, Filters, UnknownFilter, check_filter_name, read_filters
from search.query.filters import Either, Every, In, Negate, Range


def test_values_are_chosen_and_left_out_side_by_side() -> None:
    filters = read_filters({"subject": ["tea", "silk"], "not_place": ["termiz"], "q": ["x"]})
    assert filters.of("subject") == ("tea", "silk")
    assert filters.left_out("place") == ("termiz",)
    assert filters.engine_filters() == (In("subject", ("tea", "silk")), Negate(In("place", ("termiz",))))
    assert filters.count == 3


def test_a_value_both_chosen_and_left_out_is_chosen() -> None:
    filters = read_filters({"subject": ["tea"], "not_subject": ["tea", "silk"]})
    assert (filters.of("subject"), filters.left_out("subject")) == (("tea",), ("silk",))


def test_records_without_a_date_are_taken_in_beside_the_years_or_alone() -> None:
    alone = read_filters({"undated": ["1"]})
    assert alone.engine_filters() == (UNDATED,)
    beside = read_filters({"undated": ["1"], "from": ["1920"]})
    (either,) = beside.engine_filters()
    assert isinstance(either, Either)
    assert either.parts[1] == UNDATED
    assert isinstance(either.parts[0], Every)
    assert read_filters({"undated": ["yes"]}).is_empty


def test_opening_a_facet_forgets_what_was_left_out_of_it_too() -> None:
    filters = read_filters({"subject": ["tea"], "not_subject": ["silk"], "not_kind": ["photo"]})
    assert filters.without("subject") == Filters(excluded={"kind": ("photo",)})


@pytest.mark.parametrize("year", ["0", "00000000000001", "99999", "0001000000", "-5", "abc", "٢٠٠٠", "9" * 5000])
def test_what_is_no_year_is_passed_over(year: str) -> None:
    assert read_filters({"from": [year]}).is_empty


def test_years_the_wrong_way_round_are_turned() -> None:
    filters = read_filters({"from": ["1940"], "to": ["1910"]})
    assert (filters.first_year, filters.last_year) == (1910, 1940)
    assert [type(each) for each in filters.engine_filters()] == [Range, Range]


def test_pages_can_be_asked_alike_only_where_nothing_else_narrows() -> None:
    assert read_filters({"not_kind": ["photo"]}).fits_units()
    assert not read_filters({"not_subject": ["tea"]}).fits_units()
    assert not read_filters({"undated": ["1"]}).fits_units()


def test_an_unknown_filter_is_named_with_those_there_are() -> None:
    check_filter_name("not_subject")
    with pytest.raises(UnknownFilter, match="not_place"):
        check_filter_name("not_from")
