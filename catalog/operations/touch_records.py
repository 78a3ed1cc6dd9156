"""Count records up after something tied to them changed, so that the index follows."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from catalog.models import Record
from catalog.signals import records_changed

BATCH = 500


def touch_records(records: QuerySet[Record], *, restricted: bool = False, fan_out: bool = False) -> int:
    """Raise the version of every given record and announce the change; return how many there were.

    ``fan_out`` says that something they share was changed, not they themselves: other changes go first.

    Runs in batches of ``BATCH``: a subject with a hundred thousand records needs no more memory than one with ten.
    """
    count = 0
    last = 0
    while True:
        with transaction.atomic():
            ids = list(records.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).distinct()[:BATCH])
            if not ids:
                return count
            Record.objects.filter(pk__in=ids).update(version=F("version") + 1, updated_at=timezone.now())
            records_changed.send(sender=Record, record_ids=ids, restricted=restricted, fan_out=fan_out)
        count += len(ids)
        last = ids[-1]
