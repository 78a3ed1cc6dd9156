"""Say what an application must provide so that its things are found: records now, stories later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.engines.schema import IndexDocument


@dataclass(frozen=True, slots=True)
class Expected:
    """What the index should hold of one thing: its version, and how many units."""

    object_id: int
    version: int
    units: int


@dataclass(frozen=True, slots=True)
class Projection:
    """One thing as index documents."""

    object_id: int
    record: IndexDocument
    units: Sequence[IndexDocument]


@dataclass(frozen=True, slots=True)
class Unprojectable:
    """One thing that cannot be projected, and why, for people."""

    object_id: int
    reason: str


class Source(Protocol):
    """A kind of things that are found. ``slug`` stands in outbox entries, ``prefix`` opens document ids."""

    slug: str
    prefix: str

    def batches(self, object_ids: Iterable[int], *, in_order: bool = False) -> Iterator[list[int]]:
        """Cut ids into batches that fit into memory with all their text.

        What takes long comes last, so that the rest is soon done, unless ``in_order`` keeps the order given.
        """
        ...

    def project(self, object_ids: Sequence[int]) -> Iterator[Projection | Unprojectable]:
        """Yield the documents of those that exist, in a number of queries that does not depend on how many."""
        ...

    def expected(self, after: int, limit: int) -> list[Expected]:
        """Return what the index should hold of the next things by id, for sweeps and rebuilds."""
        ...

    def count(self) -> int:
        """Return how many things there are."""
        ...


def document_id(source: Source, object_id: int) -> str:
    """Return the id of a thing in the index, which is also the group of all its units."""
    return f"{source.prefix}{object_id}"


def object_id_of(document_id: str) -> int:
    """Return the database id behind a document id or a unit id."""
    return int(document_id[1:].partition(".")[0])
