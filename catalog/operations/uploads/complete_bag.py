"""Take in a bag whose files came one by one, once its sender says that all have come."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models, transaction

from archive.spool_parts import PartBusy, held_part, store_part
from catalog.choices import DepositState, FileOutcome
from catalog.errors import DepositClosed
from catalog.models import Deposit, DepositFile, ResumableUpload
from catalog.operations.uploads.begin_upload import CLOSED, bag_key
from catalog.tasks import enqueue_work

if TYPE_CHECKING:
    from catalog.models import User

CHUNK = 500
CHANGES = {DepositState.WORKING, DepositState.ENDED}


def complete_bag(*, deposit_uid: UUID, user: User, name: str) -> int:
    """Let the files of a bag wait that have come whole; return how many. May be repeated. Raises DepositClosed.

    ``name`` is the sender's own name for the bag. What it names and did not come is missing from it.
    """
    deposit = Deposit.objects.filter(uid=deposit_uid, opened_by=user).first()
    if deposit is None:
        raise DepositClosed(CLOSED)
    return release_bag(deposit_id=deposit.pk, bag=bag_key(name))


def release_bag(*, deposit_id: int, bag: str) -> int:
    """Let the whole files under a bag's key wait, and have the deposit listed anew first; return how many.

    While a deposit is being listed none of its files is taken in: by then each knows what its bag says of it.
    """
    whole = _whole(deposit_id, bag)
    for upload in whole.select_related("file").iterator(chunk_size=CHUNK):
        # A process may have ended between the last byte and the bucket.
        with suppress(PartBusy), held_part(upload.file.location):
            store_part(upload.file.location)
    with transaction.atomic():
        deposit = Deposit.objects.select_for_update().get(pk=deposit_id)
        if deposit.state in {DepositState.UNDOING, DepositState.UNDONE}:
            raise DepositClosed(CLOSED)
        files = DepositFile.objects.filter(pk__in=_whole(deposit_id, bag).values("file"))
        count = files.update(outcome=FileOutcome.WAITING, claimed_by="")
        if count:
            # One that was stopped is listed when its person lets it go on.
            state = DepositState.LISTING if deposit.state in CHANGES else deposit.state
            changes = {"state": state, "listed_at": None}
            changes |= {"ended_at": None} if state == DepositState.LISTING else {}
            Deposit.objects.filter(pk=deposit_id).update(**changes)
            enqueue_work(deposit)
    return count


def _whole(deposit_id: int, bag: str) -> models.QuerySet[ResumableUpload]:
    return ResumableUpload.objects.filter(
        file__deposit=deposit_id, file__outcome=FileOutcome.RECEIVING, bag=bag, unproven_from=None,
        received_bytes=models.F("size_bytes"),
    ).exclude(bag="")  # fmt: skip
