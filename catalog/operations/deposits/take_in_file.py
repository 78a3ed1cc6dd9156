"""Take one claimed file of a deposit in: a file, an upload, an archive, or a member of one."""

from __future__ import annotations

import errno
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
from archive.spool import drop, fetched, scratch_folder
from catalog.choices import BagPart, DepositSource, FileOutcome
from catalog.manifest_queries import agreed_manifest
from catalog.models import Deposit, DepositFile
from catalog.operations.deposits.claim_file import ClaimLost, release_claim, settle_claim
from catalog.operations.deposits.join_sidecar import call_sidecars, has_text, join_sidecar
from catalog.operations.deposits.list_files import list_folder, list_members
from catalog.operations.deposits.recognize_bags import recognize_bags
from catalog.operations.deposits.settle_bag_file import settle_bag_file
from catalog.operations.ingest_file import IngestOrder, IngestResult, Outcome, Slip, ingest_file
from catalog.operations.manifests.settle_row import describe_from_manifest

logger = logging.getLogger("fonds.deposit")

UNFORESEEN = gettext_noop("Something unforeseen happened while this was taken in: %(detail)s")
OUTCOMES = {
    Outcome.INGESTED: FileOutcome.INGESTED,
    Outcome.DUPLICATE: FileOutcome.DUPLICATE,
    Outcome.ATTACHED: FileOutcome.ATTACHED,
    Outcome.REFUSED: FileOutcome.REFUSED,
}
TOLD = (Outcome.ATTACHED, Outcome.REFUSED)
"""What is said with these is kept."""


class NoSpace(OSError):
    """Raised when the disk is full: the file waits on, and the deposit stops until there is room."""


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


def take_in_file(*, row: DepositFile, bench: Bench) -> IngestResult | None:
    """Take a claimed file in and write what became of it; None for an archive or folder whose files now wait.

    Whatever is wrong with one file is its own outcome. Raises NoSpace, and leaves the file waiting, when the disk is
    full; raises ClaimLost when another process holds the file by now.
    """
    seal = partial(_seal, row)
    try:
        return _take_in(row, bench, seal)
    except IngestRefused as refusal:
        why = reason_of_refusal(refusal)
    except ClaimLost:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            release_claim(row=row)
            raise NoSpace(error.errno, str(error)) from error
        # One odd file must not take the rest of the deposit along; the trace is for us.
        logger.exception("File %s of deposit %s could not be taken in", row.pk, row.deposit_id)
        why = unforeseen(error, UNFORESEEN)
    except BaseException:
        release_claim(row=row)
        raise
    result = IngestResult(row.path, Outcome.REFUSED, why)
    seal(result)
    return result


def _take_in(row: DepositFile, bench: Bench, seal: partial[None]) -> IngestResult | None:
    slip = Slip(row.path, row.name, row.asset_uid, seal)
    if row.bag_part == BagPart.MISSING and (row.container_id or not read_back(row.location).exists()):
        raise missing_from_bag()
    if row.position is not None:
        with _member(row, bench) as path:
            return _take_alone(row, path, slip, bench)
    if bench.deposit.source == DepositSource.WATCHED:
        _refuse_changed(row)
    if bench.deposit.is_of_this_machine and not _look_at(row, bench.deposit):
        return None
    with _whole_file(bench.deposit, row) as path:
        if not _is_archive(path):
            if bench.deposit.source == DepositSource.UPLOAD:
                result = _take_alone(row, path, slip, bench)
            else:
                slip = replace(slip, original_name="")
                about = settle_bag_file(row=row, path=path, slip=slip, deposit=bench.deposit)
                result = about or ingest_file(path=path, slip=slip, order=bench.order)
            _forget_upload(row, bench.deposit, result)
            return result
        # Whoever has the command line may give an archive of any size.
        too_large = size_refusal(path.stat().st_size, pack_limits())
        if too_large is not None and bench.deposit.source == DepositSource.UPLOAD:
            raise too_large
    list_members(container=row, pack=bench.pack(row))
    recognize_bags(deposit=bench.deposit, container=row, pack=bench.pack(row))
    settle_claim(row=row, outcome=FileOutcome.UNPACKED, asset_uid=None, settled_at=timezone.now())
    return None


def _take_alone(row: DepositFile, path: Path, slip: Slip, bench: Bench) -> IngestResult:
    """Take in a file that lies beside nothing: what belongs to it is known from the other rows of the deposit."""
    settled = settle_bag_file(row=row, path=path, slip=slip, deposit=bench.deposit)
    if settled is not None:
        return settled
    joined = join_sidecar(row=row, path=path, slip=slip, order=bench.order)
    if joined is not None:
        return joined
    order = bench.order
    if order.kind is None and has_text(row):
        order = replace(order, kind=Kind.DOCUMENT)
    return ingest_file(path=path, slip=slip, order=order)


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
    if deposit.is_of_this_machine:
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


def _forget_upload(row: DepositFile, deposit: Deposit, result: IngestResult) -> None:
    """Drop the bytes of an upload that is held by now; a refused one can be tried again."""
    if deposit.source == DepositSource.UPLOAD and result.outcome is not Outcome.REFUSED:
        drop(row.location)


def _seal(row: DepositFile, result: IngestResult) -> None:
    """Write what became of a file, in the transaction that makes its asset and record."""
    is_new = result.outcome is Outcome.INGESTED
    settle_claim(
        row=row,
        outcome=OUTCOMES[result.outcome],
        reason=result.why if result.outcome in TOLD else Reason(),
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
    if is_new and (manifest := agreed_manifest(row.deposit_id)) is not None:
        describe_from_manifest(file=row, manifest=manifest)
