"""Take one waiting file of a deposit for this process alone, and let go of it again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import InterfaceError, OperationalError
from django.db.models import F, Q, QuerySet

from archive.process_marks import process_mark
from archive.reasons import Reason
from catalog.choices import DepositState, FileOutcome
from catalog.models import DepositFile

CONTAINERS = (FileOutcome.UNPACKED, FileOutcome.REFUSED, FileOutcome.INGESTED, FileOutcome.DUPLICATE)
"""What has become of an archive, or of a mail, whose members may be taken in."""
MAX_ATTEMPTS = 5
"""How often a file is taken up whose process dies, or that meets trouble that passes, before it is set aside."""
_unreleased: dict[int, bool] = {}


class ClaimLost(RuntimeError):
    """Raised when a file was given to another process meanwhile: what this one did must not count."""


def claim_next(*, deposit_id: int) -> DepositFile | None:
    """Return the next waiting file of a deposit at work, claimed; None when there is none."""
    while _unreleased:
        pk, counts = next(iter(_unreleased.items()))
        _release(pk, counts=counts)
        del _unreleased[pk]
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
    if not _mine(row.pk).update(**changes):
        raise ClaimLost(f"{row.pk} {row.path}")
    for name, value in changes.items():
        setattr(row, name, value)


def release_claim(*, row: DepositFile, counts: bool = False) -> None:
    """Let a claimed file wait again, as if this attempt had not been, unless it ``counts``.

    Where the database is away this is done when this process next looks for a file: it lives, and its claims with it.
    """
    try:
        _release(row.pk, counts=counts)
    except (OperationalError, InterfaceError):
        _unreleased[row.pk] = counts


def _release(pk: int, *, counts: bool) -> None:
    attempts = {} if counts else {"attempts": F("attempts") - 1}
    _mine(pk).update(outcome=FileOutcome.WAITING, claimed_by="", asset_uid=None, **attempts)


def _mine(pk: int) -> QuerySet[DepositFile]:
    return DepositFile.objects.filter(pk=pk, outcome=FileOutcome.WORKING, claimed_by=process_mark())
