"""Write batches into one generation: all or nothing, then the checkpoint."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass

import tantivy

from search.engines.base import Delete, DeleteRecord, Operation, Put
from search.engines.errors import EngineBusy, EngineError
from search.engines.schema import IndexSchema
from search.engines.tantivy.calls import tantivy_call
from search.engines.tantivy.documents import ID, engine_document
from search.engines.tantivy.reading import Reader

_ASK_AGAIN_S = 0.05


@dataclass(frozen=True, slots=True)
class WriterSettings:
    """How a process writes: memory, threads, how long it waits for another writer to finish.

    ``is_kept_open`` holds the index's one writer from the first batch until ``close``: right for the worker that
    drains the outbox; without it the writer is let go after each batch, so that processes may take turns.
    """

    memory_bytes: int = 64_000_000
    threads: int = 1
    lock_wait_s: float = 10.0
    is_kept_open: bool = False


class Writer:
    """The one writer of a generation; a second one, in any process, raises ``EngineBusy`` after the wait."""

    def __init__(self, reader: Reader, schema: IndexSchema, settings: WriterSettings) -> None:
        self._reader = reader
        self._schema = schema
        self.process = os.getpid()
        self._writer = _open(reader.index, settings)

    def apply(self, operations: Iterable[Operation]) -> None:
        """Apply operations in order and commit; on any failure nothing of them stays, and it is raised."""
        # Not `with writer`: its exit commits the half-done batch when the block raises.
        done = False
        try:
            with tantivy_call("write to the index"):
                self._write(operations)
                self._writer.commit()
            done = True
        finally:
            if not done:
                # What made the batch fail (a full disk) may fail this too; nothing is committed either way.
                with contextlib.suppress(EngineError), tantivy_call("undo an unfinished batch"):
                    self._writer.rollback()

    def close(self) -> None:
        """Finish merges and give the lock back."""
        with tantivy_call("close the index writer"):
            self._writer.wait_merging_threads()

    def _write(self, operations: Iterable[Operation]) -> None:
        searcher = self._reader.searcher()
        holds_documents = searcher.num_docs > 0
        versions: dict[str, int] = {}
        emptied: set[str] = set()
        for operation in operations:
            match operation:
                case Put(document=document):
                    groups = document.keywords.get(self._schema.group, ())
                    known = versions.get(document.id, -1)
                    if known < 0 and holds_documents and emptied.isdisjoint(groups):
                        known = self._reader.version_of(searcher, document.id)
                    if known > document.version:
                        continue
                    made = engine_document(document, self._schema)
                    if known >= 0:
                        self._delete(ID, document.id)
                    self._writer.add_document(made)
                    versions[document.id] = document.version
                case Delete(id=document_id):
                    self._delete(ID, document_id)
                    versions.pop(document_id, None)
                case DeleteRecord(record_id=record_id):
                    self._delete(self._schema.group, record_id)
                    emptied.add(record_id)
                    versions.clear()

    def _delete(self, field: str, value: str) -> None:
        """Delete by a text field: by a number Tantivy would delete nothing, and say nothing."""
        self._writer.delete_documents_by_term(field, value)


def _open(index: tantivy.Index, settings: WriterSettings) -> tantivy.IndexWriter:
    deadline = time.monotonic() + settings.lock_wait_s
    while True:
        try:
            with tantivy_call("open the index for writing"):
                return index.writer(settings.memory_bytes, settings.threads)
        except EngineBusy:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_ASK_AGAIN_S)
