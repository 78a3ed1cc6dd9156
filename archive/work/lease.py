"""Keeps a worker's lease: taken at its start, renewed every few seconds, given up at its end.

Several hosts may work on one queue. A task belongs to the worker process that claimed it for as long as the lease of
its supervisor beats; once the lease is older than LOST_SECONDS anyone may hand the task out again. A supervisor that
cannot renew its lease kills its own processes after FENCE_SECONDS, well before that, so no task runs twice at once.
"""

import secrets
import socket
from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from archive.models import WorkerLease

BEAT_SECONDS = 5
FENCE_SECONDS = 40
LOST_SECONDS = 75
FORGET_AFTER = timedelta(days=1)


def place() -> str:
    """Name this host and data folder; only one supervisor runs at a place, a file lock sees to it."""
    return f"{socket.gethostname()}:{settings.FONDS_DATA}"[:500]


def take_lease(*, process_count: int) -> str:
    """Register a supervisor, forget those that ran at this place before, and return the lease's id."""
    WorkerLease.objects.filter(place=place()).delete()
    WorkerLease.objects.filter(beat_at__lt=timezone.now() - FORGET_AFTER).delete()
    return WorkerLease.objects.create(id=secrets.token_hex(6), place=place(), process_count=process_count).id


def beat(*, lease_id: str, process_count: int, missing: Mapping[str, str] | None = None) -> None:
    """Renew the lease, or take it anew if someone removed it; ``missing`` programs are those this host lacks."""
    found = {"beat_at": timezone.now(), "process_count": process_count, "place": place()}
    known = {} if missing is None else {"missing_programs": dict(missing)}
    WorkerLease.objects.update_or_create(id=lease_id, defaults={**found, **known})


def give_up_lease(*, lease_id: str) -> None:
    """End the lease; what its processes still held may be handed out at once."""
    WorkerLease.objects.filter(id=lease_id).delete()


def living_leases() -> set[str]:
    """Return the ids of the leases that still beat."""
    since = timezone.now() - timedelta(seconds=LOST_SECONDS)
    return set(WorkerLease.objects.filter(beat_at__gte=since).values_list("id", flat=True))


def lease_of(worker_id: str) -> str:
    """Return the lease that a worker process runs under; its id begins with it."""
    return worker_id.partition("-")[0]
