"""Compare the index with the database and have every difference looked at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from search.documents.registry import sources
from search.engines.errors import EngineUnavailable
from search.indices import Indices
from search.models import IndexFailure
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

    Raises EngineUnavailable where there is no index to compare.
    """
    if not indices.is_built():
        raise EngineUnavailable("The index has not been built yet; run: index rebuild.")
    found = Sweep()
    for source in sources():
        failed = set(IndexFailure.objects.filter(source=source.slug).values_list("object_id", flat=True))
        wrong: list[int] = []
        for each in differences(indices, source):
            wrong.append(each.object_id)
            if each.object_id in failed:
                found.retried += 1
                continue
            found.differences += 1
            found.by_reason[each.how] += 1
            if report is not None:
                report(found.differences)
        if repair:
            for start in range(0, len(wrong), BATCH):
                announce_change(source=source.slug, object_ids=wrong[start : start + BATCH])
    return found
