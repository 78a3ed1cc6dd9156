"""Delete stored files that no row names: their maker was killed between storing the bytes and noting them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from uuid import UUID

from django.core.files.storage import default_storage
from django.utils import timezone

from archive.models import Document
from archive.queries import MODELS
from catalog.models import DeliveredCopy, DepositFile, LeavingsTurn, Manifest

AGE = timedelta(days=1)
"""Nothing younger is looked at: its row may be about to be written."""
PAUSE = timedelta(hours=1)
PLACES = 256
"""Stored files lie in so many parts by the first two digits of an id; one is swept at a time, all in eleven days."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class _Kept:
    """Files with names of chance: their folder, the form of their names, and those of them that rows name."""

    folder: str
    name: re.Pattern[str]
    named: Callable[[UUID, list[str]], set[str]]


def take_turn() -> int | None:
    """Return the part to be swept now, to whoever asks first; None while there is none. Quick."""
    now = timezone.now()
    turn = LeavingsTurn.objects.filter(pk=1).first()
    if turn is None:
        LeavingsTurn.objects.get_or_create(pk=1, defaults={"next_at": now + PAUSE})
        return None
    if turn.next_at > now:
        return None
    mine = LeavingsTurn.objects.filter(pk=1, next_at=turn.next_at)
    return turn.place if mine.update(next_at=now + PAUSE, place=(turn.place + 1) % PLACES) else None


def sweep_leavings(*, place: int) -> int:
    """Delete what is more than a day old and named by no row, of one part of the storage; return how many files.

    What has another form of name is not touched, nor is any file that a row names. May be repeated.
    """
    return sum(_sweep(kept, f"{kept.folder}/{place:02x}") for kept in KEPT)


def _sweep(kept: _Kept, part: str) -> int:
    count = 0
    for folder in _listed(part)[0]:
        uid = _uid(folder)
        if uid is None:
            continue
        found = [f"{part}/{folder}/{name}" for name in _listed(f"{part}/{folder}")[1] if kept.name.fullmatch(name)]
        old = filter(_is_old, found)
        while names := list(islice(old, BATCH)):
            # Asked last: what was noted meanwhile is found.
            strays = set(names) - kept.named(uid, names)
            for name in strays:
                default_storage.delete(name)
            count += len(strays)
    return count


def _uid(folder: str) -> UUID | None:
    try:
        return UUID(hex=folder)
    except ValueError:
        return None


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []


def _is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - AGE
    except FileNotFoundError:
        return False


def _copies(uid: UUID, names: list[str]) -> set[str]:
    rows = DeliveredCopy.objects.filter(file_name__in=names)
    for kind, model in MODELS.items():
        if pk := model.objects.filter(uid=uid).values_list("pk", flat=True).first():
            rows = rows.filter(kind=kind, asset_id=pk)  # of a file that is there, its own rows: they have an index
    return set(rows.values_list("file_name", flat=True))


def _page_copies(uid: UUID, _names: list[str]) -> set[str]:
    return set(Document.objects.filter(uid=uid).values_list("copy_name", flat=True))


def _spooled(uid: UUID, names: list[str]) -> set[str]:
    files = DepositFile.objects.filter(deposit__uid=uid, location__in=names)
    manifests = Manifest.objects.filter(deposit__uid=uid, location__in=names)
    return set(files.values_list("location", flat=True)) | set(manifests.values_list("location", flat=True))


KEPT = (
    _Kept("copies", re.compile(r"[0-9a-f]{16}(?:\.\w+)?"), _copies),
    _Kept("pages", re.compile(r"copy-[0-9a-f]{12}\.pdf"), _page_copies),
    _Kept("deposits", re.compile(r"(?:manifest-)?[0-9a-f]{32}"), _spooled),
)
