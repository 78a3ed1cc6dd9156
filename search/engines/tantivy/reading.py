"""Search one generation: exact totals, ties in a stable order, facets that are exact."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tantivy

from search.analysis import Form
from search.engines.base import DEEPEST_WINDOW, Hit, SearchRequest, SearchResult, SortKey, Suggestion
from search.engines.errors import EngineUnavailable, QueryRefused, UnknownField, WindowTooDeep
from search.engines.schema import IndexSchema
from search.engines.tantivy.compiling import Compiler
from search.engines.tantivy.directories import signature
from search.engines.tantivy.documents import ID, TIE, VERSION, field_name
from search.engines.tantivy.facets import count_facets
from search.engines.tantivy.ranking import id_of, numbers_of, ranked, total_of, walked
from search.query.filters import Filter
from search.query.tree import All, AllOf, Node, Not, Where

_HIGHEST_TIE = 2**62
_SWEPT_AT_ONCE = 5_000


class Reader:
    """Reads one generation and follows the commits of whichever process writes it."""

    def __init__(self, path: Path, schema: IndexSchema) -> None:
        if not tantivy.Index.exists(str(path)):
            raise EngineUnavailable(f"There is no index in {path}.")
        self._meta = path / "meta.json"
        self._seen = signature(self._meta)
        self._schema = schema
        self.index = tantivy.Index.open(str(path))
        # Not "commit": its watching thread would not survive a fork, and asks only twice a second.
        self.index.config_reader("manual")
        self.index.reload()
        self.compiler = Compiler(schema, self.index.schema)
        self._reloading = threading.Lock()
        self.process = os.getpid()

    def searcher(self) -> tantivy.Searcher:
        """Return a searcher over the latest commit."""
        now = signature(self._meta)
        if now != self._seen:
            with self._reloading:
                if now != self._seen:
                    self.index.reload()
                    self._seen = now
        return self.index.searcher()

    def search(self, request: SearchRequest) -> SearchResult:
        """Answer a request; raise ``WindowTooDeep``, ``UnknownField`` or ``QueryRefused`` for what is refused."""
        return self._answer(self.searcher(), request, self.compiler.tree(request.query))

    def search_many(self, requests: Sequence[SearchRequest]) -> tuple[SearchResult, ...]:
        """Answer requests over one commit; a query that several share is compiled once."""
        searcher = self.searcher()
        trees: dict[int, tantivy.Query] = {}
        for request in requests:
            if id(request.query) not in trees:
                trees[id(request.query)] = self.compiler.tree(request.query)
        return tuple(self._answer(searcher, request, trees[id(request.query)]) for request in requests)

    def _answer(self, searcher: tantivy.Searcher, request: SearchRequest, tree: tantivy.Query) -> SearchResult:
        if request.offset < 0 or request.limit < 0:
            raise QueryRefused("Offset and limit are 0 or more.")
        if request.offset + request.limit > DEEPEST_WINDOW:
            raise WindowTooDeep(f"Only the first {DEEPEST_WINDOW} results can be paged through.")
        self._check_sort(request.sort)
        query = self.compiler.narrow(tree, request.filters)
        facets = count_facets(searcher, self.compiler, self._schema, request, tree)
        if request.limit == 0:
            return SearchResult((), total_of(searcher, query), facets)
        window = request.offset + request.limit
        if request.sort is None and _is_constant(request.query):
            found, total = ranked(searcher, query, SortKey(TIE), window)
            found = [(1.0, address) for _, address in found]
        else:
            found, total = ranked(searcher, query, request.sort, window)
        hits = tuple(
            Hit(id_of(searcher, address), float(key) if request.sort is None else 0.0)
            for key, address in found[request.offset : window]
        )
        return SearchResult(hits, total, facets)

    def walk(self, request: SearchRequest) -> Iterator[str]:
        """Yield all ids found, over the one searcher that the walk began with."""
        self._check_sort(request.sort)
        searcher = self.searcher()
        query = self.compiler.compile(request.query, request.filters)
        sort = SortKey(TIE) if request.sort is None and _is_constant(request.query) else request.sort
        for address in walked(searcher, query, sort):
            yield id_of(searcher, address)

    def _check_sort(self, sort: SortKey | None) -> None:
        if sort is not None and sort.field not in self._schema.sort_names():
            raise UnknownField(f"The index {self._schema.name} cannot sort by {sort.field!r}.")

    def count(self, query: Node, filters: tuple[Filter, ...]) -> int:
        return total_of(self.searcher(), self.compiler.compile(query, filters))

    def suggest(
        self, field: str, form: Form, prefix: str, filters: tuple[Filter, ...], limit: int
    ) -> tuple[Suggestion, ...]:
        if field not in self._schema.weights:
            raise UnknownField(f"The index {self._schema.name} has no text field {field!r}.")
        allowed = self.compiler.compile(All(), filters) if filters else None
        found = self.searcher().terms_with_prefix(field_name(field, form), prefix, allowed, limit)
        return tuple(Suggestion(text, count) for text, count in found)

    def explain(self, query: Node, document_id: str) -> Mapping[str, object]:
        searcher = self.searcher()
        address = self.address(searcher, document_id)
        if address is None:
            return {}
        explained: dict[str, object] = json.loads(self.compiler.compile(query).explain(searcher, address).to_json())
        return explained

    def address(self, searcher: tantivy.Searcher, document_id: str) -> Any:
        """Return where a document is, None when it is not there."""
        query = tantivy.Query.term_query(self.index.schema, ID, document_id)
        hits = searcher.search(query, limit=1, count=False).hits
        return hits[0][1] if hits else None

    def version_of(self, searcher: tantivy.Searcher, document_id: str) -> int:
        """Return the version of a document, -1 when it is not there."""
        address = self.address(searcher, document_id)
        return -1 if address is None else numbers_of(searcher, VERSION, [address])[0]

    def versions(self) -> Iterator[tuple[str, int]]:
        """Walk over all documents, a bounded number at a time, in the order of their ties."""
        searcher = self.searcher()
        step = _HIGHEST_TIE // max(1, searcher.num_docs // _SWEPT_AT_ONCE)
        for first in range(0, _HIGHEST_TIE, step):
            slice_ = tantivy.Query.range_query(
                self.index.schema, TIE, tantivy.FieldType.Integer, lower_bound=first, upper_bound=first + step - 1
            )
            addresses = [address for _, address in searcher.search(slice_, limit=max(1, searcher.num_docs)).hits]
            for address, version in zip(addresses, numbers_of(searcher, VERSION, addresses), strict=True):
                yield id_of(searcher, address), version


def _is_constant(query: Node) -> bool:
    """Tell whether a query scores all documents alike, so that their ties alone give the order."""
    match query:
        case All() | Not():
            return True
        case AllOf(parts=parts):
            return all(isinstance(part, Not | Where) for part in parts)
        case _:
            return False
