"""Have what was set aside looked at again."""

from __future__ import annotations

from django.db import transaction

from search.models import IndexFailure
from search.operations.announce_change import announce_change


def retry_failures() -> int:
    """Write an outbox entry for everything set aside; return how many there are."""
    by_source: dict[str, list[int]] = {}
    with transaction.atomic():
        for source, object_id in IndexFailure.objects.values_list("source", "object_id").iterator():
            by_source.setdefault(source, []).append(object_id)
        for source, object_ids in by_source.items():
            announce_change(source=source, object_ids=object_ids)
    return sum(len(object_ids) for object_ids in by_source.values())
