"""Query texts are read as people mean them, and nothing they type is an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.parser import LONGEST_QUERY, MOST_WORDS, parse
from search.query.syntax import And, NoteCode, Or, Quoted, Syntax, Without, Word, Years


def shape(syntax: Syntax | None) -> str:
    """Write a tree in short: words as they are, AND as (& a b), OR as (| a b), NOT as (- a)."""
    match syntax:
        case None:
            return ""
        case Word(text=text, field=field, is_prefix=is_prefix):
            return f"{field + ':' if field else ''}{text}{'*' if is_prefix else ''}"
        case Quoted(text=text, field=field):
            return f'{field + ":" if field else ""}"{text}"'
        case Years(first=first, last=last):
            return f"{first}..{last}"
        case And(parts=parts):
            return f"(& {' '.join(map(shape, parts))})"
        case Or(parts=parts):
            return f"(| {' '.join(map(shape, parts))})"
        case Without(part=part):
            return f"(- {shape(part)})"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bojxona", "bojxona"),
        ("bojxona tarixi", "(& bojxona tarixi)"),
        ("bojxona AND tarixi", "(& bojxona tarixi)"),
        ("a OR b", "(| a b)"),
        ("a b OR c d", "(| (& a b) (& c d))"),
        ("(a OR b) c", "(& (| a b) c)"),
        ("a -b", "(& a (- b))"),
        ("a NOT b", "(& a (- b))"),
        ("a AND NOT (b OR c)", "(& a (- (| b c)))"),
        ("-a", "(- a)"),
        ('"oltin yo\'l" x', '(& "oltin yo\'l" x)'),
        ("«oltin yoʻl»", '"oltin yoʻl"'),
        ("“oltin yoʻl”", '"oltin yoʻl"'),
        ("„золотой путь“", '"золотой путь"'),
        ("arxiv*", "arxiv*"),
        ("title:bojxona", "title:bojxona"),
        ('title:"oltin yoʻl"', 'title:"oltin yoʻl"'),
        ("subject:(a OR b)", "(| subjects:a subjects:b)"),
        ("id:23-1732", "identifiers:23-1732"),
        ("year:1924", "1924..1924"),
        ("year:1924..1938", "1924..1938"),
        ("1924..1938", "1924..1938"),
        ("1924..", "1924..None"),
        ("year:1938..1924", "1924..1938"),
        ("year:1924..", "1924..None"),
        ("year:..1938", "None..1938"),
        ("year:1970s", "1970..1979"),
        ("1924-1938", "1924-1938"),
        ("o'zbek", "o'zbek"),
        ("it's the law", "(& it's the law)"),
        ("C++", "C++"),
        ("a/b", "a/b"),
        ("and or not", "(& and or not)"),
        ("what is it?", "(& what is it)"),
        ("http://a.uz/b?c=d", "http://a.uz/b c=d"),
        ("a – b", "(& a b)"),
        ("foo:bar", "foo:bar"),
    ],
)
def test_a_query_is_read(query: str, expected: str) -> None:
    assert shape(parse(query)[0]) == expected


@pytest.mark.parametrize(
    ("query", "expected", "code"),
    [
        ('"unclosed phrase', "(& unclosed phrase)", NoteCode.UNCLOSED_QUOTE),
        ("(x", "x", NoteCode.UNCLOSED_PARENTHESIS),
        ("x)", "x", NoteCode.STRAY_PARENTHESIS),
        ("a AND", "a", NoteCode.DANGLING_OPERATOR),
        ("OR a", "a", NoteCode.DANGLING_OPERATOR),
        ("a NOT", "a", NoteCode.DANGLING_OPERATOR),
        ("a*", "a", NoteCode.SHORT_PREFIX),
        ("ar*iv", "ar iv", NoteCode.WILDCARD_INSIDE),
        ("year:soon", "soon", NoteCode.UNKNOWN_YEARS),
        ("[", "", NoteCode.NO_WORDS),
        ('"', "", NoteCode.UNCLOSED_QUOTE),
        ("((((((((((a))))))))))", "a", NoteCode.TOO_DEEP),
    ],
)
def test_what_is_not_understood_is_said(query: str, expected: str, code: NoteCode) -> None:
    syntax, notes = parse(query)
    assert shape(syntax) == expected
    assert code in [note.code for note in notes]


def test_a_note_says_what_was_searched_instead() -> None:
    _, notes = parse('"unclosed phrase')
    assert (notes[0].typed, notes[0].searched) == ('"unclosed phrase', "unclosed phrase")


def test_a_query_of_too_many_words_is_cut_and_said() -> None:
    syntax, notes = parse(" ".join(f"w{number}" for number in range(MOST_WORDS + 5)))
    assert isinstance(syntax, And)
    assert len(syntax.parts) == MOST_WORDS
    assert [note.code for note in notes] == [NoteCode.TOO_MANY_WORDS]


def test_a_query_that_is_too_long_is_cut_and_said() -> None:
    _, notes = parse("слово " * LONGEST_QUERY)
    assert {note.code for note in notes} == {NoteCode.TOO_LONG, NoteCode.TOO_MANY_WORDS}


def test_an_empty_query_is_no_mistake() -> None:
    assert parse("   ") == (None, ())


_SIGNS = st.sampled_from(
    [
        "a",
        "ўзбек",
        '"',
        "«",
        "»",
        "(",
        ")",
        " ",
        "-",
        "AND",
        "OR",
        "NOT",
        "*",
        "?",
        "title:",
        "year:",
        "19",
        "..",
        "'",
        "\n",
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(_SIGNS, max_size=40).map("".join)))
def test_no_text_raises_and_every_part_lies_within_it(query: str) -> None:
    syntax, _ = parse(query)
    stack = [syntax] if syntax else []
    while stack:
        part = stack.pop()
        assert 0 <= part.span.start < part.span.end <= len(query)
        stack += part.parts if isinstance(part, And | Or) else [part.part] if isinstance(part, Without) else []
