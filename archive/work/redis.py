"""Puts tasks into Redis: with retries for lost ones and a second queue for those that can wait."""

import json
from typing import Any

import django_rq
from django.conf import settings
from django_tasks.base import Task, TaskResult
from django_tasks_rq.backend import Job, RQBackend

from archive.operations.requeue_tasks import MAX_ATTEMPTS

QUEUES = ("high", "default", "slow")
"""Positive priorities, zero, negative; workers take from them in turns."""
PAUSES_SECONDS = [0, 120]
"""Before each further try of a job that failed or lost its process."""


class RedisBackend(RQBackend):
    """RQ with what the database queue has: low priorities wait, and a killed process loses no task."""

    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        if task.priority and task.queue_name in QUEUES:
            task = task.using(queue_name=QUEUES[0] if task.priority > 0 else QUEUES[2])
        result: TaskResult[Any] = super().enqueue(task, args, kwargs)
        job = Job.fetch(result.id, connection=django_rq.get_connection())
        # RQ runs a job whose process was killed again as long as retries are left.
        job.connection.hset(job.key, "retries_left", MAX_ATTEMPTS - 1)
        job.connection.hset(job.key, "retry_intervals", json.dumps(PAUSES_SECONDS))
        return result


def has_retries(job_id: str) -> bool:
    """Say whether a job that fails at this moment will be tried again."""
    return bool(Job.fetch(job_id, connection=django_rq.get_connection()).retries_left)


def requeue_abandoned() -> None:
    """Hand out the jobs whose process stopped sending heartbeats; RQ by itself looks every ten minutes only."""
    for name in settings.RQ_QUEUES:
        queue = django_rq.get_queue(name, job_class=Job)
        queue.started_job_registry.cleanup()
