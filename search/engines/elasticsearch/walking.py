"""Walk over any number of documents on one state of an index: a point in time, page after page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.failures import check_whole
from search.engines.errors import EngineError

PAGE = 5_000
KEPT_ALIVE = "5m"
"""How long the state is held for whoever walks slowly; it is given back at the end of the walk."""

IN_ANY_ORDER: list[Any] = ["_shard_doc"]


def walk(connection: Connection, action: str, index: str, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the hits of a search body (query, sort and what each hit shall carry), however many there are."""

    def open_point(client: Elasticsearch) -> Any:
        return client.open_point_in_time(index=index, keep_alive=KEPT_ALIVE, allow_partial_search_results=False)

    point = connection.ask(action, open_point)["id"]
    try:
        after: list[Any] | None = None
        while True:
            asked = {**body, "size": PAGE, "_source": False, "track_total_hits": False}
            asked["pit"] = {"id": point, "keep_alive": KEPT_ALIVE}
            if after is not None:
                asked["search_after"] = after
            answer = connection.ask(action, partial(_page, body=asked))
            check_whole(action, answer.body)
            hits = answer["hits"]["hits"]
            yield from hits
            if len(hits) < PAGE:
                return
            after, point = hits[-1]["sort"], answer.get("pit_id", point)
    finally:
        # It ends by itself after a while, so one that cannot be given back is no reason to fail.
        with contextlib.suppress(EngineError):
            connection.ask(action, lambda client: client.close_point_in_time(id=point))


def _page(client: Elasticsearch, *, body: dict[str, Any]) -> Any:
    return client.search(body=body)
