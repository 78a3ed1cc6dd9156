"""Put parts of a query together, flat where they may be, and within the depth that engines take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.query.syntax import And, Or, Span, Syntax, Without
from search.query.tree import DEEPEST

_LEVELS_OF_A_LEAF = 4
"""A word becomes at most: all of its pieces, the best of their forms, a weight, a token."""
DEEPEST_SYNTAX = DEEPEST - _LEVELS_OF_A_LEAF


def group(kind: type[And | Or], parts: Sequence[Syntax]) -> Syntax | None:
    """Return parts joined; a group within a group of its kind is none, nor is a single part."""
    if len(parts) < 2:
        return parts[0] if parts else None
    flat: list[Syntax] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else [part])
    return kind(Span(parts[0].span.start, parts[-1].span.end), tuple(flat))


def negated(span: Span, part: Syntax) -> Syntax:
    """Return what must not be there; what must not be not there must be there."""
    return part.part if isinstance(part, Without) else Without(span, part)


def pruned(syntax: Syntax, levels: int = DEEPEST_SYNTAX) -> Syntax | None:
    """Return the query without what lies deeper than ``levels`` operators; itself where nothing does."""
    if isinstance(syntax, Without):
        part = pruned(syntax.part, levels - 1) if levels else None
        return negated(syntax.span, part) if part is not None else None
    if not isinstance(syntax, And | Or):
        return syntax
    kept = [part for each in syntax.parts if (part := pruned(each, levels - 1)) is not None] if levels else []
    joined = group(type(syntax), kept)
    return replace(joined, span=syntax.span) if isinstance(joined, type(syntax)) else joined
