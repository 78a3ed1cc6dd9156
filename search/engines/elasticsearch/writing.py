"""Write batches into a generation: see what is there, send what differs, store the checkpoint."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from search.engines.base import Operation
from search.engines.elasticsearch.bulk import Item, item_of, send
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.documents import source_of
from search.engines.elasticsearch.generations import Generations, State
from search.engines.elasticsearch.names import Names
from search.engines.elasticsearch.planning import Last, Plan, plan_of
from search.engines.elasticsearch.walking import IN_ANY_ORDER, walk
from search.engines.schema import IndexSchema

_MOST_REMEMBERED = 100_000
_LOOKED_UP_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class _Held:
    """What the index holds of a document: the engine's version of it, and the state of exactly this writing."""

    version: int
    seq_no: int
    primary_term: int


class Writer:
    """Writes to the generations of one index.

    Documents carry their version as the engine's external version, so that a request that hung and arrives late
    changes nothing. Where a batch removes a record first, what it puts prevails whatever is held, as long as nobody
    else has written since this batch looked.
    """

    def __init__(self, connection: Connection, schema: IndexSchema, names: Names, generations: Generations) -> None:
        self._connection = connection
        self._schema = schema
        self._names = names
        self._generations = generations
        self._token = uuid.uuid4().hex
        self._unseen: dict[str, set[str]] = {}

    def apply(self, operations: Iterable[Operation], upto: int, generation: str) -> int:
        """Apply a batch, then store and return the checkpoint."""
        plan = plan_of(operations, self._schema)
        self._take_over(generation)
        held = self._held(plan, generation)
        unseen = self._unseen.setdefault(generation, set())
        unseen |= plan.written
        send(self._connection, self._names.writing(generation), self._items(plan, held))
        if self._connection.settings.is_refreshed_at_once:
            self.refresh(generation)
        self._generations.set_state(generation, State(upto, self._token))
        return upto

    def refresh(self, generation: str) -> None:
        """Let searches see all that was written."""
        index = self._names.index(generation)
        self._connection.change("refresh the index", lambda client: client.indices.refresh(index=index))
        self._unseen.pop(generation, None)

    def forget(self) -> None:
        """Begin as a new writer, that takes nothing for known."""
        self._token = uuid.uuid4().hex
        self._unseen.clear()

    def _take_over(self, generation: str) -> None:
        """Let this writer see what another one wrote last."""
        state = self._generations.state(generation)
        if state.writer == self._token:
            return
        self._generations.check(generation)
        self._generations.set_state(generation, State(state.upto, self._token))
        self.refresh(generation)

    def _held(self, plan: Plan, generation: str) -> dict[str, _Held]:
        """Look up what the index holds of the records to be emptied and of the documents to be deleted or replaced."""
        held: dict[str, _Held] = {}
        if plan.emptied:
            unseen = self._unseen.get(generation, set())
            if not unseen.isdisjoint(plan.emptied) or len(unseen) > _MOST_REMEMBERED:
                self.refresh(generation)
            held = dict(self._held_of_records(list(plan.emptied), generation))
        asked = [key for key, last in plan.last.items() if last.document is None or last.is_reset]
        single = [key for key in asked if key not in held]
        for start in range(0, len(single), _LOOKED_UP_AT_ONCE):
            held |= self._held_by_id(single[start : start + _LOOKED_UP_AT_ONCE], generation)
        return held

    def _held_of_records(self, records: list[str], generation: str) -> Iterator[tuple[str, _Held]]:
        body = {
            "query": {"bool": {"filter": [{"terms": {self._schema.group: records}}]}},
            "sort": IN_ANY_ORDER,
            "version": True,
            "seq_no_primary_term": True,
        }
        for hit in walk(self._connection, "look up what is to be replaced", self._names.index(generation), body):
            yield hit["_id"], _Held(hit["_version"], hit["_seq_no"], hit["_primary_term"])

    def _held_by_id(self, ids: list[str], generation: str) -> dict[str, _Held]:
        index = self._names.index(generation)
        answer: Any = self._connection.ask(
            "look up what is to be replaced", lambda client: client.mget(index=index, ids=ids, source=False)
        )
        return {
            found["_id"]: _Held(found["_version"], found["_seq_no"], found["_primary_term"])
            for found in answer["docs"]
            if found.get("found")
        }

    def _items(self, plan: Plan, held: dict[str, _Held]) -> Iterator[Item]:
        for document_id, known in held.items():
            if plan.last.get(document_id, Last(None)).document is None:
                # With the version held, so that the memory of the deletion is not above what may be put next.
                yield Item(document_id, "delete", _external(known.version))
        for document_id, last in plan.last.items():
            document = last.document
            if document is None:
                continue
            known_before = held.get(document_id)
            rule = _external(document.version)
            if last.is_reset and known_before is not None and known_before.version > document.version:
                rule = {"if_seq_no": known_before.seq_no, "if_primary_term": known_before.primary_term}
            item = item_of(document_id, "index", rule, source_of(document, self._schema))
            yield Item(item.id, item.verb, item.rule, item.source, last.is_reset and known_before is None)


def _external(version: int) -> dict[str, Any]:
    return {"version": version, "version_type": "external_gte"}
