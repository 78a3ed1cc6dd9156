"""Undo a deposit: remove the assets and records it made, but none that people have come to rely on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from archive.operations.discard_stored import discard_stored
from archive.queries import MODELS
from archive.reasons import Reason
from archive.spool import clear_scratch, drop, spool_folder
from archive.spool_parts import drop_part
from catalog.choices import DepositSource, DepositState, FileOutcome, UndoScope
from catalog.deposit_queries import tally_of
from catalog.models import Deposit, DepositFile, Record
from catalog.undo_queries import undo_obstacles

if TYPE_CHECKING:
    from catalog.operations.deposits.work_on_deposit import Batch

CHUNK = 200
TOUCHED = gettext_noop(
    "Nothing was undone: %(count)s files of this deposit are relied on by now, each for its own reason. "
    "The others can still be undone."
)
KEPT = gettext_noop("%(count)s files were kept, each for its own reason.")


def undo_files(*, deposit_id: int, batch: Batch) -> bool:
    """Undo a batch of a deposit that is being undone; return whether some may be left. May be repeated.

    In the scope "whole" nothing is removed when people rely on any of its files: each such file is given its reason.
    """
    deposit = Deposit.objects.get(pk=deposit_id)
    if deposit.state != DepositState.UNDOING:
        return False
    if deposit.undo_scope == UndoScope.WHOLE and _note_obstacles(deposit):
        return False
    if deposit.undo_scope == UndoScope.WHOLE:
        # Checked once: a killed task must not find half a deposit and ask anew.
        Deposit.objects.filter(pk=deposit.pk).update(undo_scope=UndoScope.UNTOUCHED)
    started = time.monotonic()
    for row in _made(deposit):
        _undo(row, deposit)
        if time.monotonic() - started > batch.seconds:
            Deposit.objects.filter(pk=deposit.pk).update(worked_at=timezone.now())
            return True
    _end(deposit)
    return False


def _note_obstacles(deposit: Deposit) -> bool:
    """Give each file that is relied on its reason, and the deposit back, if there is any."""
    count = 0
    for rows in _chunks(deposit):
        found = undo_obstacles(rows)
        count += len(found)
        for row in rows:
            reason = found.get(row.pk, Reason())
            if row.reason != reason:
                DepositFile.objects.filter(pk=row.pk).update(reason=reason)
    if count:
        refused = Reason("touched", TOUCHED, {"count": count})
        Deposit.objects.filter(pk=deposit.pk).update(state=DepositState.ENDED, problem=refused)
    return bool(count)


def _chunks(deposit: Deposit) -> Iterator[list[DepositFile]]:
    last = 0
    made = deposit.files.filter(outcome=FileOutcome.INGESTED).select_related("record").order_by("pk")
    while rows := list(made.filter(pk__gt=last)[:CHUNK]):
        yield rows
        last = rows[-1].pk


def _made(deposit: Deposit) -> Iterator[DepositFile]:
    """Yield the files to be undone, and those that a killed process undid without sweeping up."""
    swept = deposit.files.filter(outcome=FileOutcome.UNDONE, asset_uid__isnull=False)
    yield from swept.iterator()
    for rows in _chunks(deposit):
        yield from rows


def _undo(row: DepositFile, deposit: Deposit) -> None:
    if row.outcome == FileOutcome.INGESTED and not _remove(row, deposit):
        return
    if row.asset_uid is not None:
        discard_stored(uid=row.asset_uid)
        DepositFile.objects.filter(pk=row.pk).update(asset_uid=None)


def _remove(row: DepositFile, deposit: Deposit) -> bool:
    """Remove record and asset in one transaction; return False, with the reason noted, where they are relied on."""
    with transaction.atomic():
        # Held until the commit: nobody edits the record between the question and its removal.
        record = Record.objects.select_for_update().filter(pk=row.record_id).first() if row.record_id else None
        obstacle = undo_obstacles([row]).get(row.pk)
        if obstacle is not None:
            DepositFile.objects.filter(pk=row.pk).update(reason=obstacle)
            return False
        if record is not None:
            log(record, "wagtail.delete", user=deposit.undone_by, deleted=True)
            record.delete()
        asset = MODELS[row.kind].objects.filter(pk=row.asset_id).first()
        if asset is not None:
            asset.delete()
        DepositFile.objects.filter(pk=row.pk).update(
            outcome=FileOutcome.UNDONE, reason=Reason(), record=None, asset_id=None, settled_at=timezone.now()
        )
    return True


def _end(deposit: Deposit) -> None:
    """Give up what never was taken in, and close the deposit; as undone, if nothing of it is left."""
    if deposit.source == DepositSource.UPLOAD:
        _give_up_arriving(deposit)
    kept_here = deposit.files.filter(location__startswith=f"{spool_folder(deposit.uid)}/")
    left = kept_here.filter(outcome__in=[FileOutcome.WAITING, FileOutcome.REFUSED, FileOutcome.UNPACKED])
    for location in left.values_list("location", flat=True).iterator():
        drop(location)
    for location in deposit.manifests.values_list("location", flat=True):
        drop(location)
    clear_scratch(deposit.uid)
    with transaction.atomic():
        deposit.files.filter(outcome=FileOutcome.WAITING).update(outcome=FileOutcome.DROPPED)
        kept = deposit.files.filter(outcome=FileOutcome.INGESTED).count()
        _end_attached(deposit, is_whole=not kept)
        Deposit.objects.filter(pk=deposit.pk).update(
            state=DepositState.ENDED if kept else DepositState.UNDONE,
            problem=Reason("kept", KEPT, {"count": kept}) if kept else Reason(),
            ended_at=timezone.now(),
            tally=tally_of(deposit.pk),
        )


def _give_up_arriving(deposit: Deposit) -> None:
    """Drop what is still being sent; a request at work on it finds no upload any more."""
    kept_here = deposit.files.filter(location__startswith=f"{spool_folder(deposit.uid)}/")
    # Those given up before too: a process may have been killed before it dropped their bytes.
    for row in kept_here.filter(outcome__in=[FileOutcome.RECEIVING, FileOutcome.DROPPED]).iterator():
        arriving = DepositFile.objects.filter(pk=row.pk, outcome=FileOutcome.RECEIVING)
        is_given_up = arriving.update(outcome=FileOutcome.DROPPED, settled_at=timezone.now())
        if is_given_up or row.outcome == FileOutcome.DROPPED:
            drop_part(row.location)


def _end_attached(deposit: Deposit, *, is_whole: bool) -> None:
    """Count what was kept with an asset as undone where that asset is gone.

    One that waited for its asset names none; it went with it when nothing of the deposit is left.
    """
    attached = deposit.files.filter(outcome=FileOutcome.ATTACHED)
    gone = Q(pk__in=[]) if not is_whole else Q(asset_id=None)
    for kind, model in MODELS.items():
        gone |= Q(kind=kind) & ~Q(asset_id__in=model.objects.values("pk"))
    attached.filter(gone).update(outcome=FileOutcome.UNDONE, reason=Reason(), asset_id=None, settled_at=timezone.now())
