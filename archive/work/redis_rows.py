"""Read the queues in Redis for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import django_rq
from django.conf import settings
from django_tasks_rq.backend import Job
from rq.exceptions import NoSuchJobError

from archive.reasons import Reason
from archive.work.naming import paths_of_title
from archive.work.rows import DONE, ENDED, FAILED, LONGEST_DETAIL, RUNNING, WAITING, QueueCount, TaskRow

STATES = {"queued": WAITING, "scheduled": WAITING, "deferred": WAITING, "started": RUNNING, "finished": DONE}


class JobSlice:
    """The jobs in a state by their ids; those that are looked at are fetched."""

    def __init__(self, ids: Sequence[str], path: str) -> None:
        self.path = path
        self.ids = ids if not path else [job.id for job in _fetch(ids) if job.func_name in paths_of_title(path)]

    def count(self) -> int:
        """Return how many there are."""
        return len(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Any]:
        return iter(_fetch(self.ids))

    def __getitem__(self, wanted: Any) -> Any:
        """Return a stretch of them; jobs that went meanwhile are left out."""
        return _Stretch(self.ids[wanted])


class _Stretch(list[Any]):
    """Jobs fetched for one page, which may be counted as well."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = list(ids)
        super().__init__(_fetch(self.ids))

    def count(self, *_: Any) -> int:
        """Return how many ids were asked for."""
        return len(self.ids)


class RedisQueue:
    """The queues in Redis; what ended well is kept for minutes only, so there is no pace."""

    def counts(self) -> list[QueueCount]:
        """Return how each queue stands that holds anything."""
        found = [
            QueueCount(
                queue.name,
                waiting=queue.count + queue.scheduled_job_registry.count,
                running=queue.started_job_registry.count,
            )
            for queue in _queues()
        ]
        return [each for each in found if each.waiting or each.running]

    def tasks(self, state: str, *, queue: str = "", path: str = "") -> JobSlice:
        """Return the jobs in a state, of one queue or all."""
        ids: list[str] = []
        for each in _queues():
            if not queue or each.name == queue:
                ids += _ids(each, state)
        return JobSlice(ids, path)

    def row(self, task: Any) -> TaskRow:
        """Return one of them as people see it."""
        state = STATES.get(str(task.get_status(refresh=False).value), FAILED)
        latest = task.latest_result() if state == FAILED else None
        said = (latest.exc_string or "").strip().rpartition("\n")[2] if latest else ""
        return TaskRow(
            id=task.id,
            state=state,
            queue=task.origin,
            path=task.func_name,
            arguments=list(task.args),
            attempts=0 if state == WAITING else 1,
            worker=task.worker_name or "",
            queued_at=_aware(task.enqueued_at),
            started_at=_aware(task.started_at),
            ended_at=_aware(task.ended_at),
            reason=Reason("failed", ENDED, {"detail": said[:LONGEST_DETAIL]}) if said else Reason(),
        )

    def peek(self, task_id: str) -> TaskRow | None:
        """Return a job by id."""
        try:
            return self.row(Job.fetch(task_id, connection=django_rq.get_connection()))
        except NoSuchJobError:
            return None

    def take_out(self, task_id: str, state: str) -> bool:
        """Remove a job that is in a state; from a queue only while no worker has it."""
        try:
            job = Job.fetch(task_id, connection=django_rq.get_connection())
        except NoSuchJobError:
            return False
        queue = django_rq.get_queue(job.origin, job_class=Job)
        is_in = task_id in _ids(queue, state)
        if is_in and state == WAITING:
            is_in = bool(job.connection.lrem(queue.key, 1, task_id) or task_id in queue.scheduled_job_registry)
        if is_in:
            job.delete()
        return is_in


def _queues() -> list[Any]:
    return [django_rq.get_queue(name, job_class=Job) for name in settings.RQ_QUEUES]


def _ids(queue: Any, state: str) -> list[str]:
    if state == WAITING:
        return [*queue.get_job_ids(), *queue.scheduled_job_registry.get_job_ids()]
    if state == RUNNING:
        return list(queue.started_job_registry.get_job_ids())
    registry = queue.failed_job_registry if state == FAILED else queue.finished_job_registry
    return list(registry.get_job_ids())


def _fetch(ids: Sequence[str]) -> list[Any]:
    connection = django_rq.get_connection()
    return [job for job in Job.fetch_many(list(ids), connection=connection) if job is not None]


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
