"""Note the files of a deposit: of its folders, or of an archive in it; listing twice adds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from archive.ingest.errors import IngestRefused, Reason
from archive.ingest.locations import location_key, order_key, read_back, shown, written
from archive.ingest.packing import Pack
from archive.ingest.types import Found, Refused
from archive.ingest.walk import walk
from catalog.choices import DepositSource, DepositState
from catalog.models import Deposit, DepositFile
from catalog.operations.deposits.join_late import join_late
from catalog.operations.deposits.recognize_bags import recognize_bags

BATCH = 500


def list_files(*, deposit: Deposit) -> None:
    """Note every file below the deposit's paths and set it to work; may be repeated after a kill.

    Of the watched folder those that rest are noted already; what else lies there is not of this deposit.
    """
    roots = [read_back(location) for location in deposit.locations]
    for place, root in enumerate(roots if deposit.source != DepositSource.WATCHED else ()):
        list_folder(deposit=deposit, folder=root, place=place)
    recognize_bags(deposit=deposit)
    if deposit.source == DepositSource.UPLOAD:
        join_late(deposit=deposit)
    listed = Deposit.objects.filter(pk=deposit.pk, state=DepositState.LISTING)
    listed.update(state=DepositState.WORKING, listed_at=timezone.now())


def list_folder(*, deposit: Deposit, folder: Path, place: int = 0) -> None:
    """Note every file below a folder, or a file itself; ``place`` is that of the folder among the deposit's paths."""
    _note(_file(deposit, found, place) for found in walk([folder]))


def list_members(*, container: DepositFile, pack: Pack) -> None:
    """Note the members of an archive; raises ``IngestRefused`` where it cannot be read on or holds too many.

    What could be listed of a broken archive stays; of one that holds too many nothing does.
    """
    try:
        _note(_members(container, pack))
    except IngestRefused as refusal:
        if refusal.reason_code is Reason.TOO_MANY_FILES:
            container.members.all().delete()
        raise


def _note(rows: Iterable[DepositFile]) -> None:
    batch: list[DepositFile] = []
    try:
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                _write(batch)
                batch = []
    finally:
        # Also where an archive breaks off: what stands before the break is good.
        _write(batch)


def _write(batch: list[DepositFile]) -> None:
    with transaction.atomic():
        DepositFile.objects.bulk_create(batch, ignore_conflicts=True)


def _file(deposit: Deposit, found: Found | Refused, place: int) -> DepositFile:
    location = written(found.path)
    return DepositFile(
        deposit=deposit,
        key=location_key(location),
        location=location,
        path=shown(found.path),
        order_key=order_key(f"{place:04d} {found.name}"),
    )


def _members(container: DepositFile, pack: Pack) -> Iterator[DepositFile]:
    stem = container.order_key[:200]
    for member in pack.members():
        yield DepositFile(
            deposit_id=container.deposit_id,
            container=container,
            key=location_key(container.key, member.position),
            location=container.location,
            position=member.position,
            path=f"{container.path}/{member.name}",
            # In the archive's own order: a packed tar can be read forwards only.
            order_key=f"{stem}/{member.position:016d}",
            size_bytes=member.size_bytes,
        )
