"""Build a new generation of the index beside the old one, catch up, verify, and put it in the old one's place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from search.documents.registry import sources
from search.documents.source import Source
from search.engines.base import Engine
from search.engines.errors import EngineBusy, EngineError
from search.indices import Indices
from search.models import IndexBuild, IndexFailure, OutboxEntry
from search.operations.carry_things import carry_batches, carry_things
from search.operations.compare_index import differences
from search.operations.key_labels import key_all_labels
from search.operations.key_names import key_all_names
from search.writer_lock import writer_lock

STEP = 500
ROUNDS = 5
STALE = timedelta(minutes=2)
"""A build that has not moved for so long has lost its process and may be taken up."""
LONGEST_COMPACTING = timedelta(minutes=30)
SWAP_WAIT_SECONDS = 60.0

Report = Callable[[int, int], None]
"""Called with how many things are done and how many there are."""


class BuildRunning(EngineBusy):
    """Another process is building the index at this moment."""


class BuildNotVerified(EngineError):
    """The new generation does not hold what the database holds, so the old one stays."""


@dataclass(frozen=True, slots=True)
class Built:
    """The new generation: how many things it holds, how many were set aside, whether an earlier start was taken up."""

    generation: str
    things: int
    failed: int
    is_resumed: bool


def rebuild_index(
    indices: Indices,
    *,
    report: Report | None = None,
    resume: bool = True,
    go_over: Callable[[], None] | None = None,
) -> Built:
    """Build and activate a new generation while the old one answers.

    A build that was interrupted is taken up where it stopped unless ``resume`` is false. ``go_over`` is called once
    all is in place, while nobody else writes. Raises BuildRunning, BuildNotVerified and the engines' errors; whatever
    is raised, searches go on in the old generation.
    """
    key_all_labels()
    build, is_resumed = _begin(indices, resume=resume, is_switch=go_over is not None)
    with _left_to_the_next(build):
        _fill(indices, build, report or _silent)
        _catch_up(indices, build)
        _compact(indices, build)
        with writer_lock(wait_seconds=SWAP_WAIT_SECONDS):
            _finish(indices, build, go_over)
    return _told(build, is_resumed)


def ensure_built(indices: Indices) -> None:
    """Build the index where there is none that fits the schema; the caller holds the writer lock."""
    if indices.is_built():
        return
    key_all_labels(only_stale=True)
    build, _is_resumed = _begin(indices, resume=True)
    with _left_to_the_next(build):
        _fill(indices, build, _silent)
        _finish(indices, build)


def _silent(done: int, total: int) -> None:
    """Report to nobody."""


def _begin(indices: Indices, *, resume: bool, is_switch: bool = False) -> tuple[IndexBuild, bool]:
    """Take up an unfinished build of this schema in this engine, or start a new one."""
    now = timezone.now()
    target = str(indices.target)
    # Without a target: begun before there was more than one.
    for build in IndexBuild.objects.filter(finished_at__isnull=True, target__in=(target, "")):
        if build.beat_at > now - STALE:
            raise BuildRunning("The index is being built already; wait for it, or try again in two minutes.")
        complete = all(build.generation in engine.generations() for engine in (indices.records, indices.units))
        if resume and complete and build.fingerprint == indices.fingerprint:
            build.beat_at, build.is_switch = now, is_switch
            build.save(update_fields=["beat_at", "is_switch"])
            return build, True
        _drop(indices, build.generation)
        build.delete()
    build = IndexBuild.objects.create(
        generation=f"g{now:%Y%m%d-%H%M%S-%f}", target=target, is_switch=is_switch, fingerprint=indices.fingerprint
    )
    with _left_to_the_next(build):
        for engine in (indices.records, indices.units):
            engine.create(build.generation)
    return build, False


def _fill(indices: Indices, build: IndexBuild, report: Report) -> None:
    """Project everything, source by source, from where the build stands."""
    build.total = max(build.done, sum(source.count() for source in sources()))
    for source in _left(build):
        if build.source != source.slug:
            build.source, build.last_id = source.slug, 0
        for batch in carry_batches(indices, source, _batches(source, build.last_id), generation=build.generation):
            _step(build, batch[-1], len(batch))
            report(build.done, build.total)
    build.is_filled = True
    build.save(update_fields=["is_filled"])


def _batches(source: Source, after: int) -> Iterator[list[int]]:
    """Yield the ids of all things in their order: the last of a batch says from where an interrupted build goes on."""
    while chunk := source.expected(after, STEP):
        yield from source.batches([thing.object_id for thing in chunk], in_order=True)
        after = chunk[-1].object_id
        if len(chunk) < STEP:
            # What was made meanwhile is caught up with: where it keeps coming, this would never end.
            return


@contextmanager
def _left_to_the_next(build: IndexBuild) -> Iterator[None]:
    """Whatever stops the build, let the next start take it up at once."""
    try:
        yield
    except BaseException:
        IndexBuild.objects.filter(pk=build.pk).update(beat_at=build.started_at - 2 * STALE)
        raise


def _left(build: IndexBuild) -> list[Source]:
    """Return the sources still to be filled, the one under way first."""
    every = [] if build.is_filled else list(sources())
    names = [source.slug for source in every]
    return every[names.index(build.source) :] if build.source in names else every


def _step(build: IndexBuild, last_id: int, count: int) -> None:
    build.last_id, build.done, build.beat_at = last_id, build.done + count, timezone.now()
    build.total = max(build.total, build.done)
    build.save(update_fields=["source", "last_id", "done", "total", "beat_at"])


def _beat(build: IndexBuild) -> None:
    IndexBuild.objects.filter(pk=build.pk).update(beat_at=timezone.now())


def _catch_up(indices: Indices, build: IndexBuild) -> None:
    """Bring in what changed meanwhile; what little changes after this is brought in under the lock."""
    for _round in range(ROUNDS):
        _beat(build)
        if _repair(indices, build.generation) < STEP:
            return


def _compact(indices: Indices, build: IndexBuild) -> None:
    """Have the engine tidy the new generation before anybody searches it; no other build may take it for lost."""
    IndexBuild.objects.filter(pk=build.pk).update(beat_at=timezone.now() + LONGEST_COMPACTING)
    for engine in (indices.units, indices.records):
        engine.compact(build.generation)
    IndexBuild.objects.filter(pk=build.pk).update(beat_at=timezone.now())


def _repair(indices: Indices, generation: str) -> int:
    """Write what differs; return how many things did that nobody else will see to.

    Those set aside before are not counted, nor those whose change still waits in the outbox: the drain brings these in
    after the swap. Without that a collection that is being filled would never settle.
    """
    count = 0
    for source in sources():
        failed = set(IndexFailure.objects.filter(source=source.slug).values_list("object_id", flat=True))
        wrong = [each.object_id for each in differences(indices, source, generation) if each.object_id not in failed]
        for batch in source.batches(wrong):
            carry_things(indices, source, batch, upto=0, generation=generation)
            waiting = OutboxEntry.objects.filter(source=source.slug, object_id__in=batch)
            count += len(batch) - waiting.values("object_id").distinct().count()
    return count


def _finish(indices: Indices, build: IndexBuild, go_over: Callable[[], None] | None = None) -> None:
    """Verify, activate, go over; the previous generation stays until the next build, for those who still read it."""
    for _round in range(ROUNDS):
        _beat(build)
        if not _repair(indices, build.generation):
            break
    else:
        raise BuildNotVerified("The new index does not settle on what the database holds; the old one stays.")
    for engine in (indices.units, indices.records):
        previous = engine.current()
        engine.activate(build.generation)
        _drop_older(engine, {build.generation, previous})
    if go_over is not None:
        go_over()
    indices.close()
    IndexBuild.objects.filter(pk=build.pk).update(finished_at=timezone.now(), beat_at=timezone.now())
    # A new analysis may fold names otherwise, too.
    key_all_names()


def _drop_older(engine: Engine, kept: set[str | None]) -> None:
    for generation in engine.generations():
        if generation not in kept:
            engine.drop(generation)


def _drop(indices: Indices, generation: str) -> None:
    for engine in (indices.records, indices.units):
        if generation in engine.generations() and generation != engine.current():
            engine.drop(generation)


def _told(build: IndexBuild, is_resumed: bool) -> Built:
    return Built(build.generation, build.done, IndexFailure.objects.count(), is_resumed)
