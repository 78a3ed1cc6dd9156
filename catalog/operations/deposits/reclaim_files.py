"""Take up again what killed processes dropped: claimed files, broken uploads, leavings, whole deposits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from archive.operations.discard_stored import discard_stored
from archive.process_marks import is_running
from archive.reasons import Reason
from archive.spool import drop
from catalog.choices import DepositState, FileOutcome
from catalog.models import Deposit, DepositFile
from catalog.models.deposit import CLAIMED_OUTCOMES, RUNNING_STATES
from catalog.operations.deposits.claim_file import MAX_ATTEMPTS
from catalog.tasks import enqueue_work, work_on

PATIENCE = timedelta(minutes=2)
"""A deposit on which nobody has worked for so long, and for which no task waits, is taken up again."""

LOST = gettext_noop("The process that took this in ended %(times)s times before it was done; it is set aside.")
BROKEN_OFF = Reason("upload_broken", gettext_noop("The upload of this file broke off. Send it again."))


def reclaim_files(*, living: Collection[str], deposit_id: int | None = None) -> int:
    """Free the files whose process is gone, of one deposit or all; return how many.

    ``living`` are the ids of the leases that beat. A file whose processes died MAX_ATTEMPTS times is set aside: it is
    probably what kills them.
    """
    claimed = DepositFile.objects.filter(outcome__in=CLAIMED_OUTCOMES)
    # What is sent in pieces belongs to no process between two of them; it expires instead.
    claimed = claimed.exclude(outcome=FileOutcome.RECEIVING, upload__isnull=False)
    if deposit_id is not None:
        claimed = claimed.filter(deposit_id=deposit_id)
    lost = [row for row in claimed.iterator() if not is_running(row.claimed_by, living)]
    for row in lost:
        _free(row)
    return len(lost)


def _free(row: DepositFile) -> None:
    if row.asset_uid is not None:
        # First the leavings: killed after this, they are looked for again.
        discard_stored(uid=row.asset_uid)
    changes: dict[str, object] = {"claimed_by": "", "asset_uid": None}
    if row.outcome == FileOutcome.RECEIVING:
        drop(row.location)
        changes |= {"outcome": FileOutcome.REFUSED, "reason": BROKEN_OFF, "settled_at": timezone.now()}
    elif row.attempts >= MAX_ATTEMPTS:
        reason = Reason("process_lost", LOST, {"times": row.attempts})
        changes |= {"outcome": FileOutcome.REFUSED, "reason": reason, "settled_at": timezone.now()}
    else:
        changes |= {"outcome": FileOutcome.WAITING}
    same = DepositFile.objects.filter(pk=row.pk, outcome=row.outcome, claimed_by=row.claimed_by)
    same.update(**changes)


def reclaim_deposits(*, living: Collection[str]) -> int:
    """Give deposits that workers are to work on, and none does, a task again; return how many."""
    reclaim_files(living=living)
    since = timezone.now() - PATIENCE
    idle = Deposit.objects.filter(
        Q(worked_at__lt=since) | Q(worked_at=None, opened_at__lt=since),
        state__in=[*RUNNING_STATES, DepositState.UNDOING],
        runner="",
    ).exclude(_waits_for_its_sender())
    count = 0
    for deposit in idle:
        if not _has_task(deposit):
            with transaction.atomic():
                Deposit.objects.filter(pk=deposit.pk).update(worked_at=timezone.now())
                enqueue_work(deposit)
            count += 1
    return count


def _waits_for_its_sender() -> Q:
    """Say of a deposit that files are still being sent and nothing else is to be done."""
    files = DepositFile.objects.filter(deposit=OuterRef("pk"))
    receiving = files.filter(outcome=FileOutcome.RECEIVING)
    at_work = files.filter(outcome__in=[FileOutcome.WAITING, FileOutcome.WORKING])
    return Q(Exists(receiving), ~Exists(at_work), state=DepositState.WORKING)


def _has_task(deposit: Deposit) -> bool:
    if settings.RQ_QUEUES:
        return False  # one too many ends at once
    tasks = DBTaskResult.objects.filter(task_path=work_on.module_path, status__in=["READY", "RUNNING"])
    return tasks.filter(args_kwargs__args=[deposit.pk]).exists()
