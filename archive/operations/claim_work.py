"""Let one process at a time do a piece of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from archive.models import WorkClaim
from archive.process_marks import is_running, process_mark
from archive.work.lease import living_leases
from archive.work.passing import Busy


@contextmanager
def claimed(name: str) -> Iterator[None]:
    """Hold the claim ``name`` for the time of the block; raises Busy while another living process holds it.

    The claim of a process that is gone is taken over.
    """
    me = process_mark()
    if not _take(name, me):
        raise Busy(name)
    try:
        yield
    finally:
        WorkClaim.objects.filter(name=name, claimed_by=me).delete()


def _take(name: str, me: str) -> bool:
    held, is_new = WorkClaim.objects.get_or_create(name=name, defaults={"claimed_by": me})
    # The same process does one thing at a time: a claim of its own was left when the database was away.
    if is_new or held.claimed_by == me:
        return True
    if is_running(held.claimed_by, living_leases()):
        return False
    same = WorkClaim.objects.filter(name=name, claimed_by=held.claimed_by)
    return bool(same.update(claimed_by=me, claimed_at=timezone.now()))
