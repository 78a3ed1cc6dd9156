"""Find where a generation of the index differs from the database, both ways, in memory of a few bytes a document."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.documents.source import Expected, Source, object_id_of
from search.engines.base import Engine
from search.indices import Indices

CHUNK = 1_000

Column = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the index holds otherwise than the database, and how."""

    object_id: int
    how: str


def differences(indices: Indices, source: Source, generation: str | None = None) -> Iterator[Difference]:
    """Yield the things of a source that the index lacks, holds in another version, or holds though they are gone.

    What changes while the comparison runs may be yielded too; writing it again does no harm.
    """
    records = _Held(indices.records, source.prefix, generation)
    units = _Held(indices.units, source.prefix, generation)
    seen = np.zeros(len(records.ids), dtype=bool)
    last = 0
    while chunk := source.expected(last, CHUNK):
        for thing in chunk:
            place = records.place(thing.object_id)
            if place is not None:
                seen[place] = True
            how = _how(thing, records, units)
            if how:
                yield Difference(thing.object_id, how)
        last = chunk[-1].object_id
    for object_id in records.ids[~seen].tolist():
        yield Difference(object_id, "gone from the database")


def _how(thing: Expected, records: _Held, units: _Held) -> str:
    if records.counted(thing.object_id) != (1, thing.version, thing.version):
        return "missing" if records.place(thing.object_id) is None else "another version"
    count, lowest, highest = units.counted(thing.object_id)
    if count != thing.units:
        return f"{count} units instead of {thing.units}"
    return "units of another version" if count and (lowest, highest) != (thing.version, thing.version) else ""


class _Held:
    """What an index holds, by thing: how many documents, of which versions."""

    def __init__(self, engine: Engine, prefix: str, generation: str | None) -> None:
        engine.refresh(generation=generation)
        ids, versions = array("q"), array("q")
        for document_id, version in engine.versions(generation=generation):
            if document_id.startswith(prefix):
                ids.append(object_id_of(document_id))
                versions.append(version)
        every = np.frombuffer(ids, dtype=np.int64) if ids else np.zeros(0, dtype=np.int64)
        known = np.frombuffer(versions, dtype=np.int64) if versions else np.zeros(0, dtype=np.int64)
        order = np.lexsort((known, every))
        self.ids: Column
        self.ids, first, counts = np.unique(every[order], return_index=True, return_counts=True)
        self._lowest = known[order][first]
        self._highest = known[order][first + counts - 1]
        self._counts = counts

    def place(self, object_id: int) -> int | None:
        """Return where a thing stands among the ids, None where it is not held."""
        at = int(np.searchsorted(self.ids, object_id))
        return at if at < len(self.ids) and self.ids[at] == object_id else None

    def counted(self, object_id: int) -> tuple[int, int, int]:
        """Return the number of a thing's documents with their lowest and highest version."""
        at = self.place(object_id)
        if at is None:
            return (0, 0, 0)
        return int(self._counts[at]), int(self._lowest[at]), int(self._highest[at])
