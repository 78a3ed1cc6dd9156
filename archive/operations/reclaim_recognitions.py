"""Have recordings written down whose worker is gone, when nothing else does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from archive.choices import RecognitionState
from archive.models import Recognition
from archive.operations.reclaim_preparations import LOST
from archive.operations.requeue_tasks import MAX_ATTEMPTS
from archive.process_marks import is_running
from archive.reasons import Reason
from archive.tasks import enqueue_hearing

PATIENCE = timedelta(minutes=2)
AT_ONCE = 100


def reclaim_recognitions(*, living: Collection[str]) -> int:
    """Put orders whose process is gone back to waiting with a new task; return how many were touched."""
    claimed = Recognition.objects.filter(
        state=RecognitionState.WORKING, claimed_at__lt=timezone.now() - PATIENCE
    ).defer("segments")
    return sum(_reclaim(job) for job in claimed[:AT_ONCE] if not is_running(job.claimed_by, living))


def _reclaim(job: Recognition) -> int:
    with transaction.atomic():
        same = Recognition.objects.filter(pk=job.pk, state=RecognitionState.WORKING, claimed_at=job.claimed_at)
        if job.attempts >= MAX_ATTEMPTS:
            reason = Reason("worker_lost", LOST, {"times": job.attempts})
            return same.update(state=RecognitionState.FAILED, reason=reason, ended_at=timezone.now())
        freed = same.update(state=RecognitionState.WAITING, claimed_by="", claimed_at=None)
        if freed:
            enqueue_hearing(job.pk)
        return freed
