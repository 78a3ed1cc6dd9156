"""Look at the watched folder: note what is there, and open a deposit of what has stopped growing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from archive.ingest.locations import location_key, order_key, read_back, shown, written
from archive.ingest.types import Found
from archive.ingest.walk import walk
from catalog.choices import DepositSource, DepositState
from catalog.models import Deposit, DepositFile, WatchedFile
from catalog.operations.manifests.apply_facts import find_collection
from catalog.tasks import enqueue_work

logger = logging.getLogger("fonds.watched")

TAKEN, REFUSED = "taken", "refused"
OWN_FOLDERS = (TAKEN, REFUSED)
UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", ".temp", ".!ut")
"""What programs call a file they are still writing."""
BATCH = 500
FORGOTTEN_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Sight:
    """One file as it is at this moment."""

    path: Path
    group: str
    size_bytes: int
    changed_ns: int

    @property
    def location(self) -> str:
        return written(self.path)


def look_at_folder(*, folder: Path, steady_seconds: int, now: datetime | None = None) -> list[Deposit]:
    """Note every file below a folder and open one deposit for each of its subfolders that came to rest.

    A subfolder rests when none of its files has changed for ``steady_seconds``; what lies in the folder itself is a
    group of its own. A file is taken once, unless it is changed afterwards. May be repeated after a kill at any place,
    and be run by two processes at once. A folder that is not there is logged, and nothing is forgotten.
    """
    now = now or timezone.now()
    if not folder.is_dir():
        logger.warning("The watched folder %s is not there or may not be read", folder)
        return []
    sights = _sights(folder)
    while batch := list(islice(sights, BATCH)):
        _note(batch, now)
    opened = [deposit for group in _resting(now, steady_seconds) if (deposit := _open(folder, group, now)) is not None]
    WatchedFile.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    return opened


def _sights(folder: Path) -> Iterator[Sight]:
    for entry in sorted(folder.iterdir()):
        if entry.name in OWN_FOLDERS:
            continue
        for found in walk([entry]):
            if not isinstance(found, Found) or found.path.name.casefold().endswith(UNFINISHED):
                continue
            if any(part.startswith(".") for part in found.path.relative_to(folder).parts):
                continue
            try:
                status = found.path.stat()
            except OSError:
                continue  # gone between two moments; the next look knows
            group = entry.name if entry.is_dir() else ""
            yield Sight(found.path, written(Path(group)) if group else "", status.st_size, status.st_mtime_ns)


def _note(batch: list[Sight], now: datetime) -> None:
    by_key = {location_key(sight.location): sight for sight in batch}
    known = {row.key: row for row in WatchedFile.objects.filter(key__in=by_key)}
    changed, same = [], []
    for key, row in known.items():
        sight = by_key[key]
        if (row.size_bytes, row.changed_ns) == (sight.size_bytes, sight.changed_ns):
            same.append(row.pk)
            continue
        row.size_bytes, row.changed_ns, row.steady_since, row.seen_at = sight.size_bytes, sight.changed_ns, now, now
        row.is_taken, row.deposit = False, None
        changed.append(row)
    new = [
        WatchedFile(
            key=key, location=sight.location, group=sight.group, size_bytes=sight.size_bytes,
            changed_ns=sight.changed_ns, steady_since=now, seen_at=now,
        )
        for key, sight in by_key.items() if key not in known
    ]  # fmt: skip
    with transaction.atomic():
        WatchedFile.objects.filter(pk__in=same).update(seen_at=now)
        fields = ["size_bytes", "changed_ns", "steady_since", "seen_at", "is_taken", "deposit"]
        WatchedFile.objects.bulk_update(changed, fields)
        WatchedFile.objects.bulk_create(new, ignore_conflicts=True)


def _resting(now: datetime, steady_seconds: int) -> list[str]:
    """Return the groups with files that wait, none of which has changed of late."""
    waiting = WatchedFile.objects.filter(is_taken=False, seen_at=now)
    restless = waiting.filter(steady_since__gt=now - timedelta(seconds=steady_seconds))
    return sorted(set(waiting.values_list("group", flat=True)) - set(restless.values_list("group", flat=True)))


def _open(folder: Path, group: str, now: datetime) -> Deposit | None:
    """Open the deposit of a group in one transaction with the note that its files are taken."""
    place = folder / read_back(group) if group else folder
    with transaction.atomic():
        waiting = WatchedFile.objects.select_for_update().filter(group=group, is_taken=False, seen_at=now)
        keys = list(waiting.values_list("pk", flat=True))
        if not keys:
            return None
        deposit: Deposit = Deposit.objects.create(
            # What its bags say is read by the worker that lists it, and not while the database waits.
            source=DepositSource.WATCHED, state=DepositState.LISTING, locations=[written(place)],
            # A subfolder called like a collection goes into it.
            collection=find_collection(place.name) if group else None,
        )  # fmt: skip
        for start in range(0, len(keys), BATCH):
            rows = WatchedFile.objects.filter(pk__in=keys[start : start + BATCH])
            DepositFile.objects.bulk_create([_row(deposit, row) for row in rows])
            WatchedFile.objects.filter(pk__in=keys[start : start + BATCH]).update(is_taken=True, deposit=deposit)
        enqueue_work(deposit)
    logger.info("Deposit %s: %s files came to rest in %s", deposit.pk, len(keys), place)
    return deposit


def _row(deposit: Deposit, watched: WatchedFile) -> DepositFile:
    path = shown(read_back(watched.location))
    return DepositFile(
        deposit=deposit,
        key=location_key(watched.location),
        location=watched.location,
        path=path,
        order_key=order_key(path),
        size_bytes=watched.size_bytes,
    )


def is_watched() -> bool:
    """Say whether a folder is set up to be watched."""
    return bool(settings.FONDS_WATCHED_FOLDER)
