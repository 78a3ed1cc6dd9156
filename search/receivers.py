"""Write outbox entries for what the catalog announces, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from catalog.signals import findable_asked, records_changed, records_deleted
from search.documents.shared import sharing_records
from search.models import Priority
from search.operations.announce_change import announce_change
from search.operations.wait_until_indexed import wait_until_indexed

RECORDS = "record"


@receiver(records_changed)
def follow_changed(record_ids: Sequence[int], restricted: bool = False, fan_out: bool = False, **_: Any) -> None:
    """Have changed records looked at again, and those that share a file with them; what may be hidden comes first."""
    if fan_out and not restricted:
        announce_change(source=RECORDS, object_ids=record_ids, priority=Priority.FAN_OUT)
        return
    priority = Priority.RESTRICTION if restricted else Priority.CHANGE
    announce_change(source=RECORDS, object_ids=[*record_ids, *sharing_records(record_ids)], priority=priority)


@receiver(records_deleted)
def follow_deleted(record_ids: Sequence[int], **_: Any) -> None:
    """Have deleted records taken out."""
    announce_change(source=RECORDS, object_ids=record_ids, priority=Priority.RESTRICTION)


@receiver(findable_asked)
def make_findable(record_ids: Sequence[int], **_: Any) -> None:
    """Return when the index holds the given records."""
    wait_until_indexed(source=RECORDS, object_ids=record_ids)
