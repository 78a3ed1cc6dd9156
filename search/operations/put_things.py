"""Write things into the indices, setting aside those that do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from search.documents.source import Projection, Source, document_id, object_id_of
from search.engines.base import DeleteRecord, Operation, Put
from search.engines.errors import DocumentRefused
from search.indices import Indices


@dataclass(slots=True)
class Projected:
    """Things as documents of the index, and the reason for each that could not be projected or was refused."""

    source: Source
    object_ids: Sequence[int]
    documents: dict[int, Projection] = field(default_factory=dict)
    failures: dict[int, str] = field(default_factory=dict)


def put_things(
    indices: Indices, source: Source, object_ids: Sequence[int], *, upto: int, generation: str | None = None
) -> dict[int, str]:
    """Make both indices hold these things as the database has them now; what is gone there is removed.

    Returns the reason for each that could not be projected or was refused: of these nothing is left in the index.
    """
    return put_projected(indices, project_things(source, object_ids), upto=upto, generation=generation)


def project_things(source: Source, object_ids: Sequence[int]) -> Projected:
    """Return things as the database has them now; those that are gone there have no document."""
    projected = Projected(source, object_ids)
    for each in source.project(object_ids):
        if isinstance(each, Projection):
            projected.documents[each.object_id] = each
        else:
            projected.failures[each.object_id] = each.reason
    return projected


def put_projected(
    indices: Indices, projected: Projected, *, upto: int, generation: str | None = None
) -> dict[int, str]:
    """Write what was projected, without asking the database; return the failures.

    Units go first: a record that is found has its pages.
    """
    while True:
        try:
            indices.units.apply(_units(projected), upto, generation=generation)
            indices.records.apply(_records(projected), upto, generation=generation)
        except DocumentRefused as refused:
            object_id = object_id_of(refused.document_id)
            if projected.documents.pop(object_id, None) is None:
                raise
            projected.failures[object_id] = refused.reason
        else:
            return projected.failures


def _units(projected: Projected) -> Iterator[Operation]:
    yield from _removals(projected)
    for projection in projected.documents.values():
        for unit in projection.units:
            yield Put(unit)


def _records(projected: Projected) -> Iterator[Operation]:
    yield from _removals(projected)
    for projection in projected.documents.values():
        yield Put(projection.record)


def _removals(projected: Projected) -> Iterator[Operation]:
    """Remove first, so that a database brought back from a backup, with lower versions, also prevails."""
    for object_id in projected.object_ids:
        yield DeleteRecord(document_id(projected.source, object_id))
