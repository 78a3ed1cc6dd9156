"""Make, activate, list and drop the generations of an index, and keep their checkpoints in a small index beside."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from elastic_transport import ApiError, TransportError
from elasticsearch import Elasticsearch, NotFoundError

from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.failures import EXISTS, kind_of, translated
from search.engines.elasticsearch.mappings import mapping_of
from search.engines.elasticsearch.names import Names
from search.engines.errors import EngineError, EngineUnavailable, GenerationMissing, NotBuilt
from search.engines.schema import IndexSchema

_LONGEST_MERGE_S = 6 * 3600.0

_WHILE_FILLED: dict[str, Any] = {"refresh_interval": "-1", "translog": {"durability": "async"}}
"""A generation that nobody searches is filled in large pieces; what a crash takes, the check before the swap finds."""

_STATE_MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {"upto": {"type": "long", "index": False}, "writer": {"type": "keyword", "index": False}},
}


@dataclass(frozen=True, slots=True)
class State:
    """How far a generation is filled, and which writer wrote to it last."""

    upto: int = 0
    writer: str = ""


class Generations:
    """The generations of one logical index under one schema."""

    def __init__(self, connection: Connection, schema: IndexSchema, names: Names) -> None:
        self._connection = connection
        self._schema = schema
        self._names = names

    def create(self, generation: str) -> None:
        """Make an empty generation. Raises EngineUnavailable when its shards do not start in time."""
        index, writing = self._names.index(generation), self._names.writing(generation)
        settings = self._connection.settings
        read = mapping_of(self._schema)
        cut = {"number_of_shards": settings.shards, "number_of_replicas": settings.replicas}

        def make(client: Elasticsearch) -> Any:
            try:
                return client.indices.create(
                    index=index,
                    mappings=read["mappings"],
                    settings={"index": {**read["settings"]["index"], **cut, **_WHILE_FILLED}},
                    aliases={writing: {}},
                    timeout=f"{settings.write_timeout_s:.0f}s",
                )
            except ApiError as error:
                if kind_of(error) == EXISTS:
                    raise EngineError(f"The generation {generation!r} exists already.") from error
                raise

        made = self._connection.change("make a new index", make)
        if not (made["acknowledged"] and made["shards_acknowledged"]):
            with contextlib.suppress(EngineError):
                self._delete(index)
            raise EngineUnavailable("Could not make a new index: its shards did not start in time.")
        self._make_state()

    def compact(self, generation: str) -> None:
        """Merge a generation that nobody writes to into one segment; this takes minutes for millions of pages."""
        index = self._names.index(generation)
        client = self._connection.client.options(request_timeout=_LONGEST_MERGE_S)
        try:
            client.indices.forcemerge(index=index, max_num_segments=1)
        except (ApiError, TransportError) as error:
            raise translated("compact the index", error, self._connection.settings.hosts) from error

    def activate(self, generation: str) -> None:
        """Let all searches ask this generation from now on, in one step, all that was written to it included."""
        self.check(generation)
        index = self._names.index(generation)
        lasting = mapping_of(self._schema)["settings"]["index"]
        kept = {name: lasting[name] for name in _WHILE_FILLED}
        self._connection.change(
            "set up the index for searches", lambda client: client.indices.put_settings(index=index, settings=kept)
        )
        self._connection.change("refresh the index", lambda client: client.indices.refresh(index=index))
        actions: list[dict[str, Any]] = [
            {"remove": {"index": self._names.every, "alias": self._names.active, "must_exist": False}},
            {"add": {"index": index, "alias": self._names.active}},
        ]
        self._connection.change("activate the index", lambda client: client.indices.update_aliases(actions=actions))

    def current(self) -> str | None:
        """Return the active generation, None when there is none that fits the schema."""

        def look(client: Elasticsearch) -> list[str]:
            try:
                return list(client.indices.get_alias(name=self._names.active))
            except NotFoundError:
                return []

        for index in self._connection.ask("look for the active index", look):
            return self._names.generation(index)
        return None

    def active(self) -> str:
        """Return the active generation. Raises EngineUnavailable when there is none."""
        return self.current() or self.unbuilt()

    def unbuilt(self) -> str:
        """Raise EngineUnavailable, saying what to run."""
        raise NotBuilt(self._schema.name)

    def names(self) -> tuple[str, ...]:
        """Return the generations, sorted."""
        found = self._connection.ask(
            "list the indices", lambda client: client.indices.get_alias(index=self._names.every)
        )
        return tuple(sorted(name for name in map(self._names.generation, found) if name is not None))

    def check(self, generation: str) -> None:
        """Raise GenerationMissing for one that does not exist."""
        index = self._names.index(generation)
        if not self._connection.ask("look for an index", lambda client: client.indices.exists(index=index)):
            raise GenerationMissing(f"There is no generation {generation!r} of this index.")

    def drop(self, generation: str) -> None:
        """Remove a generation that is not active, and its checkpoint."""
        self.check(generation)
        if generation == self.current():
            raise EngineError(f"The generation {generation!r} is active; activate another one before dropping it.")
        index = self._names.index(generation)
        self._delete(index)
        self._of_state("forget a checkpoint", lambda client: client.delete(index=self._names.state, id=index))

    def state(self, generation: str) -> State:
        """Return the state of a generation as it was written last, without waiting for a refresh."""
        index = self._names.index(generation)
        found = self._of_state("read the checkpoint", lambda client: client.get(index=self._names.state, id=index))
        return State(**found["_source"]) if found else State()

    def set_state(self, generation: str, state: State) -> None:
        """Store the state of a generation durably."""
        index, document = self._names.index(generation), {"upto": state.upto, "writer": state.writer}

        def store(client: Elasticsearch) -> Any:
            return client.index(index=self._names.state, id=index, document=document, require_alias=True)

        if self._of_state("store the checkpoint", store) is None:
            self._make_state()
            self._connection.change("store the checkpoint", store)

    def _of_state(self, action: str, question: Callable[[Elasticsearch], Any]) -> Any:
        """Ask the index of checkpoints; return None when it, or what is asked of it, is not there."""

        def ask(client: Elasticsearch) -> Any:
            try:
                return question(client)
            except NotFoundError:
                return None

        return self._connection.change(action, ask)

    def _make_state(self) -> None:
        """Make the index of checkpoints where it is not there yet."""
        name = f"{self._names.state}-1"

        def make(client: Elasticsearch) -> None:
            try:
                client.indices.create(
                    index=name,
                    mappings=_STATE_MAPPING,
                    settings={"number_of_shards": 1, "number_of_replicas": self._connection.settings.replicas},
                    aliases={self._names.state: {}},
                )
            except ApiError as error:
                if kind_of(error) != EXISTS:
                    raise

        self._connection.change("make the index of checkpoints", make)

    def _delete(self, index: str) -> None:
        self._connection.change("remove an index", lambda client: client.indices.delete(index=index))
