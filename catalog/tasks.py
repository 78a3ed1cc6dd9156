"""Name the catalog's background tasks; each takes ids and calls one operation."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django_tasks import task

from archive.tasks import EXAMINE_PRIORITY, PAGE_PRIORITY, enqueue_with_commit
from catalog.models import BagExport, DeliveredCopy, Deposit, Manifest, User
from catalog.operations.deposits.enter_files import enter_files
from catalog.operations.deposits.undo_deposit import undo_files
from catalog.operations.deposits.work_on_deposit import Batch, work_on_deposit
from catalog.operations.prepare_copy import prepare_copy
from catalog.operations.read_records_again import read_records_again
from catalog.operations.report_fixity import is_report_due, report_fixity
from catalog.operations.sweep_leavings import sweep_leavings, take_turn

COPY_PRIORITY = 20
"""Somebody waits before the screen."""
BATCH = Batch(files=40, seconds=20)
LANES = 2


@task()
def read_again(record_ids: list[int], languages: list[str], user_id: int) -> int:
    """Have the documents of records read again; return how many pages wait."""
    user = User.objects.filter(pk=user_id).first()
    return read_records_again(record_ids=record_ids, languages=languages, user=user).pages


@task(priority=EXAMINE_PRIORITY)
def work_on(deposit_id: int) -> bool:
    """Take in, or undo, a batch of a deposit, and have the rest done after what waits meanwhile."""
    is_left = work_on_deposit(deposit_id=deposit_id, batch=BATCH) or undo_files(deposit_id=deposit_id, batch=BATCH)
    if is_left:
        work_on.enqueue(deposit_id)
    return is_left


def enqueue_work(deposit: Deposit, *, lanes: int = LANES) -> None:
    """Have workers work on a deposit, several files at once, when the transaction is committed."""
    for _ in range(lanes):
        enqueue_with_commit(work_on, deposit.pk)


@task()
def tell_choosers(deposit_id: int) -> int:
    """Have choosers know the files of a deposit that has ended; return how many."""
    return enter_files(deposit_id=deposit_id)


@task(priority=EXAMINE_PRIORITY)
def report_damage() -> int:
    """Tell administrators of originals found damaged; return how many."""
    return report_fixity()


def report_damage_if_due() -> None:
    """Have administrators told of damaged originals, when there are any they were not told of."""
    if is_report_due():
        enqueue_with_commit(report_damage)


@task(priority=EXAMINE_PRIORITY)
def pack(export_id: int) -> bool:
    """Pack an export for a while, and have the rest done after what waits meanwhile."""
    from catalog.operations.bags.pack_bag import pack_bag  # noqa: PLC0415 - it shares a module that enqueues this

    is_left = pack_bag(export_id=export_id, seconds=BATCH.seconds)
    if is_left:
        pack.enqueue(export_id)
    return is_left


def enqueue_packing(export: BagExport) -> None:
    """Have an export packed once the transaction is committed."""
    enqueue_with_commit(pack, export.pk)


@task(priority=EXAMINE_PRIORITY)
def delete_old_bags() -> int:
    """Delete the bags whose time is over."""
    from catalog.operations.bags.ask_for_bag import delete_expired  # noqa: PLC0415 - it enqueues packing

    return delete_expired()


@task(priority=PAGE_PRIORITY)
def clear_up(place: int) -> int:
    """Delete the files of one part of the storage that no row names; return how many."""
    return sweep_leavings(place=place)


def clear_up_if_due() -> None:
    """Have the next part of the storage looked through, once an hour."""
    place = take_turn()
    if place is not None:
        enqueue_with_commit(clear_up, place)


@task(priority=COPY_PRIORITY)
def make_copy(copy_id: int, keeps_location: bool) -> bool:
    """Make a copy that somebody asked for."""
    return prepare_copy(copy_id=copy_id, keeps_location=keeps_location)


def enqueue_copy(copy: DeliveredCopy, *, keeps_location: bool) -> None:
    """Have a copy made when the transaction is committed."""
    enqueue_with_commit(make_copy, copy.pk, keeps_location)


@task(priority=EXAMINE_PRIORITY)
def work_on_table(manifest_id: int) -> bool:
    """Read a manifest, or try or apply a batch of its rows, and have the rest done after what waits meanwhile."""
    from catalog.operations.manifests.work_on_manifest import work_on_manifest  # noqa: PLC0415 - it enqueues this task

    is_left = work_on_manifest(manifest_id=manifest_id, seconds=BATCH.seconds)
    if is_left:
        work_on_table.enqueue(manifest_id)
    return is_left


def enqueue_manifest(manifest: Manifest) -> None:
    """Have workers work on a manifest when the transaction is committed."""
    enqueue_with_commit(work_on_table, manifest.pk)


@task(priority=EXAMINE_PRIORITY)
def look_at_watched() -> int:
    """Look at the watched folder; return how many deposits were opened."""
    from catalog.operations.watching.look_at_folder import look_at_folder  # noqa: PLC0415 - it enqueues work

    folder, seconds = settings.FONDS_WATCHED_FOLDER, settings.FONDS_WATCHED_SECONDS
    return len(look_at_folder(folder=Path(folder), steady_seconds=seconds)) if folder else 0


@task()
def put_away_watched(deposit_id: int) -> int:
    """Move the originals of an ended deposit of the watched folder, where the operator wants that."""
    from catalog.operations.watching.put_away import put_away  # noqa: PLC0415

    return put_away(deposit_id=deposit_id, folder=Path(settings.FONDS_WATCHED_FOLDER))
