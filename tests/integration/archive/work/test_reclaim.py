"""A page whose reader is gone, on this host or another, is read by itself."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from archive.choices import AssetState, PageState
from archive.models import Document, Page, WorkerLease
from archive.operations.read_page import read_page
from archive.operations.reclaim_pages import reclaim_pages
from archive.process_marks import is_running, process_mark
from archive.work.lease import living_leases
from tests.integration.archive.work.conftest import Instance, wait_for

GONE, LIVING = "aaaaaaaaaaaa", "bbbbbbbbbbbb"
ELSEWHERE = "elsewhere:77:12345"
LONG_AGO = timedelta(minutes=5)


@pytest.fixture
def page(db: None) -> Page:
    """Return a page that a host of this name reads under a lease that still beats or not."""
    WorkerLease.objects.create(id=LIVING, place="elsewhere:/data", process_count=1)
    WorkerLease.objects.create(
        id=GONE, place="lost:/data", process_count=1, beat_at=timezone.now() - timedelta(minutes=3)
    )
    sheet = BytesIO()
    Image.new("L", (300, 400), 250).save(sheet, "PNG")
    document = Document(title="Hisobot", media_type="image/png", state=AssetState.WORKING, page_count=1)
    document.file = ContentFile(sheet.getvalue(), name="hisobot.png")
    document.save()
    return Page.objects.create(document=document, number=1, attempts=1)


def claimed(page: Page, by: str, ago: timedelta = LONG_AGO, attempts: int = 1) -> Page:
    changes = {"state": PageState.READING, "claimed_by": by, "claimed_at": timezone.now() - ago, "attempts": attempts}
    Page.objects.filter(pk=page.pk).update(**changes)
    return page


def reclaimed(page: Page, capture: Any) -> tuple[int, str]:
    with capture(execute=True):
        count = reclaim_pages(living=living_leases())
    page.refresh_from_db()
    return count, page.state


def test_a_page_of_a_dead_host_is_read_again_without_anyone_asking(
    page: Page, run_tasks: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> None:
    claimed(page, f"{ELSEWHERE}@{GONE}")
    assert reclaimed(page, django_capture_on_commit_callbacks) == (1, PageState.WAITING)
    assert reclaimed(page, django_capture_on_commit_callbacks) == (0, PageState.WAITING), "one task is enough"
    run_tasks()
    page.refresh_from_db()
    assert page.state == PageState.READY
    assert Document.objects.get().state == AssetState.READY


@pytest.mark.parametrize(
    ("by", "ago", "taken"),
    [
        (f"{ELSEWHERE}@{LIVING}", LONG_AGO, 0),
        (f"{ELSEWHERE}@{GONE}", timedelta(seconds=30), 0),
        (ELSEWHERE, LONG_AGO, 0),
        (ELSEWHERE, timedelta(minutes=40), 1),
        (f"{socket.gethostname()[:60]}:1:0@{LIVING}", LONG_AGO, 1),
        ("", LONG_AGO, 1),
    ],
)
def test_only_a_page_whose_reader_is_gone_is_taken(
    page: Page, by: str, ago: timedelta, taken: int, django_capture_on_commit_callbacks: Any
) -> None:
    claimed(page, by, ago)
    count, state = reclaimed(page, django_capture_on_commit_callbacks)
    assert (count, state) == (taken, PageState.WAITING if taken else PageState.READING)
    assert DBTaskResult.objects.filter(task_path="archive.tasks.read").count() == taken


def test_a_page_that_this_process_reads_is_left_to_it(page: Page, django_capture_on_commit_callbacks: Any) -> None:
    claimed(page, process_mark())
    assert reclaimed(page, django_capture_on_commit_callbacks) == (0, PageState.READING)


def test_a_page_that_lost_three_readers_is_set_aside(page: Page, django_capture_on_commit_callbacks: Any) -> None:
    claimed(page, f"{ELSEWHERE}@{GONE}", attempts=3)
    assert reclaimed(page, django_capture_on_commit_callbacks) == (1, PageState.PARKED)
    assert page.reason.code == "reader_lost"
    assert "3" in page.reason.sentence
    assert Document.objects.get().state == AssetState.FAILED


def test_a_task_handed_out_again_takes_over_from_a_dead_host_at_once_and_never_from_a_living_one(page: Page) -> None:
    claimed(page, f"{ELSEWHERE}@{LIVING}", timedelta(seconds=5))
    assert not read_page(document_id=page.document_id, number=1)
    claimed(page, f"{ELSEWHERE}@{GONE}", timedelta(seconds=5))
    assert read_page(document_id=page.document_id, number=1)


def test_a_mark_without_a_lease_is_believed() -> None:
    assert is_running(ELSEWHERE, set())
    assert not is_running(f"{ELSEWHERE}@{GONE}", {LIVING})
    assert is_running(process_mark(), set())


DEPOSIT = f"""
from datetime import timedelta
from io import BytesIO
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from archive.models import Document, Page
sheet = BytesIO()
Image.new("L", (300, 400), 250).save(sheet, "PNG")
document = Document(title="x", media_type="image/png", state="working", page_count=1)
document.file = ContentFile(sheet.getvalue(), name="x.png")
document.save()
Page.objects.create(document=document, number=1, state="reading", attempts=1, claimed_by="{ELSEWHERE}@{GONE}",
    claimed_at=timezone.now() - timedelta(minutes=5))
from django_tasks_db.models import DBTaskResult
DBTaskResult.objects.all().delete()
"""


@pytest.mark.slow
def test_a_running_worker_takes_such_a_page_up_by_itself(instance: Instance) -> None:
    made = instance.manage("shell", "--no-imports", "-c", DEPOSIT)
    assert made.returncode == 0, made.stderr
    instance.start()

    def state() -> str:
        with sqlite3.connect(instance.data / "fonds.sqlite3", timeout=30) as database:
            (found,) = database.execute("SELECT state FROM archive_page").fetchone()
        return str(found)

    wait_for(lambda: state() == "ready")
