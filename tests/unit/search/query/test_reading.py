"""The page can say how a query was read, and take each part out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer, Form
from search.query import Expansion, PartKind, Spelling, expand, expand_loosely, read
from search.query.tree import All, AllOf, BestOf, Boost, Node, Not, Nothing, Phrase, Prefix, Term, check, leaves

ANALYZER = Analyzer()
WEIGHTS = {"title": 3.0, "text": 1.0}


def tree(query: str, spelling: Spelling = Spelling.EVERY) -> Node:
    reading = read(query, ANALYZER, spelling=spelling)
    return expand(reading.syntax, Expansion(ANALYZER, WEIGHTS, spelling))


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("a b c", ["b c", "a c", "a b"]),
        ("a AND b", ["b", "a"]),
        ("a OR b", ["b", "a"]),
        ('"a b" -c year:1924', ["-c year:1924", '"a b" year:1924', '"a b" -c']),
        ("(a OR b) c", ["c", "(a OR b)"]),
        ("a NOT b", ["NOT b", "a"]),
        ("a", [""]),
    ],
)
def test_each_part_can_be_taken_out(query: str, left: list[str]) -> None:
    assert [part.without for part in read(query, ANALYZER).parts] == left


def test_each_part_says_what_it_is() -> None:
    reading = read('word "a phrase" pre* -no year:1924 (x OR y) title:t', ANALYZER)
    assert [part.kind for part in reading.parts] == [
        PartKind.WORD, PartKind.PHRASE, PartKind.PREFIX, PartKind.WITHOUT, PartKind.YEARS, PartKind.ANY, PartKind.WORD,
    ]  # fmt: skip
    assert reading.parts[-1].field == "title"
    assert not reading.any_part
    assert read("a OR b", ANALYZER).any_part


def test_other_spellings_are_shown_only_where_they_are_searched() -> None:
    def respell(word: str) -> list[str]:
        return ["ўзбек", word]

    assert read("oʻzbek", ANALYZER, respell=respell).parts[0].also == ("ўзбек",)
    assert read("oʻzbek", ANALYZER, spelling=Spelling.EXACT, respell=respell).parts[0].also == ()


def test_a_word_becomes_the_best_of_its_forms_over_weighted_fields() -> None:
    found = tree("божхонаси")
    assert isinstance(found, BestOf)
    assert {(leaf.field, leaf.form, leaf.text) for leaf in leaves(found) if isinstance(leaf, Term)} == {
        (field, form, text)
        for field in WEIGHTS
        for form, text in [
            (Form.EXACT, "божхонаси"), (Form.SCRIPT, "bojxonasi"), (Form.STEM, "божхонас"), (Form.STEM, "~bojxona"),
        ]
    }  # fmt: skip
    titles = [part for part in found.parts if isinstance(part, Boost) and part.part.field == "title"]  # type: ignore[union-attr]
    assert min(part.weight for part in titles) > 2


def test_exactly_as_typed_searches_no_other_form() -> None:
    assert {leaf.form for leaf in leaves(tree("божхонаси «олтин йўл» бож*", Spelling.EXACT))} == {Form.EXACT}


def test_a_quoted_word_is_not_stemmed() -> None:
    assert Form.STEM not in {leaf.form for leaf in leaves(tree('"officers"'))}


def test_what_signs_hold_together_is_searched_as_parts_and_as_a_whole() -> None:
    found = list(leaves(tree("text:23-1732")))
    assert Phrase("text", Form.SCRIPT, ("23", "1732")) in found
    assert Term("text", Form.SCRIPT, "231732") in found


def test_an_empty_query_finds_everything_and_a_query_of_signs_too() -> None:
    assert tree("") == All()
    assert tree("[") == All()


def test_a_named_field_is_the_only_one_searched() -> None:
    assert {leaf.field for leaf in leaves(tree("title:bojxona"))} == {"title"}


def test_pages_are_found_by_any_wanted_word_and_never_by_an_unwanted_one() -> None:
    syntax = read("bojxona -tarix title:sarlavha year:1924", ANALYZER).syntax
    loose = expand_loosely(syntax, Expansion(ANALYZER, {"text": 1.0}))
    assert {leaf.text for leaf in leaves(loose) if isinstance(leaf, Term)} == {"bojxona", "~bojxona"}
    assert expand_loosely(read("-x", ANALYZER).syntax, Expansion(ANALYZER, {"text": 1.0})) == Nothing()


def test_a_prefix_is_searched_by_its_key() -> None:
    assert Prefix("text", Form.SCRIPT, "oʻzb") in list(leaves(tree("text:ўзб*")))


@given(st.text(max_size=120))
def test_every_query_gives_a_tree_that_engines_take(query: str) -> None:
    for spelling in Spelling:
        check(tree(query, spelling))


def test_the_longest_query_gives_a_tree_that_engines_take() -> None:
    seven = dict.fromkeys("abcdefg", 1.5)
    syntax = read(" ".join(f"божхонаси{number}" for number in range(200)), ANALYZER).syntax
    check(expand(syntax, Expansion(ANALYZER, seven)))
    deep = "(a " * 50 + "b" + ")" * 50
    check(expand(read(deep, ANALYZER).syntax, Expansion(ANALYZER, seven)))


def test_negation_is_kept_in_the_tree() -> None:
    found = tree("a -b")
    assert isinstance(found, AllOf)
    assert isinstance(found.parts[1], Not)
