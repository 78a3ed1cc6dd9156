"""Send documents in bulk and judge each answer: done, refused, to be sent again, or a reason to stop."""

from __future__ import annotations

import json
import random
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from elastic_transport import ApiError, ConnectionTimeout, TlsError
from elastic_transport import ConnectionError as CannotConnect

from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.failures import BLOCKED, NO_INDEX, kind_of, reason_of, translated
from search.engines.errors import DocumentRefused, EngineError, EngineUnavailable, GenerationMissing

MOST_BYTES = 10_000_000
MOST_ITEMS = 2_000
MOST_AT_ONCE = 3
"""Requests under way at once: the cluster indexes some while the next is being written down."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 5.0
ACTION = "write to the index"


@dataclass(frozen=True, slots=True)
class Item:
    """One document to be written or deleted. ``rule`` is the version, or the state, under which that may be done.

    ``is_absent`` when the index was seen not to have it: a version that stands in the way is then that of a deletion.
    """

    id: str
    verb: str
    rule: dict[str, Any]
    source: bytes = b""
    is_absent: bool = False

    def lines(self) -> Iterator[bytes]:
        """Yield the lines that say it."""
        yield _json({self.verb: {"_id": self.id, **self.rule}})
        if self.verb != "delete":
            yield self.source


def item_of(document_id: str, verb: str, rule: dict[str, Any], source: dict[str, Any]) -> Item:
    """Return an item that carries a document."""
    return Item(document_id, verb, rule, _json(source))


@dataclass(slots=True)
class _Outcome:
    """What came of sending a part: what to send again and why, and what was refused for good."""

    again: list[Item] = field(default_factory=list)
    reason: EngineError | None = None
    is_overloaded: bool = False
    refused: list[DocumentRefused] = field(default_factory=list)


def send(connection: Connection, alias: str, items: Iterable[Item]) -> None:
    """Send items in requests of bounded size, a few at once.

    Raises ``DocumentRefused`` for one of those refused when all others are written, and ``EngineUnavailable`` when
    nothing could be written for the time that the settings allow, or at once where waiting does not help.
    """
    refused: list[DocumentRefused] = []
    parts = _parts(items)
    first, second = next(parts, None), next(parts, None)
    if first is None:
        return
    if second is None:
        refused = _deliver(connection, alias, first)
    else:
        refused = _deliver_together(connection, alias, chain((first, second), parts))
    if refused:
        raise refused[0]


def _deliver_together(connection: Connection, alias: str, parts: Iterable[list[Item]]) -> list[DocumentRefused]:
    """Deliver parts a few at once; each failure waits until what is under way has ended."""
    refused: list[DocumentRefused] = []
    under_way: set[Future[list[DocumentRefused]]] = set()
    with ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="bulk") as threads:
        for part in parts:
            if len(under_way) == MOST_AT_ONCE:
                ended, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for each in ended:
                    refused += each.result()
            under_way.add(threads.submit(_deliver, connection, alias, part))
        for each in under_way:
            refused += each.result()
    return refused


def _parts(items: Iterable[Item]) -> Iterator[list[Item]]:
    part: list[Item] = []
    size = 0
    for item in items:
        if part and (size + len(item.source) > MOST_BYTES or len(part) == MOST_ITEMS):
            yield part
            part, size = [], 0
        part.append(item)
        size += len(item.source) + 200
    if part:
        yield part


def _deliver(connection: Connection, alias: str, part: list[Item]) -> list[DocumentRefused]:
    """Send a part until nothing of it is left; what overloads the cluster is sent in halves, after a pause."""
    refused: list[DocumentRefused] = []
    waiting = deque([part])
    patience = connection.settings.write_timeout_s
    pause, given_up = FIRST_PAUSE_S, time.monotonic() + patience
    while waiting:
        sent = waiting.popleft()
        outcome = _once(connection, alias, sent)
        refused += outcome.refused
        if len(outcome.again) < len(sent):
            pause, given_up = FIRST_PAUSE_S, time.monotonic() + patience
        if not outcome.again:
            continue
        left = given_up - time.monotonic()
        if outcome.reason is not None:
            if left <= 0:
                raise outcome.reason
            # Not all at the same moment, when several processes wait for one cluster.
            time.sleep(min(left, pause * random.uniform(0.5, 1.0)))  # noqa: S311 - nothing secret
            pause = min(LONGEST_PAUSE_S, pause * 2)
        half = (len(outcome.again) + 1) // 2 if outcome.is_overloaded else len(outcome.again)
        waiting.extendleft(
            reversed([outcome.again[at : at + half] for at in range(0, len(outcome.again), half)]),
        )
    return refused


def _once(connection: Connection, alias: str, part: list[Item]) -> _Outcome:
    settings = connection.settings
    lines: list[Any] = [line for item in part for line in item.lines()]
    try:
        answer = connection.client.options(request_timeout=settings.write_timeout_s).bulk(
            index=alias, operations=lines, require_alias=True, filter_path="items.*.status,items.*.error"
        )
    except (ConnectionTimeout, TlsError) as error:
        # It had all the time there is, or will never be trusted.
        raise translated(ACTION, error, settings.hosts) from error
    except CannotConnect as error:
        return _Outcome(again=part, reason=translated(ACTION, error, settings.hosts))
    except ApiError as error:
        return _whole_refused(connection, part, error)
    outcome = _Outcome()
    for item, told in zip(part, answer.get("items", []), strict=True):
        _judge(item, next(iter(told.values())), outcome)
    return outcome


def _whole_refused(connection: Connection, part: list[Item], error: ApiError) -> _Outcome:
    status = error.meta.status
    reason = translated(ACTION, error, connection.settings.hosts)
    if kind_of(error) == BLOCKED or (status < 500 and status not in (413, 429)):
        raise reason from error
    if status == 413 and len(part) == 1:
        return _Outcome(refused=[DocumentRefused(part[0].id, reason_of(error) or "It is too large.")])
    return _Outcome(again=part, reason=reason, is_overloaded=status in (413, 429))


def _judge(item: Item, told: dict[str, Any], outcome: _Outcome) -> None:
    """Judge the answer for one item."""
    status, error = int(told["status"]), told.get("error") or {}
    kind, said = str(error.get("type", "")), str(error.get("reason", status))
    if not error or (status == 404 and item.verb == "delete" and kind != NO_INDEX):
        return
    if kind == BLOCKED:
        raise EngineUnavailable(f"Could not {ACTION}: {said}")
    if status == 404:
        raise GenerationMissing(f"Could not {ACTION}: {said}.")
    if status == 409:
        # What the index holds is newer, unless it holds nothing: then only the memory of a deletion was in the way.
        if item.verb == "index" and item.is_absent:
            outcome.again.append(replace(item, verb="create", rule={}, is_absent=False))
    elif status == 429 or status >= 500:
        outcome.again.append(item)
        outcome.is_overloaded = outcome.is_overloaded or status == 429
        outcome.reason = EngineUnavailable(f"Could not {ACTION}: {said}")
    else:
        outcome.refused.append(DocumentRefused(item.id, _deepest(error)))


def _deepest(error: dict[str, Any]) -> str:
    """Return the reason with its cause, which names the field."""
    cause = error.get("caused_by", {}).get("reason")
    return f"{error.get('reason')}: {cause}" if cause else str(error.get("reason"))


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
