"""Have a task that failed because of something passing tried again, with growing pauses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from archive.work.passing import Busy, passing_trouble
from archive.work.tries import BUSY_SECONDS, PUT_OFF, passed_over, pause_seconds


def put_off_task(*, task_result: Any, error: BaseException | None) -> bool:
    """Put a failed task back into the queue for later; return whether it was: not after enough tries.

    One whose thing another process works on, or whose process was told to end, waits a moment, as often as need be.
    With Redis the queue itself tries again what failed; only a busy one is put back here.
    """
    # What is no Exception asked the process to end: the task itself has done nothing wrong.
    is_busy = isinstance(error, Busy) or (error is not None and not isinstance(error, Exception))
    if not is_busy and passing_trouble(error) is None:
        return False
    return _put_off_redis(task_result, is_busy) if settings.RQ_QUEUES else _put_back(str(task_result.id), is_busy)


def _put_off_redis(task_result: Any, is_busy: bool) -> bool:
    from archive.work.redis import has_retries  # noqa: PLC0415 - only where Redis is the queue

    if is_busy:
        later = timezone.now() + timedelta(seconds=BUSY_SECONDS)
        task_result.task.using(run_after=later).enqueue(*task_result.args, **task_result.kwargs)
    return is_busy or has_retries(str(task_result.id))


def _put_back(task_id: str, is_busy: bool) -> bool:
    row = DBTaskResult.objects.only("worker_ids").get(id=task_id)
    tries = list(row.worker_ids)
    last = tries.pop() if tries else ""
    pause = BUSY_SECONDS if is_busy else pause_seconds(passed_over(tries))
    if pause is None:
        return False
    if not is_busy:
        tries.append(f"{PUT_OFF}{last}"[:80])
    changes: dict[str, Any] = {
        "status": "READY",
        "run_after": timezone.now() + timedelta(seconds=pause),
        "started_at": None,
        "finished_at": None,
        "worker_ids": tries,
    }
    return bool(DBTaskResult.objects.filter(id=task_id, status="FAILED").update(**changes))
