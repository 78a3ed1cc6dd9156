"""Speak the engine Protocol over an Elasticsearch cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.analysis import Form
from search.engines.base import Capabilities, Health, Operation, SearchRequest, SearchResult, Suggestion
from search.engines.documents import field_name
from search.engines.elasticsearch.asking import result_of, search_body, sort_clause
from search.engines.elasticsearch.compiling import Compiler, narrow
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.failures import NO_INDEX, check_whole, failure_of, kind_of
from search.engines.elasticsearch.generations import Generations
from search.engines.elasticsearch.mappings import VERSION, words_field
from search.engines.elasticsearch.names import Names
from search.engines.elasticsearch.settings import ClusterSettings
from search.engines.elasticsearch.walking import IN_ANY_ORDER, walk
from search.engines.elasticsearch.writing import Writer
from search.engines.errors import EngineError, NotBuilt, QueryRefused, UnknownField
from search.engines.schema import IndexSchema
from search.query.filters import Filter
from search.query.tree import All, Node

SEARCHING = "search the index"
_SPECIAL = frozenset('.?+*|{}[]()"\\#@&<>~^$-')


class ElasticsearchEngine:
    """One logical index in a cluster; safe to share between threads, and after a fork.

    What was applied is found after ``refresh``, or within a second, or at once where the settings say so.
    """

    def __init__(self, schema: IndexSchema, settings: ClusterSettings) -> None:
        self._schema = schema
        self._settings = settings
        self._connection = Connection(settings)
        self._names = Names(settings.prefix, schema)
        self._generations = Generations(self._connection, schema, self._names)
        self._writer = Writer(self._connection, schema, self._names, self._generations)
        self._compiler = Compiler(schema)

    @property
    def schema(self) -> IndexSchema:
        return self._schema

    def capabilities(self) -> Capabilities:
        return Capabilities(name="elasticsearch", is_embedded=False)

    def health(self) -> Health:
        try:
            generation = self._generations.active()
            documents = self.count(All())
            return Health(True, "", generation, documents, self._generations.state(generation).upto)
        except EngineError as error:
            return Health(False, str(error), is_built=not isinstance(error, NotBuilt))

    def create(self, generation: str) -> None:
        self._generations.create(generation)

    def activate(self, generation: str) -> None:
        self._generations.activate(generation)

    def compact(self, generation: str) -> None:
        """Merge a generation that nobody writes to into one segment: smaller, and quicker to search."""
        self._generations.compact(generation)

    def drop(self, generation: str) -> None:
        self._generations.drop(generation)

    def current(self) -> str | None:
        return self._generations.current()

    def generations(self) -> tuple[str, ...]:
        return self._generations.names()

    def apply(self, operations: Iterable[Operation], upto: int, *, generation: str | None = None) -> int:
        """Apply a batch. A document that does not fit the schema leaves all as it was.

        Whatever else stops a batch may leave a part of it written; applied again, it ends as if at once.
        """
        return self._writer.apply(operations, upto, generation or self._generations.active())

    def checkpoint(self, *, generation: str | None = None) -> int:
        return self._generations.state(generation or self._generations.active()).upto

    def refresh(self, *, generation: str | None = None) -> None:
        self._writer.refresh(generation or self._generations.active())

    def search(self, request: SearchRequest) -> SearchResult:
        return result_of(request, self._found(self._body(request)))

    def search_many(self, requests: Sequence[SearchRequest]) -> tuple[SearchResult, ...]:
        """Answer several requests in one round trip; a refresh that falls between two of them shows in the later."""
        if not requests:
            return ()
        searches: list[dict[str, Any]] = []
        for request in requests:
            searches += [{"allow_partial_search_results": False}, self._body(request)]
        told = self._asked(lambda client: client.msearch(index=self._names.active, searches=searches))
        for answer in told["responses"]:
            self._check(answer)
        return tuple(result_of(request, answer) for request, answer in zip(requests, told["responses"], strict=True))

    def count(self, query: Node, filters: tuple[Filter, ...] = ()) -> int:
        return self.search(SearchRequest(query, filters, limit=0)).total

    def walk(self, request: SearchRequest) -> Iterator[str]:
        filters = [self._compiler.filter(each) for each in request.filters]
        body = {
            "query": narrow(self._compiler.tree(request.query), filters),
            "sort": sort_clause(request.sort, self._schema),
        }
        index = self._names.index(self._generations.active())
        for hit in walk(self._connection, "search and walk over what was found", index, body):
            yield hit["_id"]

    def suggest(
        self, field: str, prefix: str, *, form: Form = Form.EXACT, filters: tuple[Filter, ...] = (), limit: int = 10
    ) -> tuple[Suggestion, ...]:
        """Count words of the documents the filters let through: the list of all words would tell of hidden ones."""
        if field not in self._schema.weights:
            raise UnknownField(f"The index {self._schema.name} has no text field {field!r}.")
        if form is not Form.EXACT:
            raise QueryRefused("Words are suggested as they were written.")
        begun = {"prefix": {field_name(field, form): {"value": prefix}}}
        include = "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in prefix) + ".*"
        counted = {"field": words_field(field), "include": include, "size": limit}
        body = {
            "query": {"bool": {"filter": [begun, *(self._compiler.filter(each) for each in filters)]}},
            "size": 0,
            "aggs": {"words": {"terms": {**counted, "order": [{"_count": "desc"}, {"_key": "asc"}]}}},
        }
        buckets = self._found(body)["aggregations"]["words"]["buckets"]
        return tuple(Suggestion(each["key"], each["doc_count"]) for each in buckets)

    def explain(self, query: Node, document_id: str) -> Mapping[str, object]:
        compiled = self._compiler.tree(query)

        def look(client: Elasticsearch) -> Any:
            try:
                return client.explain(index=self._names.active, id=document_id, query=compiled)
            except NotFoundError as error:
                if kind_of(error) == NO_INDEX:
                    self._generations.unbuilt()
                return {}

        explained: dict[str, object] = dict(self._connection.ask("explain a score", look).get("explanation", {}))
        return explained

    def versions(self, *, generation: str | None = None) -> Iterator[tuple[str, int]]:
        index = self._names.index(generation or self._generations.active())
        body = {"query": {"match_all": {}}, "sort": IN_ANY_ORDER, "docvalue_fields": [VERSION]}
        for hit in walk(self._connection, "walk over the index", index, body):
            yield hit["_id"], int(hit["fields"][VERSION][0])

    def close(self) -> None:
        self._writer.forget()
        self._connection.close()

    def _body(self, request: SearchRequest) -> dict[str, Any]:
        body = search_body(request, self._schema, self._compiler, shards=self._settings.shards)
        return {**body, "timeout": f"{self._settings.read_timeout_s * 1000:.0f}ms"}

    def _found(self, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self._asked(
            lambda client: client.search(index=self._names.active, body=body, allow_partial_search_results=False)
        )
        self._check(answer)
        return answer

    def _asked(self, question: Callable[[Elasticsearch], Any]) -> dict[str, Any]:
        """Ask the active generation, which may not have been built."""

        def ask(client: Elasticsearch) -> Any:
            try:
                return question(client).body
            except NotFoundError as error:
                if kind_of(error) == NO_INDEX:
                    self._generations.unbuilt()
                raise

        answer: dict[str, Any] = self._connection.ask(SEARCHING, ask)
        return answer

    def _check(self, answer: dict[str, Any]) -> None:
        """Raise for one answer of several that is a failure, and for one over a part of the index."""
        error = answer.get("error")
        if error is not None:
            if error.get("type") == NO_INDEX:
                self._generations.unbuilt()
            raise failure_of(SEARCHING, answer["status"], error)
        check_whole(SEARCHING, answer)
