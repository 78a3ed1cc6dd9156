"""Names in other languages stand beside the words that are a name, and number signs ask for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pytest

from search.analysis import Analyzer
from search.query import Expansion, expand, expand_loosely, read
from search.query.labels import MOST_WORDS, Label, Meant, label_keys
from search.query.tree import Node, Term, check, leaves

ANALYZER = Analyzer()
LABELS = [Label("Bojxona", "uz"), Label("Таможня", "ru"), Label("Customs", "en")]
RIVER = [Label("Amudaryo", "uz"), Label("Амударья", "ru"), Label("Amu Darya", "en")]
KNOWN = {
    key: labels
    for labels in (LABELS, RIVER)
    for label in labels
    for key in label_keys(ANALYZER.tokens(label.text, (label.language,)))
}


def lookup(keys: Iterable[str]) -> Mapping[str, Sequence[Label]]:
    return {key: KNOWN[key] for key in keys if key in KNOWN}


def meant(query: str) -> list[tuple[str, list[str]]]:
    found = read(query, ANALYZER, lookup=lookup).meant
    return [(each.typed, [label.text for label in each.labels]) for each in found]


def tree(query: str) -> Node:
    reading = read(query, ANALYZER, lookup=lookup)
    return expand(reading.syntax, Expansion(ANALYZER, {"text": 1.0}, meant=reading.meant))


def words(node: Node) -> set[str]:
    return {leaf.text for leaf in leaves(node) if isinstance(leaf, Term)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("customs", [("customs", ["Bojxona", "Таможня"])]),
        ("таможней", [("таможней", ["Bojxona", "Customs"])]),
        ("божхонанинг", [("божхонанинг", ["Таможня", "Customs"])]),
        ("port amu darya 1901", [("amu darya", ["Amudaryo", "Амударья"])]),
        ('"Amu Darya"', [('"Amu Darya"', ["Amudaryo", "Амударья"])]),
        ("customs OR port", [("customs", ["Bojxona", "Таможня"])]),
        ("customs Amudaryo", [("customs", ["Bojxona", "Таможня"]), ("Amudaryo", ["Амударья", "Amu Darya"])]),
        ("-customs", []),
        ("title:customs", []),
        ("=customs", []),
        ("darya amu", []),
        ("", []),
        ("1901 2", []),
    ],
)
def test_a_name_is_known_wherever_it_is_asked_for(query: str, expected: list[tuple[str, list[str]]]) -> None:
    assert meant(query) == expected


def test_the_names_are_in_the_tree_of_records_and_in_that_of_pages() -> None:
    reading = read("port amu darya", ANALYZER, lookup=lookup)
    expansion = Expansion(ANALYZER, {"text": 1.0}, meant=reading.meant)
    for node in (expand(reading.syntax, expansion), expand_loosely(reading.syntax, expansion)):
        assert {"port", "darya", "amudaryo", "амударья"} <= words(node)


@pytest.mark.parametrize("count", [1, 12, 30])
def test_the_tree_stays_within_bounds_however_many_names_are_asked_for(count: int) -> None:
    reading = read(" ".join(["customs", "Oxus"] * count), ANALYZER, lookup=lookup)
    weights = {f"field{number}": 2.0 for number in range(7)}
    check(expand(reading.syntax, Expansion(ANALYZER, weights, meant=reading.meant)))
    assert sum(len(label.text.split()) for each in reading.meant for label in each.labels) <= MOST_WORDS


def test_names_that_no_words_of_the_query_have_are_passed_over() -> None:
    stray = (Meant(50, 60, "x", (LABELS[0],)),)
    reading = read("port", ANALYZER)
    assert "bojxona" not in words(expand(reading.syntax, Expansion(ANALYZER, {"text": 1.0}, meant=stray)))


@pytest.mark.parametrize("query", ["No. 23-1732", "no 23-1732", "№ 23-1732", "N 23-1732", "nr. 23-1732"])
def test_the_sign_of_a_number_is_not_asked_for(query: str) -> None:
    assert tree(query) == tree("23-1732")


@pytest.mark.parametrize("query", ["no way", "say no", "no"])
def test_the_same_letters_are_a_word_where_no_number_follows(query: str) -> None:
    assert "no" in words(tree(query))
