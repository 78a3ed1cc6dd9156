"""Take one waiting file of a deposit for this process alone, and let go of it again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db.models import F, Q, QuerySet

from archive.process_marks import process_mark
from archive.reasons import Reason
from catalog.choices import DepositState, FileOutcome
from catalog.models import DepositFile

CONTAINERS = (FileOutcome.UNPACKED, FileOutcome.REFUSED, FileOutcome.INGESTED, FileOutcome.DUPLICATE)
"""What has become of an archive, or of a mail, whose members may be taken in."""


class ClaimLost(RuntimeError):
    """Raised when a file was given to another process meanwhile: what this one did must not count."""


def claim_next(*, deposit_id: int) -> DepositFile | None:
    """Return the next waiting file of a deposit at work, claimed; None when there is none."""
    waiting = DepositFile.objects.filter(
        deposit_id=deposit_id, deposit__state=DepositState.WORKING, outcome=FileOutcome.WAITING
    ).order_by("order_key", "id")
    # Members are taken in once all of an archive is listed: only then is it known whether it is a bag.
    listed = Q(container=None) | Q(container__outcome__in=CONTAINERS)
    waiting = waiting.filter(listed)
    while (row := waiting.first()) is not None:
        uid, me = uuid4(), process_mark()
        mine = DepositFile.objects.filter(pk=row.pk, outcome=FileOutcome.WAITING)
        if mine.update(outcome=FileOutcome.WORKING, claimed_by=me, asset_uid=uid, attempts=F("attempts") + 1):
            row.outcome, row.claimed_by, row.asset_uid, row.attempts = FileOutcome.WORKING, me, uid, row.attempts + 1
            return row
    return None


def settle_claim(*, row: DepositFile, **changes: Any) -> None:
    """Write what became of a claimed file; raises ClaimLost when it is not this process's any more."""
    changes = {"reason": Reason(), "claimed_by": "", **changes}
    if not _mine(row).update(**changes):
        raise ClaimLost(f"{row.pk} {row.path}")
    for name, value in changes.items():
        setattr(row, name, value)


def release_claim(*, row: DepositFile) -> None:
    """Let a claimed file wait again, as if this attempt had not been."""
    _mine(row).update(outcome=FileOutcome.WAITING, claimed_by="", asset_uid=None, attempts=F("attempts") - 1)


def _mine(row: DepositFile) -> QuerySet[DepositFile]:
    return DepositFile.objects.filter(pk=row.pk, outcome=FileOutcome.WORKING, claimed_by=process_mark())
