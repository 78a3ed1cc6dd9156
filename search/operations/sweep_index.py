"""Compare the index with the database and have every difference looked at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from search.documents.registry import sources
from search.documents.source import Source
from search.engines.errors import EngineUnavailable
from search.indices import Indices
from search.models import IndexFailure, OutboxEntry
from search.operations.announce_change import announce_change
from search.operations.compare_index import differences

BATCH = 500


@dataclass(slots=True)
class Sweep:
    """What a sweep found: differences by what is wrong, and things set aside earlier that were tried again."""

    differences: int = 0
    retried: int = 0
    by_reason: Counter[str] = field(default_factory=Counter)


def sweep_index(indices: Indices, *, repair: bool = True, report: Callable[[int], None] | None = None) -> Sweep:
    """Find what differs; with ``repair`` write it into the outbox, from where the drain mends it.

    What waits in the outbox is late, not lost, and is not counted; neither is what changed while the comparison ran,
    which a second one tells apart. Raises EngineUnavailable where there is no index to compare.
    """
    if not indices.is_built():
        raise EngineUnavailable("The index has not been built yet; run: index rebuild.")
    found = Sweep()
    for source in sources():
        failed = set(IndexFailure.objects.filter(source=source.slug).values_list("object_id", flat=True))
        wrong = _differing(indices, source)
        if wrong.keys() - failed:
            again = _differing(indices, source)
            wrong = {each: how for each, how in wrong.items() if each in failed or again.get(each) == how}
        for object_id, how in wrong.items():
            if object_id in failed:
                found.retried += 1
                continue
            found.differences += 1
            found.by_reason[how] += 1
            if report is not None:
                report(found.differences)
        if repair:
            announce_change(source=source.slug, object_ids=list(wrong))
    return found


def _differing(indices: Indices, source: Source) -> dict[int, str]:
    """Return what differs and has no entry in the outbox, with how it does."""
    wrong = {each.object_id: each.how for each in differences(indices, source)}
    waiting = _waiting(source, list(wrong))
    return {each: how for each, how in wrong.items() if each not in waiting}


def _waiting(source: Source, object_ids: list[int]) -> Collection[int]:
    """Return those that have an entry in the outbox."""
    waiting: set[int] = set()
    for start in range(0, len(object_ids), BATCH):
        entries = OutboxEntry.objects.filter(source=source.slug, object_id__in=object_ids[start : start + BATCH])
        waiting.update(entries.values_list("object_id", flat=True))
    return waiting
