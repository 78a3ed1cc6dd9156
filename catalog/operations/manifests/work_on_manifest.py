"""Work on a manifest: read it, try its rows or apply them, a batch at a time."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from archive.reasons import Reason
from catalog.choices import FileOutcome, ManifestState, RowOutcome
from catalog.manifest_queries import agreed_manifest
from catalog.models import DepositFile, Manifest, ManifestRow
from catalog.models.manifest import BUSY_STATES
from catalog.operations.manifests.read_manifest import fail_manifest, read_manifest
from catalog.operations.manifests.settle_row import settle_row
from catalog.tasks import enqueue_manifest, work_on_table

ROWS = 200
MAX_ATTEMPTS = 5
LOST = gettext_noop(
    "The process that worked on this manifest ended %(times)s times before it was done; it is set aside. Split it, or "
    "save it as CSV, and give it again."
)
PATIENCE = timedelta(minutes=2)
WRITTEN = ("path", "name_key", "file", "record", "outcome", "problems", "given", "kept", "round")
_AFTER = {ManifestState.CHECKING: ManifestState.CHECKED, ManifestState.APPLYING: ManifestState.APPLIED}


def work_on_manifest(*, manifest_id: int, seconds: float | None = None) -> bool:
    """Do what a manifest waits for, all of it or for some seconds; return whether some is left. May be repeated."""
    manifest = Manifest.objects.select_related("deposit").filter(pk=manifest_id).first()
    if manifest is None or not manifest.is_busy:
        return False
    if manifest.attempts >= MAX_ATTEMPTS:
        _give_up(manifest)
        return False
    same = Manifest.objects.filter(pk=manifest_id)
    same.update(attempts=F("attempts") + 1, worked_at=timezone.now())
    try:
        return _work(manifest, seconds)
    finally:
        # Whatever the end, this process has survived it: only those count that did not.
        same.update(attempts=0)


def _work(manifest: Manifest, seconds: float | None) -> bool:
    if manifest.state == ManifestState.READING:
        read_manifest(manifest=manifest)
        return False
    started = time.monotonic()
    while _settle_batch(manifest):
        Manifest.objects.filter(pk=manifest.pk).update(worked_at=timezone.now())
        if seconds is not None and time.monotonic() - started > seconds:
            return True
    done = Manifest.objects.filter(pk=manifest.pk, state=manifest.state, round=manifest.round)
    done.update(state=_AFTER[ManifestState(manifest.state)], worked_at=timezone.now())
    return False


def _give_up(manifest: Manifest) -> None:
    """Set aside what ends the processes that work on it; a table whose rows were read may be tried again."""
    reason = Reason("process_lost", LOST, {"times": manifest.attempts})
    if manifest.state == ManifestState.READING:
        fail_manifest(manifest, reason)
        return
    same = Manifest.objects.filter(pk=manifest.pk, state=manifest.state, round=manifest.round)
    same.update(state=ManifestState.READ, problem=reason, attempts=0)


def _settle_batch(manifest: Manifest) -> int:
    """Settle the next rows of this round; return how many there were. A person's wish to begin anew ends the round."""
    same = Manifest.objects.filter(pk=manifest.pk, state=manifest.state, round=manifest.round)
    if not same.exists():
        return 0
    rows = list(manifest.rows.exclude(round=manifest.round).order_by("number")[:ROWS])
    files: dict[int, int] = {}
    for row in rows:
        _settle(manifest, row, files)
    with transaction.atomic():
        ManifestRow.objects.bulk_update(
            [row for row in rows if row.outcome != RowOutcome.APPLIED], [*WRITTEN], batch_size=ROWS
        )
    return len(rows)


def _settle(manifest: Manifest, row: ManifestRow, files: dict[int, int]) -> None:
    is_trial = manifest.state == ManifestState.CHECKING
    with transaction.atomic():
        settle_row(manifest=manifest, row=row, is_trial=is_trial, seen=files)
        if row.outcome == RowOutcome.APPLIED:
            # With the record, so that a kill leaves neither without the other.
            row.save(update_fields=WRITTEN)
    if row.file_id is not None:
        files.setdefault(row.file_id, row.number)


def follow_deposit(*, deposit_id: int) -> None:
    """When a deposit has ended: have the rows applied whose files came after they were looked at.

    A round that is under way takes them along: it may have passed them already.
    """
    manifest = agreed_manifest(deposit_id)
    if manifest is None:
        return
    made = DepositFile.objects.filter(deposit=deposit_id, outcome=FileOutcome.INGESTED)
    waiting = manifest.rows.filter(outcome__in=[RowOutcome.WAITING, RowOutcome.REFUSED])
    late = waiting.filter(name_key__in=made.values("name_key"))
    with transaction.atomic():
        if late.update(round=0):
            Manifest.objects.filter(pk=manifest.pk).update(state=ManifestState.APPLYING, worked_at=timezone.now())
            enqueue_manifest(manifest)


def reclaim_manifests() -> int:
    """Give manifests on which nobody works, though they wait for it, a task again; return how many."""
    since = timezone.now() - PATIENCE
    idle = Manifest.objects.filter(
        Q(worked_at__lt=since) | Q(worked_at=None, given_at__lt=since), state__in=BUSY_STATES
    ).exclude(deposit__runner__gt="")
    count = 0
    for manifest in idle:
        if settings.RQ_QUEUES or not _has_task(manifest):
            with transaction.atomic():
                Manifest.objects.filter(pk=manifest.pk).update(worked_at=timezone.now())
                enqueue_manifest(manifest)
            count += 1
    return count


def _has_task(manifest: Manifest) -> bool:
    tasks = DBTaskResult.objects.filter(task_path=work_on_table.module_path, status__in=["READY", "RUNNING"])
    return tasks.filter(args_kwargs__args=[manifest.pk]).exists()
