"""Count records up after something tied to them changed, so that the index follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from catalog.models import Record
from catalog.signals import records_changed

BATCH = 500
_is_left: ContextVar[bool] = ContextVar("_is_left", default=False)


@contextmanager
def touches_left() -> Iterator[None]:
    """Leave out touches in the block, for one that announces the records itself in the same transaction.

    Else each row that is tied to a record would count it up and announce it once more.
    """
    token = _is_left.set(True)
    try:
        yield
    finally:
        _is_left.reset(token)


def touch_records(records: QuerySet[Record], *, restricted: bool = False, fan_out: bool = False) -> int:
    """Raise the version of every given record and announce the change; return how many there were.

    ``fan_out`` says that something they share was changed, not they themselves: other changes go first.

    Runs in batches of ``BATCH``: a subject with a hundred thousand records needs no more memory than one with ten.
    """
    if _is_left.get():
        return 0
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
        if len(ids) < BATCH:
            return count
        last = ids[-1]
