"""No cell of a table made for people is computed by the program that opens it."""

from __future__ import annotations

import pytest

from archive.table_cells import safe_cell


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "＠x"])
def test_a_cell_that_would_be_a_formula_becomes_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["bojxona", "1924-yil", "a=b", "", -3, 4.5, None])
def test_any_other_cell_stays_what_it_is(value: object) -> None:
    assert safe_cell(value) == value
