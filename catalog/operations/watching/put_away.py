"""Move the originals of a deposit from the watched folder: what is held to "taken", the rest to "refused"."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import count, takewhile
from pathlib import Path

from django.db import transaction

from archive.ingest.locations import location_key, read_back, written
from catalog.choices import DepositSource, DepositState, FileOutcome
from catalog.models import Deposit, DepositFile, WatchedFile
from catalog.operations.watching.look_at_folder import REFUSED, TAKEN

logger = logging.getLogger("fonds.watched")

HELD = (FileOutcome.INGESTED, FileOutcome.DUPLICATE, FileOutcome.ATTACHED, FileOutcome.UNPACKED)
CHUNK = 200


def put_away(*, deposit_id: int, folder: Path) -> int:
    """Move each file of an ended deposit, keeping its folders, and note where it is now; return how many moved.

    Nothing is ever overwritten: a second file of a name gets a number. May be repeated after a kill.
    """
    deposit = Deposit.objects.filter(pk=deposit_id, source=DepositSource.WATCHED, state=DepositState.ENDED).first()
    if deposit is None:
        return 0
    moved = sum(_move(row, folder) for row in _rows(deposit))
    if moved:
        logger.info("Deposit %s: %s files were put away", deposit.pk, moved)
    return moved


def _rows(deposit: Deposit) -> Iterator[DepositFile]:
    last = 0
    rows = deposit.files.filter(container=None, outcome__in=[*HELD, FileOutcome.REFUSED]).order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield from batch
        last = batch[-1].pk


def _move(row: DepositFile, folder: Path) -> bool:
    place = TAKEN if row.outcome in HELD else REFUSED
    source = read_back(row.location)
    try:
        within = source.relative_to(folder)
    except ValueError:
        return False
    if within.parts[0] == place:
        return False
    if within.parts[0] in {TAKEN, REFUSED}:
        within = Path(*within.parts[1:])
    target = _free(folder / place / within)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
    except FileNotFoundError:
        return _found_moved(row, folder / place / within)
    except OSError as error:
        logger.warning("%s could not be put away: %s", source, error.strerror)
        return False
    with transaction.atomic():
        # What comes under this name again is another delivery.
        WatchedFile.objects.filter(key=location_key(written(source))).delete()
        DepositFile.objects.filter(pk=row.pk).update(location=written(target))
    _prune(source.parent, folder)
    return True


def _found_moved(row: DepositFile, target: Path) -> bool:
    """Note where a file is that a killed process had moved already: never one that another row refers to."""
    for place in takewhile(Path.is_file, _names(target)):
        is_another = DepositFile.objects.filter(location=written(place)).exists()
        if not is_another and place.stat().st_size == row.size_bytes:
            DepositFile.objects.filter(pk=row.pk).update(location=written(place))
            break
    return False


def _free(target: Path) -> Path:
    return next(place for place in _names(target) if not place.exists())


def _names(target: Path) -> Iterator[Path]:
    """Yield the names a file may get, its own first."""
    yield target
    for number in count(2):
        yield target.with_name(f"{target.stem} ({number}){target.suffix}")


def _prune(parent: Path, folder: Path) -> None:
    """Remove folders that putting away has emptied."""
    while parent != folder and folder in parent.parents:
        try:
            parent.rmdir()
        except OSError:
            return
        parent = parent.parent
