"""Have the watched folder looked at every so often, by one task at a time."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from archive.tasks import enqueue_with_commit
from catalog.tasks import look_at_watched

EVERY_SECONDS = 15.0
_last = [0.0]


def look_if_due() -> bool:
    """Give workers the task to look, if none has it and some time has passed; return whether it was given."""
    if not settings.FONDS_WATCHED_FOLDER or time.monotonic() - _last[0] < EVERY_SECONDS:
        return False
    _last[0] = time.monotonic()
    if not settings.RQ_QUEUES:
        waiting = DBTaskResult.objects.filter(task_path=look_at_watched.module_path, status__in=["READY", "RUNNING"])
        if waiting.exists():
            return False
    with transaction.atomic():
        enqueue_with_commit(look_at_watched)
    return True
