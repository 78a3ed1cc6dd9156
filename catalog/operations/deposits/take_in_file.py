"""Take one claimed file of a deposit in: a file, an upload, an archive, or a member of one."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.ingest.bags import missing_from_bag
from archive.ingest.errors import IngestRefused
from archive.ingest.packing import PackLimits, packing_of, size_refusal
from archive.ingest.types import Kind
from archive.reasons import Reason, reason_of_refusal, unforeseen
from archive.spool import drop
from archive.work.guard import bounds_of_file, ended_beyond
from archive.work.passing import is_disk_full, passing_trouble
from catalog.choices import BagPart, DepositSource, FileOutcome
from catalog.manifest_queries import agreed_manifest
from catalog.models import DepositFile
from catalog.operations.deposits.claim_file import MAX_ATTEMPTS, ClaimLost, release_claim, settle_claim
from catalog.operations.deposits.deposit_bench import (
    Bench,
    has_come,
    is_kept,
    look_at,
    most_bytes,
    refuse_changed,
    unpacked_member,
    whole_file,
)
from catalog.operations.deposits.join_sidecar import call_sidecars, has_text, join_sidecar
from catalog.operations.deposits.list_files import list_members
from catalog.operations.deposits.note_attachments import attachments_of
from catalog.operations.deposits.reclaim_page_text import reclaim_page_text, reclaim_transcript
from catalog.operations.deposits.recognize_bags import recognize_bags
from catalog.operations.deposits.settle_bag_file import hold_to_bag, settle_bag_file
from catalog.operations.ingest_file import EARLIER_VERSION, IngestResult, Outcome, Slip, ingest_file
from catalog.operations.manifests.settle_row import describe_from_manifest

logger = logging.getLogger("fonds.deposit")

MOST_SECONDS = 1800
UNFORESEEN = gettext_noop("Something unforeseen happened while this was taken in: %(detail)s")
OUTCOMES = {
    Outcome.INGESTED: FileOutcome.INGESTED,
    Outcome.DUPLICATE: FileOutcome.DUPLICATE,
    Outcome.ATTACHED: FileOutcome.ATTACHED,
    Outcome.REFUSED: FileOutcome.REFUSED,
}
TOLD = (Outcome.ATTACHED, Outcome.REFUSED)
"""What is said with these is kept."""


class Halted(Exception):
    """Raised when trouble that passes ended the work on a file: it waits on, and the deposit with it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


class NoSpace(Halted):
    """Raised when the disk is full: the deposit stops until there is room."""


def take_in_file(*, row: DepositFile, bench: Bench) -> IngestResult | None:
    """Take a claimed file in and write what became of it; None for an archive or folder whose files now wait.

    Whatever is wrong with one file is its own outcome. Raises Halted, and leaves the file waiting, when the disk is
    full, the database locked or storage away; raises ClaimLost when another process holds the file by now.
    """
    try:
        return _take_in_or_refuse(row, bench)
    except ClaimLost:
        raise
    except Exception as error:
        trouble = passing_trouble(error)
        is_full = is_disk_full(error)
        # A full disk says nothing of the file. Of what else passes, the file may be the cause in the end.
        release_claim(row=row, counts=not is_full)
        if trouble is None:
            raise
        raise (NoSpace if is_full else Halted)(trouble) from error
    except BaseException:
        release_claim(row=row)
        raise


def _take_in_or_refuse(row: DepositFile, bench: Bench) -> IngestResult | None:
    try:
        with ended_beyond(bounds_of_file(MOST_SECONDS), partial(_give_up, row)):
            return _take_in(row, bench)
    except ClaimLost:
        raise
    except IngestRefused as refusal:
        if _may_pass(row, refusal):
            raise
        why = reason_of_refusal(refusal)
    except Exception as error:
        if _may_pass(row, error):
            raise
        # One odd file must not take the rest of the deposit along; the trace is for us.
        logger.exception("File %s of deposit %s could not be taken in", row.pk, row.deposit_id)
        why = passing_trouble(error) or unforeseen(error, UNFORESEEN)
    result = IngestResult(row.path, Outcome.REFUSED, why)
    _seal(row, result)
    return result


def _may_pass(row: DepositFile, error: Exception) -> bool:
    """Say whether to try a file again later: not without end where it may itself be what makes the trouble."""
    return is_disk_full(error) or (passing_trouble(error) is not None and row.attempts < MAX_ATTEMPTS)


def _take_in(row: DepositFile, bench: Bench) -> IngestResult | None:
    if row.bag_part == BagPart.MISSING and not has_come(row, bench.deposit):
        raise missing_from_bag()
    if row.position is not None:
        with unpacked_member(row, bench) as path:
            return _take_alone(path, row, bench)
    is_ours = is_kept(row, bench.deposit)
    if not is_ours and bench.deposit.source == DepositSource.WATCHED:
        refuse_changed(row)
    if not is_ours and not look_at(row, bench.deposit):
        return None
    with whole_file(bench.deposit, row) as path:
        if not _is_archive(path):
            result = _take_alone(path, row, bench) if is_ours else _take_in_place(path, row, bench)
            if is_ours and result.outcome is not Outcome.REFUSED:
                drop(row.location)  # it is held by now; a refused one can be tried again
            return result
        # Whoever has the command line may give an archive of any size.
        too_large = size_refusal(path.stat().st_size, PackLimits(max_bytes=most_bytes(row, bench.deposit)))
        if too_large is not None and bench.deposit.source == DepositSource.UPLOAD:
            raise too_large
        hold_to_bag(row=row, path=path)
    list_members(container=row, pack=bench.pack(row))
    recognize_bags(deposit=bench.deposit, container=row, pack=bench.pack(row))
    settle_claim(row=row, outcome=FileOutcome.UNPACKED, asset_uid=None, settled_at=timezone.now())
    return None


def _take_alone(path: Path, row: DepositFile, bench: Bench) -> IngestResult:
    """Take in a file that lies beside nothing: what belongs to it is known from the other rows of the deposit."""
    slip = Slip(row.path, row.name, row.asset_uid, partial(_seal, row), most_bytes(row, bench.deposit))
    settled = settle_bag_file(row=row, path=path, slip=slip, deposit=bench.deposit)
    if settled is not None:
        return settled
    joined = join_sidecar(row=row, path=path, slip=slip, order=bench.order)
    return joined if joined is not None else _ingest(path, slip, row, bench)


def _take_in_place(path: Path, row: DepositFile, bench: Bench) -> IngestResult:
    """Take in a file where it lies on this machine, with what lies beside it."""
    slip = Slip(row.path, "", row.asset_uid, partial(_seal, row), most_bytes(row, bench.deposit))
    settled = settle_bag_file(row=row, path=path, slip=slip, deposit=bench.deposit)
    return settled if settled is not None else _ingest(path, slip, row, bench)


def _ingest(path: Path, slip: Slip, row: DepositFile, bench: Bench) -> IngestResult:
    """Take a file in; what is attached to a mail waits from the moment on at which the mail is held."""
    attached = attachments_of(row=row, deposit=bench.deposit, path=path)

    def seal(result: IngestResult) -> None:
        slip.seal(result)
        if result.outcome is Outcome.INGESTED:
            DepositFile.objects.bulk_create(attached, ignore_conflicts=True)

    order = bench.order
    if slip.original_name and order.kind is None and has_text(row):
        order = replace(order, kind=Kind.DOCUMENT)
    return ingest_file(path=path, slip=replace(slip, seal=seal), order=order)


def _is_archive(path: Path) -> bool:
    try:
        return packing_of(path) is not None
    except OSError:
        return False  # the ingest says what is wrong with it


def _give_up(row: DepositFile, reason: Reason) -> None:
    _seal(row, IngestResult(row.path, Outcome.REFUSED, reason))


def _seal(row: DepositFile, result: IngestResult) -> None:
    """Write what became of a file, in the transaction that makes its asset and record."""
    is_new = result.outcome is Outcome.INGESTED
    settle_claim(
        row=row,
        outcome=OUTCOMES[result.outcome],
        reason=result.why if result.outcome in TOLD or result.why == EARLIER_VERSION else Reason(),
        kind=result.kind,
        asset_id=result.asset,
        record_id=result.record_id,
        asset_uid=row.asset_uid if is_new else None,
        sha256=result.sha256,
        size_bytes=result.size_bytes or row.size_bytes,
        settled_at=timezone.now(),
    )
    if result.outcome in (Outcome.INGESTED, Outcome.DUPLICATE):
        call_sidecars(row=row)
        reclaim_page_text(scan=row)
        reclaim_transcript(recording=row)
    if is_new and (manifest := agreed_manifest(row.deposit_id)) is not None:
        describe_from_manifest(file=row, manifest=manifest)
