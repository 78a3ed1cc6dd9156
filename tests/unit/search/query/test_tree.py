"""Trees that engines would refuse, or answer differently, are refused before they are asked."""

from __future__ import annotations

import pytest

from search.analysis import Form
from search.query.tree import (
    All,
    AllOf,
    AnyOf,
    Boost,
    Fuzzy,
    Node,
    Not,
    Phrase,
    Prefix,
    Term,
    TreeRefused,
    Wildcard,
    check,
    leaves,
)

A = Term("text", Form.EXACT, "a")


def nested(depth: int) -> Node:
    node: Node = A
    for _ in range(depth):
        node = AllOf((node,))
    return node


@pytest.mark.parametrize(
    "node",
    [
        Boost(A, 0.0),
        Boost(A, -1.0),
        Boost(A, float("nan")),
        Phrase("text", Form.EXACT, ("one",)),
        Phrase("text", Form.STEM, ("one", "two")),
        Phrase("text", Form.EXACT, ("one", "two"), -1),
        Phrase("text", Form.EXACT, ("one", "two", "three"), 1),
        Phrase("text", Form.EXACT, ("one", "one"), 1),
        Prefix("text", Form.EXACT, "a"),
        Prefix("text", Form.STEM, "ab"),
        Fuzzy("text", Form.EXACT, "word", 3),
        Wildcard("text", Form.STEM, "cust*"),
        Wildcard("text", Form.EXACT, "customs"),
        Wildcard("text", Form.EXACT, "*ustoms"),
        Wildcard("text", Form.EXACT, "?ustoms"),
        Wildcard("text", Form.EXACT, "cu*"),
        Wildcard("text", Form.EXACT, "c*?u"),
        Wildcard("text", Form.EXACT, "cus*t*o*m*s*a*b*"),
        Wildcard("text", Form.EXACT, "cus" * 30 + "*"),
        Wildcard("text", Form.EXACT, "cus toms*"),
        Wildcard("text", Form.EXACT, "cus\\toms*"),
        Wildcard("text", Form.EXACT, ""),
        nested(15),
        AnyOf((A,) * 1001),
        AllOf((Not(Boost(A, 0.0)),)),
    ],
)
def test_a_tree_out_of_bounds_is_refused(node: Node) -> None:
    with pytest.raises(TreeRefused):
        check(node)


@pytest.mark.parametrize(
    "node",
    [
        All(),
        A,
        nested(14),
        AnyOf((A,) * 1000),
        Fuzzy("text", Form.EXACT, "word", 0),
        Wildcard("text", Form.SCRIPT, "oʻz*"),
        Wildcard("text", Form.EXACT, "c?s*m?"),
    ],
)
def test_a_tree_within_bounds_is_taken(node: Node) -> None:
    check(node)


def test_what_must_not_be_there_is_no_leaf_to_match_by() -> None:
    node = AllOf((A, Not(Term("text", Form.EXACT, "b"))))
    assert list(leaves(node)) == [A]
    assert len(list(leaves(node, negated=True))) == 2
