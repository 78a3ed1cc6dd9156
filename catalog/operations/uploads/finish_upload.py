"""Hand an upload that is whole to the workers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from archive.spool_parts import PartBusy, held_part, part_size, store_part
from catalog.choices import DepositState, FileOutcome
from catalog.models import Deposit, DepositFile, ResumableUpload
from catalog.tasks import LANES, enqueue_work


def finish_upload(*, upload: ResumableUpload) -> None:
    """Let the file of a whole upload wait to be taken in; the caller holds its part. May be repeated.

    One that lies in a bag goes on being received, until its sender says that the bag is complete (complete_bag).
    """
    store_part(upload.file.location)
    with transaction.atomic():
        if not upload.bag:
            hand_over(file=upload.file)
        ResumableUpload.objects.filter(pk=upload.pk).update(
            received_bytes=upload.size_bytes, unproven_from=None, touched_at=timezone.now()
        )


def finish_if_whole(*, upload: ResumableUpload) -> bool:
    """Finish an upload whose last request was cut off after its last byte; return whether it was whole."""
    location = upload.file.location
    if upload.unproven_from is not None or part_size(location) != upload.size_bytes:
        return False
    try:
        with held_part(location) as part:
            # Asked again under the lock: it may have been canceled, or a piece without proof have come, meanwhile.
            fresh = ResumableUpload.objects.select_related("file").filter(pk=upload.pk, unproven_from=None).first()
            if fresh is None or part.size_bytes != fresh.size_bytes:
                return False
            finish_upload(upload=fresh)
    except PartBusy:
        return False
    return True


def hand_over(*, file: DepositFile) -> None:
    """Let a received file wait for a worker, in the caller's transaction.

    The deposit is locked, so that it cannot end over a file that is just being added. While others wait or are being
    taken in, their tasks come to this one too: thousands of small files do not make thousands of tasks.
    """
    deposit = Deposit.objects.select_for_update().get(pk=file.deposit_id)
    received = DepositFile.objects.filter(pk=file.pk, outcome=FileOutcome.RECEIVING)
    if not received.update(outcome=FileOutcome.WAITING, claimed_by=""):
        return
    # One that was stopped keeps what it receives; its person lets it go on.
    ended = Deposit.objects.filter(pk=deposit.pk, state=DepositState.ENDED)
    ended.update(state=DepositState.WORKING, ended_at=None)
    at_work = deposit.files.filter(outcome__in=[FileOutcome.WAITING, FileOutcome.WORKING])
    if at_work.exclude(pk=file.pk)[:LANES].count() < LANES:
        enqueue_work(deposit, lanes=1)
