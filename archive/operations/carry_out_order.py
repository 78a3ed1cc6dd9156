"""Work off an order of a person over many failures or tasks, batch by batch."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from archive.choices import WorkVerb
from archive.errors import ArchiveError
from archive.models import WorkOrder
from archive.operations.call_off_tasks import NotStoppable, call_off_task
from archive.tasks import enqueue_order
from archive.work.failures import FailureSource, source_of
from archive.work.naming import Thing, named_kinds
from archive.work.rows import WAITING, tasks_in

if TYPE_CHECKING:
    from catalog.models import User

BATCH = 100
BATCH_SECONDS = 15
RETRYING = gettext_noop("try %(total)s failures again")
CALLING_OFF = gettext_noop("call %(total)s tasks off")


class NothingToDo(ArchiveError):
    """Raised when no failure or task matches any more."""


def order_retry(*, source: str, code: str, user: User | None = None) -> WorkOrder:
    """Have all failures of one reason in one place tried again. Raises NothingToDo."""
    place = source_of(source)
    total = place.with_code(code).count() if place else 0
    return _order(WorkVerb.RETRY, {"source": source, "code": code}, total, user)


def order_call_off(*, queue: str, path: str, user: User | None = None) -> WorkOrder:
    """Have all waiting tasks of a queue and kind (empty: of any) called off that can be. Raises NothingToDo."""
    total = _stoppable(queue, path).count()
    return _order(WorkVerb.CALL_OFF, {"queue": queue, "path": path}, total, user)


def _order(verb: WorkVerb, choice: dict[str, str], total: int, user: User | None) -> WorkOrder:
    if not total:
        raise NothingToDo
    made = WorkOrder.objects.create(verb=verb, choice=choice, total=total, asked_by=user)
    enqueue_order(made.pk)
    return made


def call_off_order(*, order_id: int) -> bool:
    """End an order; what it has done stays done."""
    return bool(WorkOrder.objects.filter(pk=order_id, ended_at=None).update(ended_at=timezone.now()))


def carry_out_order(*, order_id: int) -> bool:
    """Do a batch of an order; return whether some is left. May be repeated; ends when the order was ended."""
    order = WorkOrder.objects.select_related("asked_by").filter(pk=order_id, ended_at=None).first()
    if order is None:
        return False
    is_left = _retry_some(order) if order.verb == WorkVerb.RETRY else _call_some_off(order)
    if not is_left:
        call_off_order(order_id=order_id)
    return is_left


def _retry_some(order: WorkOrder) -> bool:
    place = source_of(order.choice["source"])
    if place is None:
        return False
    keys = _next_keys(place, order)
    if keys:
        place.retry(keys, order.asked_by)
        _note(order, len(keys), str(keys[-1]))
    return len(keys) == BATCH


def _next_keys(place: FailureSource, order: WorkOrder) -> list[Any]:
    rows = place.with_code(order.choice["code"])
    if place.made_at:
        rows = rows.filter(**{f"{place.made_at}__lte": order.asked_at})
    if order.cursor:
        rows = rows.filter(pk__gt=order.cursor)
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _call_some_off(order: WorkOrder) -> bool:
    until = time.monotonic() + BATCH_SECONDS
    waiting = _stoppable(order.choice["queue"], order.choice["path"]).filter(enqueued_at__lte=order.asked_at)
    keys = list(waiting.values_list("id", flat=True)[:BATCH])
    for key in keys:
        try:
            call_off_task(task_id=str(key), user=order.asked_by)
        except NotStoppable:
            continue  # it has begun, or somebody else called it off
        finally:
            _note(order, 1, "")
        if time.monotonic() > until:
            return True
    return len(keys) == BATCH


def _note(order: WorkOrder, more: int, cursor: str) -> None:
    WorkOrder.objects.filter(pk=order.pk).update(done=F("done") + more, cursor=cursor)


def _stoppable(queue: str, path: str) -> Any:
    kinds = [kind.path for kind in named_kinds() if kind.call_off is not None]
    return tasks_in(WAITING, queue=queue, path=path).filter(task_path__in=kinds)


def order_things(keys: Collection[int]) -> Mapping[int, Thing]:
    """Return orders by name."""
    sentences = {WorkVerb.RETRY: RETRYING, WorkVerb.CALL_OFF: CALLING_OFF}
    rows = WorkOrder.objects.filter(pk__in=keys).values_list("pk", "verb", "total")
    return {pk: Thing(gettext(sentences[WorkVerb(verb)]) % {"total": total}) for pk, verb, total in rows}
