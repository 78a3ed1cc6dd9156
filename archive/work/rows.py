"""Read the queue for people: tasks by state, queue and kind, their counts and their pace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult, get_date_max

from archive.operations.requeue_tasks import LOST
from archive.reasons import Reason
from archive.work.naming import paths_of_title
from archive.work.tries import worker_of

WAITING, RUNNING, FAILED, DONE = "waiting", "running", "failed", "done"
STATUS = {WAITING: "READY", RUNNING: "RUNNING", FAILED: "FAILED", DONE: "SUCCESSFUL"}
PACE_WINDOW = timedelta(minutes=10)
LOST_PROCESS = gettext_noop("The process that ran this ended %(times)s times before it was done.")
ENDED = gettext_noop("It ended with an error: %(detail)s")
LONGEST_DETAIL = 300
NONE = Reason()


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as the queue holds it; ``reason`` is why it failed or was put off."""

    id: str
    state: str
    queue: str
    path: str
    arguments: list[Any]
    attempts: int
    worker: str
    queued_at: datetime | None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    next_at: datetime | None = None
    reason: Reason = NONE

    @property
    def lasted(self) -> timedelta | None:
        """Return how long it ran, or has run so far."""
        return (self.ended_at or timezone.now()) - self.started_at if self.started_at else None


@dataclass(slots=True)
class QueueCount:
    """How one queue stands; ``ended`` counts the tasks of the last PACE_WINDOW."""

    queue: str
    waiting: int = 0
    running: int = 0
    ended: int = 0
    oldest_at: datetime | None = None

    @property
    def pace(self) -> float:
        """Return tasks a minute."""
        return self.ended / (PACE_WINDOW.total_seconds() / 60)


def tasks_in(state: str, *, queue: str = "", path: str = "") -> QuerySet[Any]:
    """Return the tasks in a state: those that wait in the order they are taken, others latest first.

    ``path`` narrows them to a kind, and those that people see under the same title.
    """
    found = DBTaskResult.objects.filter(status=STATUS[state]).defer("return_value")
    if queue:
        found = found.filter(queue_name=queue)
    if path:
        found = found.filter(task_path__in=paths_of_title(path))
    if state == WAITING:
        return found
    return found.order_by("-started_at" if state == RUNNING else "-finished_at")


def row_of(task: Any) -> TaskRow:
    """Return a task of the database's queue as people see it."""
    state = next(name for name, status in STATUS.items() if status == task.status)
    is_put_off = state == WAITING and timezone.now() < task.run_after < get_date_max()
    return TaskRow(
        id=str(task.id),
        state=state,
        queue=task.queue_name,
        path=task.task_path,
        arguments=list(task.args_kwargs["args"]),
        attempts=len(task.worker_ids),
        worker=worker_of(task.worker_ids),
        queued_at=task.enqueued_at,
        started_at=task.started_at,
        ended_at=task.finished_at,
        next_at=task.run_after if is_put_off else None,
        reason=reason_of_task(task),
    )


def reason_of_task(task: Any) -> Reason:
    """Return why a task failed or was put off; nothing where it was not."""
    path = task.exception_class_path
    if not path or task.status not in {"FAILED", "READY"}:
        return Reason()
    if path == LOST:
        return Reason("worker_lost", LOST_PROCESS, {"times": len(task.worker_ids)})
    said = (task.traceback or "").strip().rpartition("\n")[2]
    return Reason(path, ENDED, {"detail": (said or path)[:LONGEST_DETAIL]})


def queue_counts() -> list[QueueCount]:
    """Return how each queue stands that holds or has just done anything, in three queries."""
    found: dict[str, QueueCount] = {}
    open_tasks = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).order_by()
    counted = open_tasks.values_list("queue_name", "status").annotate(count=Count("*"), oldest=Min("enqueued_at"))
    for queue, status, count, oldest in counted:
        entry = found.setdefault(queue, QueueCount(queue))
        if status == "RUNNING":
            entry.running = count
        else:
            entry.waiting, entry.oldest_at = count, oldest
    since = timezone.now() - PACE_WINDOW
    ended = DBTaskResult.objects.filter(status__in=["SUCCESSFUL", "FAILED"], finished_at__gte=since).order_by()
    for queue, count in ended.values_list("queue_name").annotate(count=Count("id")):
        found.setdefault(queue, QueueCount(queue)).ended = count
    return sorted(found.values(), key=lambda entry: entry.queue)
