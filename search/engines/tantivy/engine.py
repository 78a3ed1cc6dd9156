"""Speak the engine Protocol over Tantivy directories."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import tantivy

from search.analysis import Form
from search.engines.base import Capabilities, Health, Operation, SearchRequest, SearchResult, Suggestion
from search.engines.errors import EngineError, NotBuilt
from search.engines.schema import IndexSchema
from search.engines.tantivy.calls import tantivy_call
from search.engines.tantivy.directories import Directories
from search.engines.tantivy.documents import engine_schema
from search.engines.tantivy.reading import Reader
from search.engines.tantivy.writing import Writer, WriterSettings
from search.query.filters import Filter
from search.query.tree import Node


class TantivyEngine:
    """One logical index in directories on a local disk; safe to share between threads, and after a fork.

    Many processes may read while one writes: every search looks whether a commit or another active generation has
    come since. ``root`` must be on a local disk (memory-mapped files, a file lock) and is never backed up.
    """

    def __init__(self, schema: IndexSchema, root: Path, settings: WriterSettings | None = None) -> None:
        self._schema = schema
        self._directories = Directories(root, schema.name, schema.fingerprint)
        self._settings = settings or WriterSettings()
        self._readers: dict[str, Reader] = {}
        self._writers: dict[str, Writer] = {}
        self._lock = threading.RLock()
        self._pointer: tuple[tuple[int, int], str | None] = ((-1, -1), None)

    @property
    def schema(self) -> IndexSchema:
        return self._schema

    def capabilities(self) -> Capabilities:
        return Capabilities(name="tantivy", is_embedded=True)

    def health(self) -> Health:
        try:
            generation = self._active()
            with tantivy_call("open the index"):
                documents = self._reader(generation).searcher().num_docs
            return Health(True, "", generation, documents, self._directories.checkpoint(generation))
        except EngineError as error:
            return Health(False, str(error), is_built=not isinstance(error, NotBuilt))

    def create(self, generation: str) -> None:
        with tantivy_call("make a new index"):
            draft = self._directories.prepare(generation)
            tantivy.Index(engine_schema(self._schema), str(draft), reuse=False)
            self._directories.publish(generation)

    def compact(self, generation: str) -> None:
        """Do nothing: the writer merges the files of the index by itself, a few at a time."""

    def activate(self, generation: str) -> None:
        with tantivy_call("activate the index"):
            self._directories.activate(generation)

    def drop(self, generation: str) -> None:
        with self._lock, tantivy_call("remove an old index"):
            self._close_writer(generation)
            self._readers.pop(generation, None)
            self._directories.drop(generation)

    def current(self) -> str | None:
        signature = self._directories.pointer_signature()
        known, generation = self._pointer
        if signature != known:
            generation = self._directories.current()
            self._pointer = (signature, generation)
        return generation

    def generations(self) -> tuple[str, ...]:
        return self._directories.generations()

    def apply(self, operations: Iterable[Operation], upto: int, *, generation: str | None = None) -> int:
        """Apply a batch, all or nothing; the checkpoint is stored after it.

        Tantivy's Python interface stores nothing of ours with a commit, so a crash between the two leaves a
        checkpoint that is one batch late, never one that is early: the batch is applied again to the same end.
        """
        target = generation or self._active()
        with self._lock:
            done = False
            try:
                self._writer(target).apply(operations)
                done = True
            finally:
                # After a failure a kept writer may be unusable, so the next batch opens a new one.
                if not (done and self._settings.is_kept_open):
                    self._close_writer(target)
            with tantivy_call("store the checkpoint"):
                self._directories.set_checkpoint(target, upto)
        return upto

    def checkpoint(self, *, generation: str | None = None) -> int:
        with tantivy_call("read the checkpoint"):
            return self._directories.checkpoint(generation or self._active())

    def refresh(self, *, generation: str | None = None) -> None:
        with tantivy_call("open the index"):
            self._reader(generation or self._active()).searcher()

    def search(self, request: SearchRequest) -> SearchResult:
        with tantivy_call("search the index"):
            return self._reader(self._active()).search(request)

    def search_many(self, requests: Sequence[SearchRequest]) -> tuple[SearchResult, ...]:
        with tantivy_call("search the index"):
            return self._reader(self._active()).search_many(requests)

    def count(self, query: Node, filters: tuple[Filter, ...] = ()) -> int:
        with tantivy_call("search the index"):
            return self._reader(self._active()).count(query, filters)

    def walk(self, request: SearchRequest) -> Iterator[str]:
        with tantivy_call("walk over what was found"):
            yield from self._reader(self._active()).walk(request)

    def suggest(
        self, field: str, prefix: str, *, form: Form = Form.EXACT, filters: tuple[Filter, ...] = (), limit: int = 10
    ) -> tuple[Suggestion, ...]:
        with tantivy_call("search the index"):
            return self._reader(self._active()).suggest(field, form, prefix, filters, limit)

    def explain(self, query: Node, document_id: str) -> Mapping[str, object]:
        with tantivy_call("explain a score"):
            return self._reader(self._active()).explain(query, document_id)

    def versions(self, *, generation: str | None = None) -> Iterator[tuple[str, int]]:
        with tantivy_call("walk over the index"):
            yield from self._reader(generation or self._active()).versions()

    def close(self) -> None:
        with self._lock:
            for generation in list(self._writers):
                self._close_writer(generation)
            self._readers.clear()

    def _active(self) -> str:
        generation = self.current()
        if generation is None:
            raise NotBuilt(self._schema.name)
        return generation

    def _reader(self, generation: str) -> Reader:
        reader = self._readers.get(generation)
        if reader is None or reader.process != os.getpid():
            with self._lock:
                reader = Reader(self._directories.path(generation), self._schema)
                self._readers[generation] = reader
        return reader

    def _writer(self, generation: str) -> Writer:
        writer = self._writers.get(generation)
        if writer is None or writer.process != os.getpid():
            writer = Writer(self._reader(generation), self._schema, self._settings)
            self._writers[generation] = writer
        return writer

    def _close_writer(self, generation: str) -> None:
        writer = self._writers.pop(generation, None)
        if writer is not None and writer.process == os.getpid():
            with contextlib.suppress(EngineError):
                writer.close()
