"""Have a failed task tried again."""

from __future__ import annotations

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from archive.tasks import enqueue_with_commit
from archive.work.naming import kind_of
from archive.work.queue import queue_of
from archive.work.rows import FAILED


def retry_task(*, task_id: str) -> bool:
    """Put a failed task into the queue anew, with all its tries before it; return whether it was there to be tried."""
    queue = queue_of()
    row = queue.peek(task_id)
    if row is None or row.state != FAILED:
        return False
    with transaction.atomic():
        # Two people who ask at once get one task.
        if not queue.take_out(task_id, FAILED):
            return False
        again = kind_of(row.path).again
        if again is not None:
            again(*row.arguments)
        else:
            enqueue_with_commit(import_string(row.path), *row.arguments)
    return True


def hurry_task(*, task_id: str) -> bool:
    """Have a task that was put off tried now; return whether it waited."""
    row = DBTaskResult.objects.filter(id=task_id, status="READY").only("id", "enqueued_at").first()
    if row is None:
        return False
    return bool(DBTaskResult.objects.filter(id=task_id, status="READY").update(run_after=row.enqueued_at))
