"""Look at the queue, whichever it is, and take tasks out of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from archive.work.rows import STATUS, QueueCount, TaskRow, queue_counts, row_of, tasks_in


class Slice(Protocol):
    """Tasks that can be counted and sliced, as a page needs them."""

    def count(self) -> int:
        """Return how many there are."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __getitem__(self, wanted: Any) -> Any:
        """Return a stretch of them."""


class TaskQueue(Protocol):
    """What people see of a queue, and may do to it."""

    def counts(self) -> list[QueueCount]:
        """Return how each queue stands."""

    def tasks(self, state: str, *, queue: str = "", path: str = "") -> Slice:
        """Return the tasks in a state."""

    def row(self, task: Any) -> TaskRow:
        """Return one of them as people see it."""

    def peek(self, task_id: str) -> TaskRow | None:
        """Return a task by id."""

    def take_out(self, task_id: str, state: str) -> bool:
        """Remove a task that is in a state; return whether it was."""


class DatabaseQueue:
    """The queue in the database."""

    def counts(self) -> list[QueueCount]:
        """Return how each queue stands, in two queries."""
        return queue_counts()

    def tasks(self, state: str, *, queue: str = "", path: str = "") -> Slice:
        """Return the tasks in a state."""
        return tasks_in(state, queue=queue, path=path)

    def row(self, task: Any) -> TaskRow:
        """Return one of them as people see it."""
        return row_of(task)

    def peek(self, task_id: str) -> TaskRow | None:
        """Return a task by id."""
        found = DBTaskResult.objects.filter(id=task_id).defer("return_value").first()
        return row_of(found) if found else None

    def take_out(self, task_id: str, state: str) -> bool:
        """Remove a task that is in a state; one that a worker claimed meanwhile stays."""
        return DBTaskResult.objects.filter(id=task_id, status=STATUS[state]).delete()[0] > 0


def queue_of() -> TaskQueue:
    """Return the queue that the settings name."""
    if settings.RQ_QUEUES:
        from archive.work.redis_rows import RedisQueue  # noqa: PLC0415 - only where Redis is the queue

        return RedisQueue()
    return DatabaseQueue()
