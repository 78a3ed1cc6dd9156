"""Name the archive's background tasks; each takes ids and calls one operation."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django_tasks import task

from archive.models import Asset, Document, Page
from archive.operations.examine_asset import examine_asset
from archive.operations.forget_page_images import forget_page_images
from archive.operations.read_aside import read_aside
from archive.operations.read_page import read_page

PAGE_PRIORITY = 0
EXAMINE_PRIORITY = 10
"""Looking at a new file comes before reading pages, so that a fresh deposit shows up at once."""


@task(priority=EXAMINE_PRIORITY)
def examine(kind: str, asset_id: int) -> int:
    """Examine an asset and have its pages read; return how many pages wait."""
    numbers = examine_asset(kind=kind, asset_id=asset_id)
    for number in numbers:
        read.enqueue(asset_id, number)
    return len(numbers)


@task(priority=PAGE_PRIORITY)
def read(document_id: int, number: int) -> bool:
    """Read one page."""
    return read_page(document_id=document_id, number=number)


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


@task(priority=PAGE_PRIORITY)
def reread(document_id: int, number: int) -> bool:
    """Read a page that people have changed once more, aside."""
    return read_aside(document_id=document_id, number=number)


def enqueue_rereading(page: Page) -> None:
    """Have a changed page read aside once the transaction is committed."""
    enqueue_with_commit(reread, page.document_id, page.number)


@task(priority=PAGE_PRIORITY)
def forget_images(folder: str) -> int:
    """Delete the page images of a deleted document; return how many there were."""
    return forget_page_images(folder=folder)


def enqueue_forgetting(document: Document) -> None:
    """Have the page images of a document deleted once the transaction that deleted it is committed."""
    enqueue_with_commit(forget_images, document.page_folder)
