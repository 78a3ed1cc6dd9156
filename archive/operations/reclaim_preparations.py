"""Have recordings prepared whose worker is gone, when nothing else does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.choices import AssetState, EventName
from archive.models import Preparation, Recording
from archive.operations.log_event import log_event
from archive.operations.requeue_tasks import MAX_ATTEMPTS
from archive.process_marks import is_running
from archive.reasons import Reason
from archive.signals import asset_changed
from archive.tasks import enqueue_preparation

PATIENCE = timedelta(minutes=2)
"""A lost task is handed out again within this time; only work claimed longer ago is looked at."""
AT_ONCE = 100
LOST = gettext_noop("The process that prepared this recording ended %(times)s times before it was done.")


def reclaim_preparations(*, living: Collection[str]) -> int:
    """Put work whose process is gone back to waiting with a new task; return how many were touched.

    ``living`` are the ids of the leases that beat. What ended its process MAX_ATTEMPTS times counts as failed.
    """
    claimed = Preparation.objects.filter(state=AssetState.WORKING, claimed_at__lt=timezone.now() - PATIENCE)
    jobs = claimed.select_related("recording").order_by("claimed_at")[:AT_ONCE]
    return sum(_reclaim(job) for job in jobs if not is_running(job.claimed_by, living))


def _reclaim(job: Preparation) -> int:
    """Free one; compare the claim, so that work claimed anew meanwhile is left alone."""
    with transaction.atomic():
        same = Preparation.objects.filter(pk=job.pk, state=AssetState.WORKING, claimed_at=job.claimed_at)
        if job.attempts < MAX_ATTEMPTS:
            freed = same.update(state=AssetState.WAITING, claimed_by="", claimed_at=None)
            if freed:
                enqueue_preparation(job.recording_id)
            return freed
        reason = Reason("worker_lost", LOST, {"times": job.attempts})
        freed = same.update(state=AssetState.FAILED, reason=reason, ended_at=timezone.now())
        if freed:
            Recording.objects.filter(pk=job.recording_id).update(state=AssetState.FAILED, state_reason=reason)
            log_event(job.recording, EventName.FAILED, reason=reason.as_dict())
            asset_changed.send(sender=Recording, kind=Recording.kind, asset_id=job.recording_id, facts=False)
        return freed
