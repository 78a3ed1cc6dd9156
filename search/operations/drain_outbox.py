"""Carry what changed from the database into the index, once: project, analyze, apply, commit, then clear the outbox."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from django.db.models import Q

from search.documents.registry import source_of
from search.indices import open_indices
from search.models import OutboxEntry, Priority
from search.operations.build_index import ensure_built
from search.operations.carry_things import carry_things
from search.target import target_now
from search.writer_lock import writer_lock

BATCH = 500
MOST_ENTRIES = 50_000
SLOW_SECONDS = 0.1
REST_FACTOR = 8
"""A thing that took long (a book whose pages are just being read) rests this many times as long."""

logger = logging.getLogger(__name__)

Key = tuple[str, int]


class Drain:
    """One drain with its engines; ``is_kept_open`` keeps the index writer between batches, as the worker does."""

    def __init__(self, *, is_kept_open: bool = False) -> None:
        self._is_kept_open = is_kept_open
        self._indices = open_indices(is_kept_open=is_kept_open)
        self._generation: str | None = None
        self._resting: dict[Key, float] = {}

    def prepare(self) -> None:
        """Build the index where there is none yet, so that the first search finds one."""
        with writer_lock():
            self._follow_switch()
            ensure_built(self._indices)

    def run_until_empty(self) -> int:
        """Drain until the outbox is empty; return how many things were looked at."""
        self._resting.clear()
        count = 0
        while done := self.run_once(rest=False):
            count += done
        return count

    def run_once(self, *, rest: bool = True) -> int:
        """Drain one batch; return how many things were looked at. Raises EngineError kinds and WriterBusy."""
        entries = self._next()
        if not entries:
            return 0
        with writer_lock():
            self._follow_switch()
            self._follow_swap()
            ensure_built(self._indices)
            # Read again under the lock: another process may have drained these meanwhile.
            entries = self._next()
            return self._carry_out(entries, rest=rest)

    def _follow_switch(self) -> None:
        """Write where the site searches now. Under the lock, for a switch is written down under it."""
        target = target_now()
        if target != self._indices.target:
            self._indices.close()
            self._indices, self._generation = open_indices(target, is_kept_open=self._is_kept_open), None

    def _follow_swap(self) -> None:
        """Let go of a generation whose place another has taken."""
        active = self._indices.records.current()
        if active != self._generation:
            self._indices.close()
            self._generation = active

    def close(self) -> None:
        """Let go of the engines."""
        self._indices.close()

    def _next(self) -> list[OutboxEntry]:
        """Return the next entries: restrictions and deletions first, resting things left out."""
        now = time.monotonic()
        self._resting = {key: until for key, until in self._resting.items() if until > now}
        entries = OutboxEntry.objects.order_by("priority", "id")
        for source, object_id in self._resting:
            entries = entries.exclude(Q(source=source, object_id=object_id, priority__gt=0))
        return list(entries[:BATCH])

    def _carry_out(self, entries: Sequence[OutboxEntry], *, rest: bool) -> int:
        """Do restrictions, then all else; several entries of one thing are done at once."""
        upto = _checkpoint(entries)
        keys = dict.fromkeys((entry.source, entry.object_id) for entry in entries)
        urgent = {(entry.source, entry.object_id) for entry in entries if entry.priority == Priority.RESTRICTION}
        for is_urgent in (True, False):
            waiting: dict[str, list[int]] = {}
            for source, object_id in keys:
                if ((source, object_id) in urgent) is is_urgent:
                    waiting.setdefault(source, []).append(object_id)
            for slug, object_ids in waiting.items():
                for batch in source_of(slug).batches(object_ids):
                    done = _entries_of(slug, batch)
                    self._carry_batch(slug, batch, upto, rest=rest)
                    for start in range(0, len(done), BATCH):
                        OutboxEntry.objects.filter(pk__in=done[start : start + BATCH]).delete()
            if is_urgent and waiting:
                self._indices.refresh()
        return len(keys)

    def _carry_batch(self, slug: str, batch: Sequence[int], upto: int, *, rest: bool) -> None:
        started = time.monotonic()
        carry_things(self._indices, source_of(slug), batch, upto=upto)
        if rest:
            self._let_rest(slug, batch, time.monotonic() - started)

    def _let_rest(self, slug: str, batch: Sequence[int], seconds: float) -> None:
        if len(batch) == 1 and seconds > SLOW_SECONDS:
            self._resting[slug, batch[0]] = time.monotonic() + REST_FACTOR * seconds


def is_urgent() -> bool:
    """Say whether something waits that may no longer be seen."""
    return OutboxEntry.objects.filter(priority=Priority.RESTRICTION).exists()


def _entries_of(slug: str, batch: Sequence[int]) -> list[int]:
    """Return the entries of some things that are there before these are read, those of later batches too.

    What was edited a hundred times while the engine was away is so carried once. An entry that comes later stays: the
    change behind it may not have been read.
    """
    entries = OutboxEntry.objects.filter(source=slug, object_id__in=batch).order_by("pk")
    return list(entries.values_list("pk", flat=True)[:MOST_ENTRIES])


def _checkpoint(entries: Sequence[OutboxEntry]) -> int:
    """Return the entry up to which nothing waits any more, once these are done; a figure for people."""
    last = max(entry.pk for entry in entries)
    first_left = OutboxEntry.objects.exclude(pk__in=[entry.pk for entry in entries]).order_by("pk").first()
    return last if first_left is None else min(last, first_left.pk - 1)
