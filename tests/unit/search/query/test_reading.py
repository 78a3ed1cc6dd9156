"""The page can say how a query was read, and take each part out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer, Form
from search.query import Expansion, PartKind, Spelling, expand, expand_loosely, read
from search.query.filters import Range
from search.query.parser import parse
from search.query.tree import (
    All,
    AllOf,
    BestOf,
    Boost,
    Fuzzy,
    Node,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Term,
    Where,
    Wildcard,
    check,
    leaves,
)  # fmt: skip
from tests.unit.search.query.typed import queries

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
        ("(a OR b) c", ["c", "a OR b"]),
        ("a NOT b", ["-b", "a"]),
        ("a", [""]),
        ("сарлавҳа:a (x", ["x", "сарлавҳа:a"]),
        ("title:(a b) c", ["title:b c", "title:a c", "title:a title:b"]),
        ("a w/3 b", [""]),
        ("a*b c", ["b c", "a c", "a b"]),
        ("x foo:bar", ["foo:bar", "x"]),
        ("who (law?) here", ["(law?) here", "who here", "who (law?)"]),
        ("who here (law?)", ["here (law?)", "who (law?)", "who here"]),
    ],
)
def test_each_part_can_be_taken_out(query: str, left: list[str]) -> None:
    assert [part.without for part in read(query, ANALYZER).parts] == left


def test_each_part_says_what_it_is() -> None:
    reading = read('word "a phrase" pre* -no year:1924 (x OR y) title:t', ANALYZER)
    assert [part.kind for part in reading.parts] == [
        PartKind.WORD, PartKind.PHRASE, PartKind.PREFIX, PartKind.WITHOUT, PartKind.DATES, PartKind.ANY, PartKind.WORD,
    ]  # fmt: skip
    assert reading.parts[-1].field == "title"
    assert not reading.any_part
    assert read("a OR b", ANALYZER).any_part


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("a w/3 b", ["b", "a"]),
        ("a w/3 b w/9 c", ["b NEAR/9 c", "a NEAR/9 c", "a NEAR/3 b"]),
        ("(a OR b OR d) c", ["(b OR d) c", "(a OR d) c", "(a OR b) c"]),
        ("(a OR b) c", ["b c", "a c"]),
        ("-(a OR b) c", ["-b c", "-a c"]),
        ("title:(a OR b) c", ["title:b c", "title:a c"]),
        ("(a b) OR c", ["b OR c", "a OR c"]),
        ("-a c", []),
    ],
)
def test_each_part_within_a_part_can_be_taken_out(query: str, left: list[str]) -> None:
    parts = read(query, ANALYZER).parts
    assert [inner.without for part in parts for inner in part.inner] == left


def test_a_group_within_a_group_can_be_taken_out_in_part() -> None:
    (part, _) = read("(a OR (b -(c OR d))) x", ANALYZER).parts
    assert [inner.without for inner in part.inner] == ["b -(c OR d) x", "a x"]
    (_, excluded) = part.inner[1].inner
    assert [inner.without for inner in excluded.inner] == ["(a OR b -d) x", "(a OR b -c) x"]


def test_each_part_says_how_far_apart_how_alike_when_and_where() -> None:
    near, mixed, similar, dates, exact = read("a w/3 b a w/3 b w/4 c bojxona~ 1924-05..1925 title:=x", ANALYZER).parts
    assert (near.kind, near.distance, mixed.distance) == (PartKind.NEAR, 3, 0)
    assert (similar.kind, similar.distance) == (PartKind.SIMILAR, 2)
    assert (dates.kind, dates.edtf) == (PartKind.DATES, "1924-05/1925")
    assert (exact.field, exact.is_exact) == ("title", True)
    assert read("date:1924", ANALYZER).parts[0].edtf == "1924"
    assert read("..1938", ANALYZER).parts[0].edtf == "../1938"


@given(queries())
def test_every_part_of_any_query_can_be_taken_out(query: str) -> None:
    stack = list(read(query, ANALYZER).parts)
    while stack:
        part = stack.pop()
        assert part.typed
        assert part.without.strip() == part.without
        parse(part.without)
        stack += part.inner


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


def test_words_near_each_other_are_asked_in_both_orders_and_every_spelling() -> None:
    assert set(leaves(tree("text:(божхона w/3 Termiz)"))) == {
        Phrase("text", Form.SCRIPT, ("bojxona", "termiz"), 2),
        Phrase("text", Form.SCRIPT, ("termiz", "bojxona"), 2),
    }
    exact = leaves(tree("text:(божхона w/3 Termiz)", Spelling.EXACT))
    assert {(leaf.form, leaf.words) for leaf in exact if isinstance(leaf, Phrase)} == {
        (Form.EXACT, ("божхона", "termiz")), (Form.EXACT, ("termiz", "божхона")),
    }  # fmt: skip


def test_a_phrase_near_a_word_must_stand_as_a_phrase_and_is_measured_from_its_nearer_end() -> None:
    found = tree('text:("oltin yoʻl" w/4 dengiz)')
    assert isinstance(found, AllOf)
    assert set(leaves(found)) == {
        Phrase("text", Form.SCRIPT, ("oltin", "yoʻl")),
        Phrase("text", Form.SCRIPT, ("yoʻl", "dengiz"), 3),
        Phrase("text", Form.SCRIPT, ("dengiz", "oltin"), 3),
    }


def test_a_word_near_itself_is_asked_as_engines_can_answer() -> None:
    assert set(leaves(tree("text:(a w/3 a)"))) == {Term("text", Form.SCRIPT, "a")}
    assert set(leaves(tree("text:(a w/1 a)"))) == {Phrase("text", Form.SCRIPT, ("a", "a"))}


def test_a_word_exactly_as_typed_keeps_its_spelling_even_near_others() -> None:
    assert set(leaves(tree("text:=Божхона"))) == {Term("text", Form.EXACT, "божхона")}
    near = set(leaves(tree("text:(=божхона w/2 x)")))
    assert Term("text", Form.EXACT, "божхона") in near
    assert Phrase("text", Form.SCRIPT, ("bojxona", "x"), 1) in near


@pytest.mark.parametrize(
    ("query", "patterns"),
    [
        ("b?jxona", {"b?jxona"}),
        ("ўзб*к", {"ўзб*к", "oʻzb*k"}),
        ("O'zb*k", {"oʻzb*k"}),
        ("sent*yabr", {"sent*yabr", "sent*abr"}),
        ("рай*ев", {"рай*ев", "ray*ev", "ray*yev"}),
        ("съезд*ы", {"съезд*ы", "sezd*i"}),
    ],
)
def test_a_pattern_is_searched_in_every_spelling_its_letters_allow(query: str, patterns: set[str]) -> None:
    found = {leaf.pattern for leaf in leaves(tree(f"text:{query}")) if isinstance(leaf, Wildcard)}
    assert found == patterns


def test_a_pattern_exactly_as_typed_has_one_spelling() -> None:
    assert set(leaves(tree("text:ўзб*к", Spelling.EXACT))) == {Wildcard("text", Form.EXACT, "ўзб*к")}
    assert set(leaves(tree("text:=ўзб*к"))) == {Wildcard("text", Form.EXACT, "ўзб*к")}


def test_similar_words_are_measured_by_their_key_and_the_word_itself_is_among_them() -> None:
    found = set(leaves(tree("text:божхона~1")))
    assert found == {
        Fuzzy("text", Form.SCRIPT, "bojxona", 1),
        Term("text", Form.SCRIPT, "bojxona"),
        Term("text", Form.EXACT, "божхона"),
    }


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("date:1924", date(1924, 1, 1), date(1924, 12, 31)),
        ("date:1924-02", date(1924, 2, 1), date(1924, 2, 29)),
        ("1924-12..1925-01-15", date(1924, 12, 1), date(1925, 1, 15)),
        ("1970s", date(1970, 1, 1), date(1979, 12, 31)),
        ("1924..", date(1924, 1, 1), None),
        ("..9999", None, date(9999, 12, 31)),
    ],
)
def test_dates_are_searched_from_their_first_day_to_their_last(
    query: str, first: date | None, last: date | None
) -> None:
    found = tree(query)
    parts = found.parts if isinstance(found, AllOf) else (found,)
    ranges = [part.condition for part in parts if isinstance(part, Where)]
    wanted = [Range("date_to", gte=first.toordinal())] if first else []
    assert ranges == [*wanted, *([Range("date_from", lte=last.toordinal())] if last else [])]


def test_the_widest_queries_give_trees_that_engines_take() -> None:
    seven = Expansion(ANALYZER, dict.fromkeys("abcdefg", 1.5))
    sides = " OR ".join(f'"божхона съезд{n}"' for n in range(4))
    for query in [
        " ".join(f"съезд*ев{n}*я" for n in range(30)),
        " NEAR/5 ".join(f'"божхона съезд{n}"' for n in range(30)),
        " ".join(f"({sides}) NEAR/5 ({sides})" for _ in range(4)),
        " ".join(f"божхонаси{n}~" for n in range(30)),
        "-(a OR b " * 15 + "c" + ")" * 15,
        "NOT " * 240 + "a",
        f'"{"a b " * 100}"~5',
    ]:
        check(expand(read(query, ANALYZER).syntax, seven))
        check(expand_loosely(read(query, ANALYZER).syntax, seven))


def test_a_prefix_is_searched_by_its_key() -> None:
    assert Prefix("text", Form.SCRIPT, "oʻzb") in list(leaves(tree("text:ўзб*")))


@given(st.one_of(queries(), st.text(max_size=120)))
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
