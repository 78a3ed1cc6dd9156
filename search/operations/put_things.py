"""Write things into the indices, setting aside those that do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.documents.source import Projection, Source, document_id, object_id_of
from search.engines.base import DeleteRecord, Operation, Put
from search.engines.errors import DocumentRefused
from search.indices import Indices


def put_things(
    indices: Indices, source: Source, object_ids: Sequence[int], *, upto: int, generation: str | None = None
) -> dict[int, str]:
    """Make both indices hold these things as the database has them now; what is gone there is removed.

    Returns the reason for each that could not be projected or was refused: of these nothing is left in the index.
    Units go first: a record that is found has its pages.
    """
    projected: dict[int, Projection] = {}
    failures: dict[int, str] = {}
    for each in source.project(object_ids):
        if isinstance(each, Projection):
            projected[each.object_id] = each
        else:
            failures[each.object_id] = each.reason
    while True:
        try:
            indices.units.apply(_units(source, object_ids, projected), upto, generation=generation)
            indices.records.apply(_records(source, object_ids, projected), upto, generation=generation)
        except DocumentRefused as refused:
            object_id = object_id_of(refused.document_id)
            if projected.pop(object_id, None) is None:
                raise
            failures[object_id] = refused.reason
        else:
            return failures


def _units(source: Source, object_ids: Sequence[int], projected: dict[int, Projection]) -> Iterator[Operation]:
    for object_id in object_ids:
        yield DeleteRecord(document_id(source, object_id))
    for projection in projected.values():
        for unit in projection.units:
            yield Put(unit)


def _records(source: Source, object_ids: Sequence[int], projected: dict[int, Projection]) -> Iterator[Operation]:
    # Removed first, so that a database brought back from a backup, with lower versions, also prevails.
    for object_id in object_ids:
        yield DeleteRecord(document_id(source, object_id))
    for projection in projected.values():
        yield Put(projection.record)
