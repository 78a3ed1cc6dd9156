"""Stop a deposit, go on with it, and try refused files again."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.reasons import Reason
from archive.work.lease import living_leases
from catalog.choices import DepositState, FileOutcome
from catalog.deposit_queries import tally_of
from catalog.errors import NotPossible
from catalog.models import Deposit
from catalog.models.deposit import OPEN_OUTCOMES, RUNNING_STATES
from catalog.operations.deposits.reclaim_files import reclaim_files
from catalog.tasks import enqueue_work


def cancel_deposit(*, deposit: Deposit) -> None:
    """Stop a deposit: the file at hand ends, what waits stays waiting and can be taken in later."""
    with transaction.atomic():
        running = Deposit.objects.filter(pk=deposit.pk, state__in=RUNNING_STATES)
        changes = {"state": DepositState.CANCELED, "ended_at": timezone.now(), "tally": tally_of(deposit.pk)}
        if not running.update(**changes):
            raise NotPossible(gettext_noop("Only a deposit that runs can be stopped."))


def resume_deposit(*, deposit: Deposit, runner: str = "") -> None:
    """Go on with a deposit that was stopped or interrupted; by the workers, or by the process ``runner`` marks."""
    with transaction.atomic():
        held = Deposit.objects.select_for_update().get(pk=deposit.pk)
        if held.state in {DepositState.UNDOING, DepositState.UNDONE}:
            raise NotPossible(gettext_noop("A deposit that was undone cannot be resumed."))
        reclaim_files(living=living_leases(), deposit_id=held.pk)
        _start(held, runner)


def retry_files(*, deposit: Deposit, only: Collection[int] = (), runner: str = "") -> int:
    """Let refused files of a deposit, all or those named by key, wait again; return how many."""
    with transaction.atomic():
        held = Deposit.objects.select_for_update().get(pk=deposit.pk)
        if held.state in {DepositState.UNDOING, DepositState.UNDONE}:
            raise NotPossible(gettext_noop("A deposit that was undone cannot be taken in again."))
        refused = held.files.filter(outcome=FileOutcome.REFUSED)
        if only:
            refused = refused.filter(pk__in=only)
        count = refused.update(outcome=FileOutcome.WAITING, reason=Reason(), attempts=0, settled_at=None)
        if count:
            _start(held, runner)
    return count


def _start(deposit: Deposit, runner: str) -> None:
    """Set a deposit to work; what was not listed to the end is listed again, which adds nothing twice."""
    if deposit.listed_at is not None and not deposit.files.filter(outcome__in=OPEN_OUTCOMES).exists():
        return
    now = timezone.now()
    Deposit.objects.filter(pk=deposit.pk).update(
        state=DepositState.WORKING if deposit.listed_at else DepositState.LISTING,
        runner=runner,
        started_at=now,
        worked_at=now,
        ended_at=None,
        problem=Reason(),
    )
    if not runner:
        enqueue_work(deposit)
