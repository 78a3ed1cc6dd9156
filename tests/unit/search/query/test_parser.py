"""Query texts are read as people mean them, and nothing they type is an error."""

from __future__ import annotations

import pytest
from hypothesis import given

from search.query.parser import LONGEST_QUERY, MOST_WORDS, parse
from search.query.removing import children
from search.query.syntax import (
    And,
    Dates,
    Leaf,
    Near,
    NoteCode,
    Or,
    Pattern,
    Quoted,
    Similar,
    Syntax,
    Without,
    Word,
)  # fmt: skip
from tests.unit.search.query.typed import queries


def shape(syntax: Syntax | None) -> str:
    """Write a tree in short: words as they are, AND as (& a b), OR as (| a b), NOT as (- a), NEAR as (5 a b)."""
    match syntax:
        case None:
            return ""
        case Word() | Pattern() | Similar() | Quoted():
            return leaf_shape(syntax)
        case Near(parts=parts, distances=distances):
            return f"({'/'.join(map(str, distances))} {' '.join(map(shape, parts))})"
        case Dates(first=first, last=last):
            return f"{first}..{last}"
        case And(parts=parts):
            return f"(& {' '.join(map(shape, parts))})"
        case Or(parts=parts):
            return f"(| {' '.join(map(shape, parts))})"
        case Without(part=part):
            return f"(- {shape(part)})"


def leaf_shape(leaf: Leaf) -> str:
    signs = f"{leaf.field + ':' if leaf.field else ''}{'=' if leaf.is_exact else ''}"
    match leaf:
        case Word(text=text, is_prefix=is_prefix):
            return f"{signs}{text}{'*' if is_prefix else ''}"
        case Similar(text=text, distance=distance):
            return f"{signs}{text}~{distance}"
        case Quoted(text=text):
            return f'{signs}"{text}"'
        case Pattern(text=text):
            return f"{signs}{text}"


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
        ("http://a.uz/b?c=d", "(& http a uz b)"),
        ("who broke the law?", "(& who broke the law)"),
        ("bo?xona", "bo?xona"),
        ("law?", "law?"),
        ("(law?) x", "(& law? x)"),
        ("ar*iv", "ar*iv"),
        ("title:ар*ив?", "title:ар*ив?"),
        ("bojxona**,", "bojxona*"),
        ("bojxona~", "bojxona~2"),
        ("suv~", "suv~1"),
        ("title:=bojxona~1", "title:=bojxona~1"),
        ("bojxona~0", "bojxona"),
        ("=Bojxona", "=Bojxona"),
        ('="oltin yoʻl"', '="oltin yoʻl"'),
        ("=(a b)", "(& =a =b)"),
        ("title:=a", "title:=a"),
        ("a = b", "(& a b)"),
        ("bojxona NEAR/5 Termiz", "(5 bojxona Termiz)"),
        ("bojxona NEAR Termiz", "(10 bojxona Termiz)"),
        ("bojxona w/3 Termiz", "(3 bojxona Termiz)"),
        ("bojxona W/3 Termiz", "(3 bojxona Termiz)"),
        ("bojxona near/3 Termiz", "(3 bojxona Termiz)"),
        ("near the sea", "(& near the sea)"),
        ('"a b" NEAR/3 (c OR "d e")', '(3 "a b" (| c "d e"))'),
        ("a NEAR/3 b NEAR/4 c", "(3/4 a b c)"),
        ("(a NEAR/3 b) NEAR/4 c", "(3/4 a b c)"),
        ("a b NEAR/3 c d", "(& a (3 b c) d)"),
        ("a NEAR/3 b OR c", "(| (3 a b) c)"),
        ("-a NEAR/3 b", "(- (3 a b))"),
        ("title:(a NEAR/3 b)", "(3 title:a title:b)"),
        ('"a b c"~4', "(4/4 a b c)"),
        ("NOT NOT a", "a"),
        ("-(-a)", "a"),
        ("sarlavha:bojxona", "title:bojxona"),
        ("Автор:Навоий", "names:Навоий"),
        ("1970s", "1970..1979"),
        ("date:1970-е", "1970..1979"),
        ("1924-05..1925", "1924-05..1925"),
        ("date:1924-05-17", "1924-05-17..1924-05-17"),
        ("date:17.05.1924", "1924-05-17..1924-05-17"),
        ("год:1924-1938", "1924..1938"),
        ("..1938", "None..1938"),
        ("1924…1938,", "1924..1938"),
        ("wait...", "wait..."),
        ("1924-05-17", "1924-05-17"),
        (r"\1970s \AND \a*b", "(& 1970s AND a*b)"),
        ("10:30", "10:30"),
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
        ("a*", "a", NoteCode.PATTERN_SHORT),
        ("ab*", "ab", NoteCode.PATTERN_SHORT),
        ("a*b", "(& a b)", NoteCode.PATTERN_SHORT),
        ("*iv", "iv", NoteCode.PATTERN_START),
        ("23-17*", "(& 23 17)", NoteCode.PATTERN_PARTS),
        ("abc*d*e*f*g*h*i*j", "(& abc d e f)", NoteCode.PATTERN_WIDE),
        ("ab~", "ab", NoteCode.SIMILAR_SHORT),
        ("23-1732~1", "(& 23 1732)", NoteCode.SIMILAR_SHORT),
        ("bojxona~7", "bojxona~2", NoteCode.SIMILAR_DISTANCE),
        ("suv~2", "suv~1", NoteCode.SIMILAR_DISTANCE),
        ("a NEAR/ b", "(10 a b)", NoteCode.NEAR_DISTANCE),
        ("a NEAR/far b", "(10 a b)", NoteCode.NEAR_DISTANCE),
        ("a w/0 b", "(1 a b)", NoteCode.NEAR_DISTANCE),
        ("a NEAR/900 b", "(50 a b)", NoteCode.NEAR_DISTANCE),
        ("w/0", "", NoteCode.DANGLING_OPERATOR),
        ("NEAR/5 a", "a", NoteCode.DANGLING_OPERATOR),
        ("a NEAR/5", "a", NoteCode.DANGLING_OPERATOR),
        ("a NEAR AND b", "(& a b)", NoteCode.DANGLING_OPERATOR),
        ("a NEAR/5 bojx*", "(& a bojx*)", NoteCode.NEAR_JOINS_WORDS),
        ("a NEAR/5 (b c)", "(& a b c)", NoteCode.NEAR_JOINS_WORDS),
        ("a NEAR/5 -b", "(& a (- b))", NoteCode.NEAR_JOINS_WORDS),
        ("title:a NEAR/5 text:b", "(& title:a text:b)", NoteCode.NEAR_JOINS_WORDS),
        ('"a"~5', '"a"', NoteCode.NEAR_JOINS_WORDS),
        ("year:soon", "soon", NoteCode.UNKNOWN_DATES),
        ("date:1924-13", "(& 1924 13)", NoteCode.UNKNOWN_DATES),
        ("date:31.02.1924", "(& 31 02 1924)", NoteCode.UNKNOWN_DATES),
        ('year:"soon"', '"soon"', NoteCode.UNKNOWN_DATES),
        ("kind:photo", "kind:photo", NoteCode.UNKNOWN_FIELD),
        ("*", "", NoteCode.NO_WORDS),
        ("?", "", NoteCode.NO_WORDS),
        ("~", "", NoteCode.NO_WORDS),
        ("ʻ", "", NoteCode.NO_WORDS),
        ('""', "", NoteCode.NO_WORDS),
        ("[", "", NoteCode.NO_WORDS),
        ('"', "", NoteCode.UNCLOSED_QUOTE),
        ("(" * 40 + "a" + ")" * 40, "a", NoteCode.TOO_DEEP),
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


@given(queries())
def test_no_text_raises_and_every_part_lies_within_it(query: str) -> None:
    syntax, _ = parse(query)
    stack = [syntax] if syntax else []
    while stack:
        part = stack.pop()
        assert 0 <= part.span.start < part.span.end <= len(query)
        stack += children(part)
