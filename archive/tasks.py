"""Name the archive's background tasks; each takes ids and calls one operation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django_tasks import task

from archive.choices import AssetKind
from archive.models import Asset, FixityCheck, Page
from archive.operations.check_due import Batch, check_due
from archive.operations.check_fixity import check_fixity
from archive.operations.claim_work import claimed
from archive.operations.compare_photos import compare_photos
from archive.operations.enter_in_choosers import enter_in_choosers
from archive.operations.examine_asset import examine_asset
from archive.operations.forget_folder import forget_folder
from archive.operations.identify_formats import identify_formats
from archive.operations.prepare_recording import prepare_recording
from archive.operations.read_aside import read_aside
from archive.operations.read_page import read_page
from archive.process_marks import has_lease
from archive.queries import awaits_copy
from archive.room import wait_for_room
from archive.work.passing import is_disk_full

MOST_TRIES = 3
Answer = TypeVar("Answer")
PAGE_PRIORITY = 0
EXAMINE_PRIORITY = 10
"""Looking at a new file comes before reading pages, so that a fresh deposit shows up at once."""

PAGES_QUEUE = "pages"
"""Pages have a queue of their own, so that they have their turn however many files arrive."""
MEDIA_QUEUE = "media"
"""Work that takes minutes or hours; processes of their own do it, so that a film never holds up a photo."""
SPEECH_QUEUE = "speech"
OFFICE_QUEUE = "office"
"""LibreOffice takes seconds or minutes for a file: neither photos nor films wait for it, nor it for them."""
COMPARE_SECONDS = 10


def _with_room(call: Callable[[], Answer]) -> Answer:
    """Do a piece of work; in a worker, where the disk fills in its middle, do it again once there is room."""
    for _ in range(MOST_TRIES):
        try:
            return call()
        except Exception as error:
            if not has_lease() or not is_disk_full(error):
                raise
            wait_for_room()
    return call()


@task(priority=EXAMINE_PRIORITY)
def examine(kind: str, asset_id: int) -> int:
    """Examine an asset and have its pages read or its copies made; return how many pages wait."""
    with claimed(f"examine {kind} {asset_id}"):
        numbers = _with_room(lambda: examine_asset(kind=kind, asset_id=asset_id))
    if kind == AssetKind.RECORDING:
        prepare.enqueue(asset_id)
    if kind == AssetKind.DOCUMENT and awaits_copy(asset_id):
        convert.enqueue(asset_id)
    for number in numbers:
        read.enqueue(asset_id, number)
    return len(numbers)


@task(priority=PAGE_PRIORITY, queue_name=PAGES_QUEUE)
def read(document_id: int, number: int) -> bool:
    """Read one page."""
    return _with_room(lambda: read_page(document_id=document_id, number=number))


@task()
def enter(kind: str, asset_id: int) -> int:
    """Have Wagtail's choosers know a file that was saved; return how many it were: none if it is gone by now."""
    return enter_in_choosers(kind=kind, asset_ids=[asset_id])


def enqueue_with_commit(task: Any, *arguments: Any) -> None:
    """Put a task into the queue when the transaction is committed.

    A queue in the database takes it in the same transaction: no process can die between the two.
    """
    if settings.RQ_QUEUES:
        transaction.on_commit(partial(task.enqueue, *arguments))
    else:
        task.enqueue(*arguments)


def enqueue_examination(asset: Asset) -> None:
    """Have an asset examined once the transaction that made it is committed."""
    enqueue_with_commit(examine, asset.kind, asset.pk)


def enqueue_reading(page: Page) -> None:
    """Have a waiting page read once the transaction is committed."""
    enqueue_with_commit(read, page.document_id, page.number)


@task(priority=PAGE_PRIORITY, queue_name=PAGES_QUEUE)
def reread(document_id: int, number: int) -> bool:
    """Read a page that people have changed once more, aside."""
    with claimed(f"reread {document_id} {number}"):
        return read_aside(document_id=document_id, number=number)


def enqueue_rereading(page: Page) -> None:
    """Have a changed page read aside once the transaction is committed."""
    enqueue_with_commit(reread, page.document_id, page.number)


@task(priority=PAGE_PRIORITY)
def forget_images(folder: str) -> int:
    """Delete what was made of a deleted asset; return how many files there were."""
    return forget_folder(folder=folder)


def enqueue_forgetting(folder: str) -> None:
    """Have the folder of a deleted asset emptied once the transaction that deleted it is committed."""
    enqueue_with_commit(forget_images, folder)


@task(queue_name=OFFICE_QUEUE)
def convert(document_id: int) -> bool:
    """Make the copy of an office file that is read and shown."""
    from archive.operations.make_copy import make_copy  # noqa: PLC0415 - it has the file examined

    return make_copy(document_id=document_id)


@task(queue_name=MEDIA_QUEUE)
def prepare(recording_id: int) -> bool:
    """Make poster, waveform and playable copy of a recording."""
    return _with_room(lambda: prepare_recording(recording_id=recording_id))


def enqueue_preparation(recording_id: int) -> None:
    """Have a recording prepared once the transaction is committed."""
    enqueue_with_commit(prepare, recording_id)


@task(priority=EXAMINE_PRIORITY)
def cut_poster(recording_id: int) -> bool:
    """Cut the poster a person chose; a matter of seconds, so it does not wait behind films."""
    from archive.operations.choose_poster import cut_poster as cut  # noqa: PLC0415 - it enqueues this task

    return cut(recording_id=recording_id)


def enqueue_poster(recording_id: int) -> None:
    """Have a chosen poster cut once the transaction is committed."""
    enqueue_with_commit(cut_poster, recording_id)


@task(queue_name=SPEECH_QUEUE)
def hear(recognition_id: int) -> bool:
    """Write down by machine what is said in a recording."""
    from archive.operations.hear_recording import hear_recording  # noqa: PLC0415 - numpy and models only where needed

    return hear_recording(recognition_id=recognition_id)


def enqueue_hearing(recognition_id: int) -> None:
    """Have an order to write down speech carried out once the transaction is committed."""
    enqueue_with_commit(hear, recognition_id)


@task(priority=EXAMINE_PRIORITY)
def carry_out(order_id: int) -> bool:
    """Do a batch of an order over many tasks, and have the rest done after what waits meanwhile."""
    from archive.operations.carry_out_order import carry_out_order  # noqa: PLC0415 - it enqueues this task

    with claimed(f"order {order_id}"):
        is_left = carry_out_order(order_id=order_id)
    if is_left:
        carry_out.enqueue(order_id)
    return is_left


def enqueue_order(order_id: int) -> None:
    """Have an order over many tasks carried out once the transaction is committed."""
    enqueue_with_commit(carry_out, order_id)


@task(priority=EXAMINE_PRIORITY)
def check_originals() -> int:
    """Check the originals whose turn it is; short, so it need not wait for a million pages. Return how many."""
    return check_due(batch=Batch())


@task(priority=EXAMINE_PRIORITY)
def check_original(check_id: int, user_id: int | None = None) -> str:
    """Check one original that a person asked about; return the outcome, empty where it is gone or being checked."""
    user = get_user_model().objects.filter(pk=user_id or 0).first()
    try:
        return check_fixity(check_id=check_id, user=user) or ""
    except FixityCheck.DoesNotExist:
        return ""


def enqueue_checks(check_ids: Iterable[int], user_id: int | None) -> None:
    """Have originals checked, each as a task of its own, once the transaction is committed."""
    for check_id in check_ids:
        enqueue_with_commit(check_original, check_id, user_id)


@task(priority=EXAMINE_PRIORITY)
def replace(replacement_id: int) -> bool:
    """Put an uploaded file in the place of another."""
    from archive.operations.replace_file import replace_file  # noqa: PLC0415 - it enqueues examinations

    return replace_file(replacement_id=replacement_id)


def enqueue_replacement(replacement_id: int) -> None:
    """Have an order to replace a file carried out once the transaction is committed."""
    enqueue_with_commit(replace, replacement_id)


@task(priority=PAGE_PRIORITY)
def compare() -> bool:
    """Look for photos like those that came last, for a while."""
    return compare_photos(seconds=COMPARE_SECONDS)


@task(priority=PAGE_PRIORITY)
def tell_formats() -> int:
    """Tell the formats of files that wait for it, for a while; return how many."""
    return identify_formats(seconds=COMPARE_SECONDS)
