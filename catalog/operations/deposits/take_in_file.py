"""Take one claimed file of a deposit in: a file, an upload, an archive, or a member of one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.ingest.bags import missing_from_bag
from archive.ingest.errors import IngestRefused
from archive.ingest.errors import Reason as IngestReason
from archive.ingest.locations import read_back
from archive.ingest.packing import Pack, PackLimits, open_pack, packing_of, size_refusal
from archive.ingest.types import Kind, Refused
from archive.ingest.walk import look, missing
from archive.reasons import Reason, reason_of_refusal, unforeseen
from archive.spool import drop, fetched, is_stored, scratch_folder, spool_folder
from archive.work.guard import bounds_of_file, ended_beyond
from archive.work.passing import is_disk_full, passing_trouble
from catalog.choices import BagPart, DepositSource, FileOutcome
from catalog.manifest_queries import agreed_manifest
from catalog.models import Deposit, DepositFile, ResumableUpload
from catalog.operations.deposits.claim_file import MAX_ATTEMPTS, ClaimLost, release_claim, settle_claim
from catalog.operations.deposits.join_sidecar import call_sidecars, has_text, join_sidecar
from catalog.operations.deposits.list_files import list_folder, list_members
from catalog.operations.deposits.note_attachments import attachments_of
from catalog.operations.deposits.reclaim_page_text import reclaim_page_text, reclaim_transcript
from catalog.operations.deposits.recognize_bags import recognize_bags
from catalog.operations.deposits.settle_bag_file import hold_to_bag, settle_bag_file
from catalog.operations.ingest_file import EARLIER_VERSION, IngestOrder, IngestResult, Outcome, Slip, ingest_file
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


@dataclass
class Bench:
    """What one run over a deposit keeps at hand: its order, and the archive it is unpacking."""

    deposit: Deposit
    order: IngestOrder = field(init=False)
    _stack: ExitStack = field(default_factory=ExitStack)
    _open: tuple[int, Pack] | None = None

    def __post_init__(self) -> None:
        self.order = order_of(self.deposit)

    def pack(self, row: DepositFile) -> Pack:
        """Return the archive a row is in, or is; opened once for as long as its members follow one another."""
        container = row.container_id or row.pk
        if self._open is None or self._open[0] != container:
            self.close()
            path = self._stack.enter_context(_whole_file(self.deposit, row))
            self._open = (container, self._stack.enter_context(open_pack(path, pack_limits())))
        return self._open[1]

    def close(self) -> None:
        """Close the archive at hand."""
        self._open = None
        self._stack.close()


def order_of(deposit: Deposit) -> IngestOrder:
    """Return how the files of a deposit are to be described."""
    return IngestOrder(
        collection=deposit.collection,
        access=deposit.access,
        embargo_until=deposit.embargo_until,
        user=deposit.opened_by,
        kind=Kind(deposit.image_kind) if deposit.image_kind else None,
        live=deposit.is_live,
    )


def pack_limits() -> PackLimits:
    """Return what an archive may hold."""
    return PackLimits(max_bytes=settings.FONDS_MAX_UPLOAD_BYTES)


def most_bytes(row: DepositFile, deposit: Deposit) -> int:
    """Return how large a file may be: one that was sent in pieces larger than one sent at once."""
    may_be = row.position is None and _is_kept(row, deposit)
    is_in_pieces = may_be and ResumableUpload.objects.filter(file=row.pk).exists()
    limits = [settings.FONDS_MAX_UPLOAD_BYTES, settings.FONDS_MAX_RESUMABLE_BYTES if is_in_pieces else 0]
    return max(limits)


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
    if row.bag_part == BagPart.MISSING and not _has_come(row, bench.deposit):
        raise missing_from_bag()
    if row.position is not None:
        with _member(row, bench) as path:
            return _take_alone(path, row, bench)
    is_kept = _is_kept(row, bench.deposit)
    if not is_kept and bench.deposit.source == DepositSource.WATCHED:
        _refuse_changed(row)
    if not is_kept and not _look_at(row, bench.deposit):
        return None
    with _whole_file(bench.deposit, row) as path:
        if not _is_archive(path):
            result = _take_alone(path, row, bench) if is_kept else _take_in_place(path, row, bench)
            if is_kept and result.outcome is not Outcome.REFUSED:
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


def _has_come(row: DepositFile, deposit: Deposit) -> bool:
    """Say whether a file that was missing from its bag is there by now; of an archive's, whether it was given anew."""
    if row.container is not None:
        return row.location != row.container.location
    return is_stored(row.location) if _is_kept(row, deposit) else read_back(row.location).exists()


def _is_kept(row: DepositFile, deposit: Deposit) -> bool:
    """Tell whether the bytes of a row lie in the deposit's own folder: an upload, or what was attached to a mail."""
    return row.location.startswith(f"{spool_folder(deposit.uid)}/")


def _look_at(row: DepositFile, deposit: Deposit) -> bool:
    """Return whether a path is a file; raise IngestRefused for what is passed over; note the files of a folder."""
    path = read_back(row.location)
    root = path if row.location in deposit.locations else path.parent
    found = look(path, root)
    if isinstance(found, Refused):
        raise found.refusal
    if found is None:
        # It could not be listed before, and a person has mended that.
        list_folder(deposit=deposit, folder=path)
        still = DepositFile.objects.filter(pk=row.pk, outcome=FileOutcome.WORKING)
        still.update(outcome=FileOutcome.UNPACKED, claimed_by="", asset_uid=None, settled_at=timezone.now())
    return found is not None


def _refuse_changed(row: DepositFile) -> None:
    """Refuse a file of the watched folder that was written to after it had come to rest."""
    try:
        size_bytes = read_back(row.location).stat().st_size
    except OSError:
        return  # what is wrong is said by whoever opens it
    if size_bytes != row.size_bytes:
        message = gettext_noop("This file has changed since it was noted. It is taken once it rests again.")
        raise IngestRefused(IngestReason.UNREADABLE, message)


def _is_archive(path: Path) -> bool:
    try:
        return packing_of(path) is not None
    except OSError:
        return False  # the ingest says what is wrong with it


@contextmanager
def _whole_file(deposit: Deposit, row: DepositFile) -> Iterator[Path]:
    if not _is_kept(row, deposit):
        yield read_back(row.location)
        return
    try:
        with fetched(row.location) as path:
            yield path
    except FileNotFoundError as error:
        raise missing() from error


@contextmanager
def _member(row: DepositFile, bench: Bench) -> Iterator[Path]:
    """Unpack one member into the deposit's own folder, under a name of ours, for the time of the block."""
    folder = scratch_folder(bench.deposit.uid)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / str(row.pk)
    try:
        bench.pack(row).extract(row.position or 0, path)
        yield path
    except FileNotFoundError as error:
        raise missing() from error
    finally:
        path.unlink(missing_ok=True)


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
