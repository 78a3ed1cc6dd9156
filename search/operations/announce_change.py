"""Note that things changed, so that the drain looks at them again."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from search.models import OutboxEntry, Priority
from search.operations.drain_inline import drain_inline

BATCH = 500


def announce_change(*, source: str, object_ids: Sequence[int], priority: Priority = Priority.CHANGE) -> None:
    """Write an outbox entry for each thing, within the transaction of the change that called this."""
    entries = [OutboxEntry(source=source, object_id=each, priority=priority) for each in object_ids]
    OutboxEntry.objects.bulk_create(entries, batch_size=BATCH)
    if getattr(settings, "SEARCH_DRAIN_INLINE", False):
        transaction.on_commit(drain_inline, robust=True)
