"""Take one part out of a query, however deep it lies, and leave a query that makes sense."""

from __future__ import annotations

from dataclasses import replace

from search.query.bounds import group, negated
from search.query.syntax import And, Near, Or, Syntax, Without

Path = tuple[int, ...]
"""The way to a part: which child of the query, which child of that, and so on."""


def children(syntax: Syntax) -> tuple[Syntax, ...]:
    """Return the parts right below a part."""
    if isinstance(syntax, Without):
        return (syntax.part,)
    return syntax.parts if isinstance(syntax, And | Or | Near) else ()


def removed(syntax: Syntax, path: Path) -> Syntax | None:
    """Return the query without the part at the end of the path; None where nothing is left."""
    if not path:
        return None
    at = path[0]
    left = removed(children(syntax)[at], path[1:])
    if isinstance(syntax, Without):
        return None if left is None else negated(syntax.span, left)
    if not isinstance(syntax, And | Or | Near):
        return None
    kept = [*syntax.parts[:at], *([] if left is None else [left]), *syntax.parts[at + 1 :]]
    if not isinstance(syntax, Near):
        return group(type(syntax), kept)
    if len(kept) < len(syntax.parts):
        return replace(syntax, parts=tuple(kept), distances=_joined(syntax.distances, at)) if len(kept) > 1 else kept[0]
    return replace(syntax, parts=tuple(kept))


def _joined(distances: tuple[int, ...], at: int) -> tuple[int, ...]:
    """Return the distances without one part: what stood on its sides may stay as far apart as it could before."""
    if at == 0:
        return distances[1:]
    if at == len(distances):
        return distances[:-1]
    return (*distances[: at - 1], max(distances[at - 1 : at + 1]), *distances[at + 1 :])
