"""Take up again the replacements of files that killed processes dropped."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive.models import Replacement
from archive.models.replacement import OPEN_STATES
from archive.process_marks import is_running
from archive.tasks import enqueue_replacement

PATIENCE = timedelta(minutes=2)
AT_ONCE = 100


def reclaim_replacements(*, living: Collection[str]) -> int:
    """Give orders whose process is gone a task again; return how many. Quick where there are none."""
    since = timezone.now() - PATIENCE
    idle = Q(claimed_at=None, asked_at__lt=since) | Q(claimed_at__lt=since)
    count = 0
    for order in Replacement.objects.filter(idle, state__in=OPEN_STATES).order_by("pk")[:AT_ONCE]:
        if order.claimed_by and is_running(order.claimed_by, living):
            continue
        with transaction.atomic():
            # Not looked at again before the task had its time.
            Replacement.objects.filter(pk=order.pk).update(claimed_by="", claimed_at=timezone.now())
            enqueue_replacement(order.pk)
        count += 1
    return count
