"""Words are as far apart as hands and keyboards make them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.mending.edits import cost_between, edits_between

WORDS = st.text("abcdeoʻgsh", max_size=8)


@pytest.mark.parametrize(
    ("word", "other", "edits"),
    [
        ("bojxona", "bojxona", 0),
        ("bojxna", "bojxona", 1),
        ("bojxonna", "bojxona", 1),
        ("bojhona", "bojxona", 1),
        ("bojxnoa", "bojxona", 1),
        ("obkxona", "bojxona", 2),
        ("termez", "samarqand", 3),
    ],
)
def test_edits_are_letters_in_out_changed_or_swapped(word: str, other: str, edits: int) -> None:
    assert edits_between(word, other, 2) == edits


@given(WORDS, WORDS, WORDS)
def test_edits_are_a_distance(one: str, two: str, three: str) -> None:
    there = edits_between(one, two, 9)
    assert there == edits_between(two, one, 9)
    assert (there == 0) == (one == two)
    assert min(there, 3) == edits_between(one, two, 2)
    assert there <= max(len(one), len(two))
    # Swapping neighbors makes the detour over a third word one shorter at most for each swap.
    assert there <= 2 * (edits_between(one, three, 9) + edits_between(three, two, 9))


@given(WORDS, WORDS)
def test_a_word_costs_nothing_itself_and_any_other_something(one: str, two: str) -> None:
    assert cost_between(one, one) == 0
    assert (cost_between(one, two) > 0) == (one != two)


@pytest.mark.parametrize(
    ("typed", "usual", "unusual"),
    [
        ("ozbek", "oʻzbek", "ozbak"),
        ("uzbek", "oʻzbek", "azbek"),
        ("bojhona", "bojxona", "bojlona"),
        ("karor", "qaror", "maror"),
        ("bojxonna", "bojxona", "bojxonn"),
        ("termza", "termaz", "term"),
        ("t0varlar", "tovarlar", "tuvarlar"),
        ("hisobot", "hisobat", "xisobvt"),
        ("shahar", "sahar", "bahar"),
    ],
)
def test_usual_slips_cost_less_than_others(typed: str, usual: str, unusual: str) -> None:
    assert cost_between(typed, usual) < cost_between(typed, unusual)
