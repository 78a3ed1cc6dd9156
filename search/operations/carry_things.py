"""Make the index hold what the database holds of some things, and keep the book of those that fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import transaction

from search.documents.source import Source
from search.indices import Indices
from search.operations.put_things import project_things, put_projected, put_things
from search.operations.quarantine import forgive, set_aside


def carry_things(
    indices: Indices, source: Source, object_ids: Sequence[int], *, upto: int, generation: str | None = None
) -> dict[int, str]:
    """Write things into a generation (the active one by default); return the reasons of those set aside."""
    failures = put_things(indices, source, object_ids, upto=upto, generation=generation)
    _book(source, object_ids, failures)
    return failures


def carry_batches(
    indices: Indices, source: Source, batches: Iterable[Sequence[int]], *, generation: str
) -> Iterator[Sequence[int]]:
    """Write batches into a generation that is being built, and yield each once it is written.

    While one is written, the next is read from the database and analyzed; only this thread asks the database.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="index") as writer:
        under_way: tuple[Sequence[int], Future[dict[int, str]]] | None = None
        for batch in batches:
            projected = project_things(source, batch)
            if under_way is not None:
                yield _written(source, *under_way)
            under_way = batch, writer.submit(put_projected, indices, projected, upto=0, generation=generation)
        if under_way is not None:
            yield _written(source, *under_way)


def _written(source: Source, batch: Sequence[int], writing: Future[dict[int, str]]) -> Sequence[int]:
    _book(source, batch, writing.result())
    return batch


def _book(source: Source, object_ids: Sequence[int], failures: Mapping[int, str]) -> None:
    with transaction.atomic():
        set_aside(source.slug, failures)
        forgive(source.slug, set(object_ids) - set(failures))
