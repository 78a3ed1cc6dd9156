"""Take up again the exports that killed processes dropped, and see to those whose time is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from archive.process_marks import is_running
from archive.tasks import enqueue_with_commit
from catalog.choices import BagState
from catalog.models import BagExport
from catalog.tasks import delete_old_bags, enqueue_packing

PATIENCE = timedelta(minutes=2)


def reclaim_bags(*, living: Collection[str]) -> int:
    """Give exports on which nobody works a task again; return how many. Quick where there are none."""
    now = timezone.now()
    count = 0
    for export in BagExport.objects.filter(state=BagState.WORKING, worked_at__lt=now - PATIENCE):
        if not (export.claimed_by and is_running(export.claimed_by, living)):
            with transaction.atomic():
                BagExport.objects.filter(pk=export.pk).update(worked_at=now, claimed_by="")
                enqueue_packing(export)
            count += 1
    if BagExport.objects.filter(state=BagState.READY, expires_at__lte=now).exists():
        enqueue_with_commit(delete_old_bags)
    return count
