"""The one Protocol that every search engine speaks, and the values it takes and gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from search.analysis import Form
from search.engines.schema import IndexDocument, IndexSchema
from search.query.filters import Filter
from search.query.tree import All, Node

DEEPEST_WINDOW = 10_000
"""``offset + limit`` goes no further: both engines page deep results badly."""


@dataclass(frozen=True, slots=True)
class Put:
    """Add a document or replace the one with its id, unless the index holds a newer version of it."""

    document: IndexDocument


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove one document by its id; nothing happens when it is not there."""

    id: str


@dataclass(frozen=True, slots=True)
class DeleteRecord:
    """Remove all documents of a record (``schema.group`` holds its id)."""

    record_id: str


Operation = Put | Delete | DeleteRecord


@dataclass(frozen=True, slots=True)
class SortKey:
    """Sort by a number or sort field; documents without it come last either way."""

    field: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Count the values of a keyword or number field, the most frequent ``size`` of them.

    Filters that ask about a field named in ``ignoring`` do not hold for these counts, so that choosing one value
    of a facet leaves the others to choose from.
    """

    field: str
    size: int = 20
    ignoring: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Histogram:
    """Count the documents in steps of ``interval`` of a number field; ``ignoring`` as for ``Terms``."""

    field: str
    interval: int
    ignoring: tuple[str, ...] = ()


Facet = Terms | Histogram


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to search. All ``filters`` hold together; no ``sort`` means by score; ``limit`` 0 only counts."""

    query: Node = field(default_factory=All)
    filters: tuple[Filter, ...] = ()
    sort: SortKey | None = None
    offset: int = 0
    limit: int = 20
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """A value of a facet and the number of documents; equal counts stand in the order of their values."""

    key: str | int
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits of the window, the exact total, and the buckets of each facet in the order asked."""

    hits: tuple[Hit, ...]
    total: int
    facets: tuple[tuple[Bucket, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A token of the index and the number of documents that hold it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do beyond the Protocol."""

    name: str
    is_embedded: bool
    deepest_window: int = DEEPEST_WINDOW


@dataclass(frozen=True, slots=True)
class Health:
    """``is_ready`` when searches are answered; else ``reason`` says why not, ``is_built`` whether there is an index."""

    is_ready: bool
    reason: str = ""
    generation: str = ""
    documents: int = 0
    checkpoint: int = 0
    is_built: bool = True


class Engine(Protocol):
    """One logical index in one engine.

    A generation is a whole copy of the index; searches ask the active one, and writes go to the active one unless
    they name another, so that a new generation is built beside the old and takes its place in one step.
    Methods raise ``EngineError`` and its kinds, never an engine's own exceptions.
    """

    @property
    def schema(self) -> IndexSchema: ...

    def capabilities(self) -> Capabilities: ...

    def health(self) -> Health:
        """Report without raising."""
        ...

    def create(self, generation: str) -> None:
        """Make an empty generation; letters, digits and hyphens. An existing one of that name is refused."""
        ...

    def compact(self, generation: str) -> None:
        """Make a generation that nobody writes to smaller and quicker to search; this may take minutes."""
        ...

    def activate(self, generation: str) -> None:
        """Let all searches, in every process, ask this generation from now on."""
        ...

    def drop(self, generation: str) -> None:
        """Remove a generation that is not active."""
        ...

    def current(self) -> str | None:
        """Return the active generation, None when there is none that fits the schema."""
        ...

    def generations(self) -> tuple[str, ...]:
        """Return the generations that fit the schema, sorted."""
        ...

    def apply(self, operations: Iterable[Operation], upto: int, *, generation: str | None = None) -> int:
        """Apply a batch in order, all or nothing, and return the durable checkpoint, ``upto``.

        A batch may be applied again after a crash with the same outcome.
        """
        ...

    def checkpoint(self, *, generation: str | None = None) -> int:
        """Return the ``upto`` of the last batch known to be durable, 0 at first."""
        ...

    def refresh(self, *, generation: str | None = None) -> None:
        """Let the next search of this process see all that was applied, here or elsewhere."""
        ...

    def search(self, request: SearchRequest) -> SearchResult: ...

    def search_many(self, requests: Sequence[SearchRequest]) -> tuple[SearchResult, ...]:
        """Answer several requests in one go, in their order.

        An embedded engine answers all from one commit; a cluster may take in a write between two of them.
        """
        ...

    def count(self, query: Node, filters: tuple[Filter, ...] = ()) -> int: ...

    def walk(self, request: SearchRequest) -> Iterator[str]:
        """Yield the ids of all that a request finds, each once, however many; for exports.

        The walk stands on the state of the index at its first id: what is written, rebuilt or activated meanwhile
        neither adds nor takes away an id. Ids come in the order of ``search`` (``sort``, else by score); where more
        than ``DEEPEST_WINDOW`` are found, equal keys may stand in any order. ``offset``, ``limit`` and ``facets``
        are passed over. Memory does not grow with what is found. Errors are raised at the first id or later.
        """
        ...

    def suggest(
        self, field: str, prefix: str, *, form: Form = Form.EXACT, filters: tuple[Filter, ...] = (), limit: int = 10
    ) -> tuple[Suggestion, ...]:
        """Return the commonest tokens of a text field that begin with ``prefix``."""
        ...

    def explain(self, query: Node, document_id: str) -> Mapping[str, object]:
        """Return how the score of a document comes about, for people who tune relevance."""
        ...

    def versions(self, *, generation: str | None = None) -> Iterator[tuple[str, int]]:
        """Yield the id and version of every document, in no particular order."""
        ...

    def close(self) -> None:
        """Let go of files and locks."""
        ...
