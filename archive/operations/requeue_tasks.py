"""Hands the tasks of dead worker processes out again."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.signals import task_finished
from django_tasks_db.models import DBTaskResult

from archive.work.tries import deaths

MAX_ATTEMPTS = 3
LOST = "archive.errors.WorkerLost"


def requeue_tasks(*, is_dead: Callable[[str], bool], counts_as_attempt: bool = True) -> int:
    """Put every running task whose worker is dead back into the queue; return how many were touched.

    A task whose process died MAX_ATTEMPTS times is marked as failed instead: it is probably what kills them.
    A deliberate stop does not count.
    """
    touched = 0
    for task in DBTaskResult.objects.running().only("id", "worker_ids", "started_at"):
        if task.worker_ids and is_dead(task.worker_ids[-1]):
            touched += _release(task, counts_as_attempt)
    return touched


def _release(task: "DBTaskResult[..., Any]", counts_as_attempt: bool) -> int:
    """Release one task; compare the start, so that a task claimed anew meanwhile is left alone."""
    attempts = deaths(task.worker_ids)
    changes: dict[str, object]
    is_failed = counts_as_attempt and attempts >= MAX_ATTEMPTS
    if is_failed:
        changes = {
            "status": "FAILED",
            "finished_at": timezone.now(),
            "exception_class_path": LOST,
            "traceback": f"The process that ran this task ended {attempts} times before the task did.",
        }
    else:
        workers = task.worker_ids if counts_as_attempt else task.worker_ids[:-1]
        changes = {"status": "READY", "started_at": None, "worker_ids": workers}
    with transaction.atomic():
        updated = DBTaskResult.objects.filter(id=task.id, status="RUNNING", started_at=task.started_at).update(
            **changes
        )
        if updated and is_failed:
            # With the change: nobody may die between the two, or whom it concerns would wait for ever.
            result = DBTaskResult.objects.get(id=task.id).task_result
            task_finished.send(type(result.task.get_backend()), task_result=result)
    return updated
