"""End an upload before it is whole: its person cancels it, or nobody has gone on with it for days."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.reasons import Reason
from archive.spool_parts import PartBusy, drop_part, held_part, is_local, sweep_parts
from catalog.choices import DepositState, FileOutcome
from catalog.errors import DepositClosed, UploadBusy
from catalog.models import Deposit, DepositFile, ResumableUpload
from catalog.operations.uploads.append_to_upload import BUSY
from catalog.operations.uploads.complete_bag import release_bag
from catalog.operations.uploads.finish_upload import finish_if_whole
from catalog.tasks import enqueue_work
from catalog.upload_queries import upload_of

if TYPE_CHECKING:
    from catalog.models import User

EXPIRED = gettext_noop("This file had not arrived whole within %(days)s days. Send it again.")
KEPT_OUTCOMES = (FileOutcome.WAITING, FileOutcome.WORKING, FileOutcome.REFUSED)
"""While a file may still be taken in, its upload says how large it may be."""
PATIENCE = timedelta(minutes=2)
"""After which an upload that is whole, and whose request never said so, is finished."""
BAG_PATIENCE = timedelta(hours=6)
"""After which a bag is taken in of which all that was begun is whole, and whose sender never said that it is all."""


def cancel_upload(*, uid: UUID, user: User) -> None:
    """Forget an upload and its bytes, as if it had not been begun. Raises UploadGone, UploadBusy."""
    upload = upload_of(uid, user, is_open=True)
    try:
        with held_part(upload.file.location):
            upload = upload_of(uid, user, is_open=True)
            with transaction.atomic():
                DepositFile.objects.filter(pk=upload.file_id).delete()
                # The deposit may have waited for this file alone.
                enqueue_work(upload.file.deposit, lanes=1)
            drop_part(upload.file.location)
    except PartBusy as error:
        raise UploadBusy(BUSY) from error


def expire_uploads() -> int:
    """Give up uploads that nobody has gone on with, and forget those long done; return how many were given up."""
    now = timezone.now()
    whole = ResumableUpload.objects.filter(
        file__outcome=FileOutcome.RECEIVING, received_bytes=F("size_bytes"), touched_at__lt=now - PATIENCE, bag=""
    )
    for upload in whole.select_related("file"):
        _finish(upload)
    _release_quiet_bags(now - BAG_PATIENCE)
    days = settings.FONDS_UPLOAD_DAYS
    count = 0
    old = ResumableUpload.objects.filter(touched_at__lt=now - timedelta(days=days))
    for upload in old.exclude(file__outcome__in=KEPT_OUTCOMES).select_related("file"):
        count += _expire(upload, days)
    if count:
        sweep_parts(older_than_seconds=timedelta(days=days).total_seconds())
    return count


def _finish(upload: ResumableUpload) -> bool:
    """Finish a whole upload where that takes no time: who asks here must not wait for a bucket to take 10 GB.

    In a bucket it is finished when its sender asks how much has arrived.
    """
    return is_local() and finish_if_whole(upload=upload)


def _expire(upload: ResumableUpload, days: int) -> bool:
    if upload.file.outcome != FileOutcome.RECEIVING:
        upload.delete()
        return False
    if upload.bag and upload.is_whole:
        _release(upload)
        return False
    if _finish(upload):
        return False
    try:
        with held_part(upload.file.location):
            give_up_file(upload=upload, reason=Reason("upload_expired", EXPIRED, {"days": days}))
    except PartBusy:
        return False
    return True


def _release_quiet_bags(before: datetime) -> None:
    """Take in bags to which nobody has sent anything since, and of which nothing is half here."""
    held = ResumableUpload.objects.filter(bag__gt="", file__outcome=FileOutcome.RECEIVING)
    bags = held.values("file__deposit", "bag").annotate(
        last=Max("touched_at"), parts=Count("pk", filter=Q(received_bytes__lt=F("size_bytes")))
    )
    for one in bags.filter(last__lt=before, parts=0).order_by("file__deposit"):
        with suppress(DepositClosed):
            release_bag(deposit_id=one["file__deposit"], bag=one["bag"])


def _release(upload: ResumableUpload) -> None:
    """Take in what has come of a bag whose sender never said that it is complete."""
    with suppress(DepositClosed):
        release_bag(deposit_id=upload.file.deposit_id, bag=upload.bag)


def give_up_file(*, upload: ResumableUpload, reason: Reason) -> None:
    """Refuse the file of an upload that will not become whole; the caller holds its part."""
    with transaction.atomic():
        deposit = Deposit.objects.select_for_update().get(pk=upload.file.deposit_id)
        row = DepositFile.objects.filter(pk=upload.file_id, outcome=FileOutcome.RECEIVING)
        row.update(outcome=FileOutcome.REFUSED, reason=reason, settled_at=timezone.now())
        ResumableUpload.objects.filter(pk=upload.pk).delete()
        if deposit.state == DepositState.WORKING:
            enqueue_work(deposit, lanes=1)
    drop_part(upload.file.location)
