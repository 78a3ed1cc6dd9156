"""Work on a deposit: list what is not listed, take in what waits, and close it when nothing does."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.reasons import Reason
from archive.spool import clear_scratch, drop, spool_folder
from catalog.choices import DepositState, FileOutcome
from catalog.deposit_queries import tally_of
from catalog.models import Deposit, DepositFile
from catalog.models.deposit import OPEN_OUTCOMES
from catalog.operations.deposits.claim_file import ClaimLost, claim_next
from catalog.operations.deposits.deposit_bench import Bench
from catalog.operations.deposits.join_sidecar import call_lone_sidecars
from catalog.operations.deposits.list_files import list_files
from catalog.operations.deposits.take_in_file import Halted, NoSpace, take_in_file
from catalog.operations.ingest_file import IngestResult
from catalog.signals import deposit_ended

logger = logging.getLogger("fonds.deposit")

BEAT_SECONDS = 5
DISK_FULL = Reason("disk_full", gettext_noop("The disk is full. Free some space; the work then goes on."))

Report = Callable[[IngestResult | None], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """How much one task does before others have their turn."""

    files: int
    seconds: float


def work_on_deposit(*, deposit_id: int, batch: Batch | None = None, report: Report = lambda _result: None) -> bool:
    """Take in what waits, all of it or a batch; return whether some may be left.

    May be run by several processes at once, and again after any of them was killed. ``report`` hears of each file,
    with None for an archive that was unpacked. Raises Halted.
    """
    deposit = Deposit.objects.select_related("collection", "opened_by").get(pk=deposit_id)
    if deposit.state not in {DepositState.LISTING, DepositState.WORKING}:
        return False
    _beat(deposit)
    if deposit.state == DepositState.LISTING:
        list_files(deposit=deposit)
    bench = Bench(deposit)
    try:
        is_left = _work(bench, batch, report)
        if not is_left and call_lone_sidecars(deposit=deposit):
            is_left = _work(bench, batch, report)
    except Halted as halt:
        # The database itself may be what is away.
        with suppress(OperationalError, InterfaceError):
            problem = DISK_FULL if isinstance(halt, NoSpace) else halt.reason
            Deposit.objects.filter(pk=deposit_id).update(problem=problem)
        raise
    finally:
        bench.close()
    if not is_left and not end_deposit(deposit=deposit):
        # A file that was handed over this very moment counts on the tasks there are.
        is_left = deposit.files.filter(outcome=FileOutcome.WAITING).exists() and _is_at_work(deposit)
    return is_left


def _is_at_work(deposit: Deposit) -> bool:
    return Deposit.objects.filter(pk=deposit.pk, state=DepositState.WORKING).exists()


def _work(bench: Bench, batch: Batch | None, report: Report) -> bool:
    started = beaten = time.monotonic()
    done = 0
    while (row := claim_next(deposit_id=bench.deposit.pk)) is not None:
        try:
            report(take_in_file(row=row, bench=bench))
        except ClaimLost as error:
            logger.warning("Another process has taken a file over: %s", error)
        done += 1
        now = time.monotonic()
        if now - beaten > BEAT_SECONDS:
            _beat(bench.deposit)
            beaten = now
        if batch is not None and (done >= batch.files or now - started > batch.seconds):
            return True
    return False


def _beat(deposit: Deposit) -> None:
    """Say that somebody works on it."""
    now = timezone.now()
    Deposit.objects.filter(pk=deposit.pk).update(worked_at=now, problem=Reason())
    Deposit.objects.filter(pk=deposit.pk, started_at=None).update(started_at=now)


def end_deposit(*, deposit: Deposit) -> bool:
    """Close a deposit in which nothing waits; return whether it is closed."""
    with transaction.atomic():
        held = Deposit.objects.select_for_update().get(pk=deposit.pk)
        if held.state != DepositState.WORKING or held.files.filter(outcome__in=OPEN_OUTCOMES).exists():
            return False
        changes = {"state": DepositState.ENDED, "ended_at": timezone.now(), "runner": "", "tally": tally_of(held.pk)}
        Deposit.objects.filter(pk=held.pk).update(**changes)
    clear_scratch(deposit.uid)
    _drop_unpacked(held)
    deposit_ended.send(sender=Deposit, deposit_id=held.pk)
    return True


def _drop_unpacked(deposit: Deposit) -> None:
    """Delete kept archives all of whose members are held; one with a refused member can be tried again."""
    refused = DepositFile.objects.filter(deposit=deposit, container__isnull=False, outcome=FileOutcome.REFUSED)
    kept = deposit.files.filter(location__startswith=f"{spool_folder(deposit.uid)}/")
    done = kept.filter(outcome=FileOutcome.UNPACKED).exclude(pk__in=refused.values("container"))
    for location in done.values_list("location", flat=True):
        drop(location)
