"""Reads how the queue and its workers stand."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django_tasks_db.models import DBTaskResult

from archive.extract.programs import missing_programs
from archive.models import WorkerLease
from archive.work.lease import living_leases


@dataclass(frozen=True)
class QueueState:
    """Counts of tasks, the longest wait, and the last sign of life of a worker.

    `failed` counts those the queue still remembers. With Redis, counts are of the queues in Redis.
    """

    waiting: int
    running: int
    failed: int
    oldest_waiting_at: datetime | None
    beat_at: datetime | None


def last_beat() -> datetime | None:
    """Return the last sign of life of a worker."""
    found: datetime | None = WorkerLease.objects.aggregate(last=Max("beat_at"))["last"]
    return found


def queue_state() -> QueueState:
    """Return the state of the queue that the settings name."""
    beat_at = last_beat()
    if settings.RQ_QUEUES:
        return _redis_state(beat_at)
    ready = DBTaskResult.objects.ready()
    first = ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return QueueState(
        waiting=ready.count(),
        running=DBTaskResult.objects.running().count(),
        failed=DBTaskResult.objects.failed().count(),
        oldest_waiting_at=first,
        beat_at=beat_at,
    )


def missing_at_work() -> dict[str, str]:
    """Return the programs that a living worker lacks, by name, each with the Debian package that brings it.

    Before a worker has said so: those that are missing here.
    """
    leases = WorkerLease.objects.filter(pk__in=living_leases()).values_list("missing_programs", flat=True)
    found = list(leases)
    if not found:
        return missing_programs()
    return {name: package for missing in found for name, package in missing.items()}


def _redis_state(beat_at: datetime | None) -> QueueState:
    import django_rq  # noqa: PLC0415 - only there when Redis is the queue

    queues = [django_rq.get_queue(name) for name in settings.RQ_QUEUES]
    return QueueState(
        waiting=sum(queue.count for queue in queues),
        running=sum(queue.started_job_registry.count for queue in queues),
        failed=sum(queue.failed_job_registry.count for queue in queues),
        oldest_waiting_at=None,
        beat_at=beat_at,
    )
