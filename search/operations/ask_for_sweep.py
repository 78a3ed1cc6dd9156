"""Have the index compared with the database once a day, by a task of the queue."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from search.models import IndexSweep
from search.tasks import sweep

EVERY = timedelta(days=1)
AGAIN_AFTER_FAILURE = timedelta(hours=1)


def ask_for_sweep_when_due() -> bool:
    """Enqueue a sweep when the last was asked for a day ago, or an hour ago and failed; say whether one was."""
    last = IndexSweep.objects.order_by("-asked_at").first()
    pause = AGAIN_AFTER_FAILURE if last is not None and last.error else EVERY
    if last is not None and last.asked_at > timezone.now() - pause:
        return False
    with transaction.atomic():
        row = IndexSweep.objects.create()
        sweep.enqueue(row.pk)
    return True
