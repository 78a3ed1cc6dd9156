"""What is read can be written again, and reads as the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search.query.parser import LONGEST_QUERY, parse
from search.query.printing import Printer, print_query
from search.query.removing import children
from search.query.syntax import NoteCode, Syntax
from tests.unit.search.query.typed import queries


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("a AND b", "a b"),
        ("(a OR b) c", "(a OR b) c"),
        ("a b OR c", "a b OR c"),
        ("NOT (a OR b)", "-(a OR b)"),
        ("“oltin yoʻl”", '"oltin yoʻl"'),
        ('«oltin "yoʻl"»', '«oltin "yoʻl"»'),
        ("subject:(a OR b)", "subject:a OR subject:b"),
        ("muallif:Navoiy", "creator:Navoiy"),
        ("id:23-1732", "id:23-1732"),
        ("year:1924", "date:1924"),
        ("1970s", "1970..1979"),
        ("17.05.1924..1925-02", "1924-05-17..1925-02"),
        ("a w/3 (b OR c)", "a NEAR/3 (b OR c)"),
        ("-(a w/3 b)", "-(a NEAR/3 b)"),
        ("title:=ар*ив", "title:=ар*ив"),
        ("bojxona~", "bojxona~2"),
        ("x (law?)", "x (law?)"),
        ("what is the law?", "what is the law"),
        (r"\AND", r"\AND"),
        (r"\1970s", r"\1970s"),
        ("year:AND", r"\AND"),
        ("--x", "x"),
    ],
)
def test_a_query_is_written_in_one_way(query: str, written: str) -> None:
    assert print_query(parse(query)[0]) == written


@given(queries())
def test_what_is_written_reads_as_the_same(query: str) -> None:
    syntax, _ = parse(query)
    for written in (print_query(syntax), Printer(query).text(syntax)):
        assume(len(written) <= LONGEST_QUERY)
        assert parse(written)[0] == syntax


@given(queries())
def test_what_we_write_needs_no_remark(query: str) -> None:
    written = print_query(parse(query)[0])
    assume(len(written) <= LONGEST_QUERY)
    assert {note.code for note in parse(written)[1]} <= {NoteCode.UNKNOWN_FIELD}


@given(queries(), st.data())
def test_each_part_of_a_query_is_written_as_typed_or_alike(query: str, data: st.DataObject) -> None:
    syntax, _ = parse(query)
    stack: list[Syntax] = [syntax] if syntax else []
    while stack:
        part = stack.pop(data.draw(st.integers(0, len(stack) - 1)))
        assert parse(Printer(query).text(part))[0] == part
        stack += children(part)
