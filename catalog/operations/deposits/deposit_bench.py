"""What a run over a deposit keeps at hand, and where it finds the bytes of a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.ingest.errors import IngestRefused, Reason
from archive.ingest.locations import read_back
from archive.ingest.packing import Pack, PackLimits, open_pack
from archive.ingest.types import Kind, Refused
from archive.ingest.walk import look, missing
from archive.spool import fetched, is_stored, scratch_folder, spool_folder
from catalog.choices import FileOutcome
from catalog.models import Deposit, DepositFile, ResumableUpload
from catalog.operations.deposits.list_files import list_folder
from catalog.operations.ingest_file import IngestOrder


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
            path = self._stack.enter_context(whole_file(self.deposit, row))
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
    may_be = row.position is None and is_kept(row, deposit)
    is_in_pieces = may_be and ResumableUpload.objects.filter(file=row.pk).exists()
    limits = [settings.FONDS_MAX_UPLOAD_BYTES, settings.FONDS_MAX_RESUMABLE_BYTES if is_in_pieces else 0]
    return max(limits)


def is_kept(row: DepositFile, deposit: Deposit) -> bool:
    """Tell whether the bytes of a row lie in the deposit's own folder: an upload, or what was attached to a mail."""
    return row.location.startswith(f"{spool_folder(deposit.uid)}/")


def has_come(row: DepositFile, deposit: Deposit) -> bool:
    """Say whether a file that was missing from its bag is there by now; of an archive's, whether it was given anew."""
    if row.container is not None:
        return row.location != row.container.location
    return is_stored(row.location) if is_kept(row, deposit) else read_back(row.location).exists()


def look_at(row: DepositFile, deposit: Deposit) -> bool:
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


def refuse_changed(row: DepositFile) -> None:
    """Refuse a file of the watched folder that was written to after it had come to rest."""
    try:
        size_bytes = read_back(row.location).stat().st_size
    except OSError:
        return  # what is wrong is said by whoever opens it
    if size_bytes != row.size_bytes:
        message = gettext_noop("This file has changed since it was noted. It is taken once it rests again.")
        raise IngestRefused(Reason.UNREADABLE, message)


@contextmanager
def whole_file(deposit: Deposit, row: DepositFile) -> Iterator[Path]:
    """Have a file that is no member of an archive at hand as a path, for the time of the block."""
    if not is_kept(row, deposit):
        yield read_back(row.location)
        return
    try:
        with fetched(row.location) as path:
            yield path
    except FileNotFoundError as error:
        raise missing() from error


@contextmanager
def unpacked_member(row: DepositFile, bench: Bench) -> Iterator[Path]:
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
