"""Staff see the work behind the scenes, why things failed, and have it tried again or called off."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from archive import tasks
from archive.choices import AssetState, PageState, RecognitionState
from archive.models import Document, Page, Photo, Preparation, Recognition, Recording, WorkOrder
from archive.operations import read_page as read_page_module
from archive.operations.examine_asset import examine_asset
from archive.operations.requeue_tasks import LOST
from archive.reasons import Reason
from archive.tasks import examine, read
from archive.work.naming import named_kinds
from archive.work.passing import Busy, passing_trouble
from archive.work.rows import queue_counts, tasks_in
from archive.work.tries import PAUSES_SECONDS
from catalog.models import Deposit, Record
from tests.integration.catalog.conftest import MakeRecord

pytestmark = [pytest.mark.usefixtures("in_english")]
WORK = "/admin/work/"
SLOW: Any = Reason("ocr_timeout", "Too slow.")
DAMAGED: Any = Reason("page_unreadable", "Page %(number)s is damaged and cannot be drawn.", {"number": 3})


def forget_queue() -> None:
    DBTaskResult.objects.all().delete()


def with_pages(document: Document, count: int, **fields: Any) -> list[Page]:
    return Page.objects.bulk_create([Page(document=document, number=n, **fields) for n in range(2, count + 2)])


def ended(task: Any, *args: Any, status: str = "SUCCESSFUL", **fields: Any) -> DBTaskResult[..., Any]:
    """Enter a task that has ended, as a worker leaves it."""
    made = task.enqueue(*args)
    now = timezone.now()
    fields = {"status": status, "started_at": now - timedelta(seconds=75), "finished_at": now, "worker_ids": ["abc-1"],
              **fields}  # fmt: skip
    DBTaskResult.objects.filter(id=made.id).update(**fields)
    return DBTaskResult.objects.get(id=made.id)


def test_nothing_to_do_is_said_in_words(staff: Client, db: None) -> None:
    forget_queue()
    assert "Nothing waits." in staff.get(WORK).content.decode()
    assert "Nothing is being worked on" in staff.get(WORK, {"state": "running"}).content.decode()
    assert "Nothing has failed." in staff.get(WORK, {"state": "failed"}).content.decode()
    assert "No worker has run yet" in staff.get(WORK).content.decode()


def test_only_those_who_look_after_records_see_the_work(journalist: Client) -> None:
    assert journalist.get(WORK).status_code == 302
    assert journalist.post(f"{WORK}again/", {"source": "page", "code": "x"}).status_code == 302


def test_a_waiting_task_is_said_in_words_with_its_file_and_record(
    staff: Client, document: Document, make_record: MakeRecord, tie: Any
) -> None:
    forget_queue()
    record = make_record(original_title="Yillik hisobot")
    tie(record, document)
    forget_queue()
    read.enqueue(document.pk, 3)
    shown = staff.get(WORK).content.decode()
    assert "Read page 3 of “Ҳисобот.png”" in shown
    assert f"/admin/files/document/{document.pk}/" in shown
    assert "Yillik hisobot" in shown
    assert "Pages" in shown


def test_a_task_nobody_named_and_one_whose_file_is_gone_are_still_shown(staff: Client, db: None) -> None:
    forget_queue()
    read.enqueue(999_999, 1)
    made = tasks.forget_images.enqueue("pages/aa/x")
    DBTaskResult.objects.filter(id=made.id).update(task_path="archive.tasks.polish_silver")
    shown = staff.get(WORK).content.decode()
    assert "something deleted since" in shown
    assert "Polish silver" in shown


def test_tasks_are_narrowed_by_queue_and_kind(staff: Client, document: Document) -> None:
    forget_queue()
    read.enqueue(document.pk, 1)
    tasks.prepare.enqueue(5)
    pages = staff.get(WORK, {"queue": "pages"}).content.decode()
    assert "Read page 1" in pages
    assert "Make the copies" not in pages
    films = staff.get(WORK, {"kind": tasks.prepare.module_path}).content.decode()
    assert "Make the copies" in films
    assert "Read page 1" not in films


def test_kinds_that_people_see_under_one_title_are_one_choice(staff: Client, in_english: None) -> None:
    forget_queue()
    for kind in [kind for kind in named_kinds() if kind.title == "Deposits"]:
        import_string(kind.path).enqueue(5)
    shown = staff.get(WORK).content.decode()
    kinds = re.findall(r'<option value="([\w.]+)"[^>]*>Deposits<', shown)
    assert len(kinds) == 1
    lines = [staff.get(WORK, {"kind": kind}).content.decode().count("data-fonds-task=") for kind in (kinds[0], "")]
    assert lines == [2, 2]


@pytest.mark.parametrize(
    ("narrowed", "index"),
    [({"path": "archive.tasks.prepare"}, "archive_tasks_by_kind"), ({"queue": "media"}, "archive_tasks_by_queue")],
)
def test_what_is_done_of_a_kind_or_queue_is_found_among_a_million_by_an_index(
    db: None, narrowed: dict[str, str], index: str
) -> None:
    plan = tasks_in("done", **narrowed)[:50].explain()
    assert connection.vendor != "sqlite" or index in plan, "another engine plans by what the table holds"
    with CaptureQueriesContext(connection) as asked:
        queue_counts()
    read_all = [query["sql"] for query in asked.captured_queries if "args_kwargs" in query["sql"]]
    assert read_all == [], "counts are answered from the index alone"


def test_running_and_done_tasks_say_how_long_and_by_whom(staff: Client, document: Document) -> None:
    forget_queue()
    ended(read, document.pk, 1)
    shown = staff.get(WORK, {"state": "done"}).content.decode()
    assert "1 min" in shown
    assert "abc-1" in shown
    ended(read, document.pk, 2, status="RUNNING", finished_at=None)
    assert "Read page 2" in staff.get(WORK, {"state": "running"}).content.decode()


def test_the_list_refreshes_itself_as_a_fragment(staff: Client, db: None) -> None:
    whole = staff.get(WORK, {"state": "running", "p": "1"}).content.decode()
    assert 'hx-get="/admin/work/?state=running&amp;p=1"' in whole
    fragment = staff.get(WORK, {"state": "running"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'id="fonds-work"' in fragment


def test_the_queries_do_not_grow_with_the_rows(staff: Client, document: Document, settled_engine: None) -> None:
    forget_queue()

    def queries(state: str, **more: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            staff.get(WORK, {"state": state, **more})
        return len(captured)

    read.enqueue(document.pk, 1)
    with_pages(document, 1, state=PageState.PARKED, reason=DAMAGED)
    queries("waiting")  # fills caches
    few = queries("waiting"), queries("failed"), queries("failed", source="page", code="page_unreadable")
    for number in range(2, 30):
        read.enqueue(document.pk, number)
    Page.objects.bulk_create(
        [Page(document=document, number=n, state=PageState.PARKED, reason=DAMAGED) for n in range(50, 80)]
    )
    assert (queries("waiting"), queries("failed"), queries("failed", source="page", code="page_unreadable")) == few


# Calling off


def test_a_waiting_page_that_is_called_off_says_so_and_can_be_tried_again(
    staff: Client, document: Document, settle: Any
) -> None:
    (page,) = with_pages(document, 1)
    forget_queue()
    task = read.enqueue(document.pk, 2)
    answer = staff.post(f"{WORK}task/{task.id}/call-off/", {"next": f"{WORK}?queue=pages"})
    assert answer["Location"] == f"{WORK}?queue=pages"
    assert not DBTaskResult.objects.filter(id=task.id).exists()
    page.refresh_from_db()
    assert (page.state, page.reason.code) == (PageState.PARKED, "called_off")
    assert "A person called this off." in staff.get(WORK, {"state": "failed"}).content.decode()
    staff.post(f"{WORK}again/", {"source": "page", "key": page.pk})
    page.refresh_from_db()
    assert page.state == PageState.WAITING
    assert DBTaskResult.objects.filter(task_path=read.module_path, status="READY").count() == 1


def test_a_waiting_examination_that_is_called_off_leaves_the_file_saying_so(staff: Client, photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(state=AssetState.WAITING)
    forget_queue()
    task = examine.enqueue("photo", photo.pk)
    staff.post(f"{WORK}task/{task.id}/call-off/")
    photo.refresh_from_db()
    assert (photo.state, photo.state_reason.code) == (AssetState.FAILED, "called_off")


def test_a_running_film_is_asked_to_stop_and_a_running_page_is_not(
    staff: Client, document: Document, cataloguer: Any
) -> None:
    film = Recording.objects.create(title="Film", state=AssetState.WORKING)
    Preparation.objects.create(recording=film, state=AssetState.WORKING, claimed_by="somebody")
    forget_queue()
    task = ended(tasks.prepare, film.pk, status="RUNNING", finished_at=None)
    staff.post(f"{WORK}task/{task.id}/call-off/")
    film.refresh_from_db()
    assert (film.state, film.state_reason.code) == (AssetState.FAILED, "called_off")
    assert film.preparation.state == AssetState.FAILED

    page = ended(read, document.pk, 1, status="RUNNING", finished_at=None)
    answer = staff.post(f"{WORK}task/{page.id}/call-off/", follow=True)
    assert "has begun meanwhile" in answer.content.decode()


def test_calling_a_deposits_task_off_stops_the_deposit(staff: Client, cataloguer: Any) -> None:
    from catalog.tasks import work_on  # noqa: PLC0415

    deposit = Deposit.objects.create(source="upload", state="working", opened_by=cataloguer)
    forget_queue()
    task = work_on.enqueue(deposit.pk)
    assert f"Take in the files of: Deposit {deposit.pk}" in staff.get(WORK).content.decode()
    staff.post(f"{WORK}task/{task.id}/call-off/")
    deposit.refresh_from_db()
    assert deposit.state == "canceled"


def test_what_must_be_done_cannot_be_called_off(staff: Client, db: None) -> None:
    forget_queue()
    task = tasks.forget_images.enqueue("pages/aa/x")
    shown = staff.post(f"{WORK}task/{task.id}/call-off/", follow=True).content.decode()
    assert "cannot be called off" in shown
    assert DBTaskResult.objects.filter(id=task.id).exists()


def test_ticked_tasks_are_called_off_after_a_question(staff: Client, document: Document) -> None:
    with_pages(document, 3)
    forget_queue()
    ids = [str(read.enqueue(document.pk, n).id) for n in (2, 3, 4)]
    asked = staff.get(f"{WORK}call-off/", {"task": ids[:2]}).content.decode()
    assert "2 waiting tasks are called off." in asked
    assert DBTaskResult.objects.count() == 3
    staff.post(f"{WORK}call-off/", {"task": ids[:2], "sure": "1"})
    assert DBTaskResult.objects.count() == 1
    assert document.pages.filter(state=PageState.PARKED).count() == 2


def test_all_tasks_of_a_kind_are_called_off_by_a_task_with_progress(
    staff: Client, document: Document, run_tasks: Callable[[], None]
) -> None:
    with_pages(document, 250)
    forget_queue()
    for number in range(2, 252):
        read.enqueue(document.pk, number)
    asked = staff.get(f"{WORK}call-off/", {"all": "1", "kind": read.module_path}).content.decode()
    assert "250 waiting tasks" in asked
    staff.post(f"{WORK}call-off/", {"all": "1", "kind": read.module_path, "sure": "1"})
    order = WorkOrder.objects.get()
    assert "0 of 250 done" in staff.get(WORK).content.decode()
    run_tasks()
    order.refresh_from_db()
    assert order.ended_at is not None
    assert document.pages.filter(state=PageState.PARKED).count() == 250


# Trying again


def test_failures_are_counted_by_reason_and_all_of_one_are_tried_again(
    staff: Client, document: Document, run_tasks: Callable[[], None]
) -> None:
    with_pages(document, 130, state=PageState.PARKED, reason=DAMAGED)
    Page.objects.create(document=document, number=900, state=PageState.PARKED, reason=SLOW)
    old = Photo.objects.create(title="Rasm", width=1, height=1, state=AssetState.FAILED)
    with connection.cursor() as cursor:
        # As it was stored before there were codes.
        cursor.execute("UPDATE archive_photo SET state_reason = 'Sentence of old.' WHERE id = %s", [old.pk])
    forget_queue()
    shown = staff.get(WORK, {"state": "failed"}).content.decode()
    assert "Page … is damaged and cannot be drawn." in shown
    assert "Try all 130 again" in shown
    assert "Too slow." in shown
    assert "Sentence of old." in shown
    listed = staff.get(WORK, {"state": "failed", "source": "page", "code": "page_unreadable"}).content.decode()
    assert "Page 2 of “Ҳисобот.png”" in listed
    assert "Page 900" not in listed
    assert "Sentence of old." in staff.get(WORK, {"state": "failed", "source": "photo", "code": "-"}).content.decode()

    staff.post(f"{WORK}again/", {"source": "page", "code": "page_unreadable"})
    assert "Try 130 failures again: 0 of 130 done" in staff.get(WORK).content.decode()
    DBTaskResult.objects.filter(task_path=read.module_path).delete()
    order = WorkOrder.objects.get()
    while tasks.carry_out.call(order.pk):
        pass
    order.refresh_from_db()
    assert (order.done, order.ended_at is not None) == (130, True)
    assert document.pages.filter(state=PageState.WAITING).count() == 130
    assert document.pages.filter(state=PageState.PARKED).count() == 1
    document.refresh_from_db()
    assert document.state == AssetState.WORKING
    assert DBTaskResult.objects.filter(task_path=read.module_path).count() == 130


def test_an_order_that_is_stopped_leaves_the_rest(staff: Client, document: Document) -> None:
    with_pages(document, 150, state=PageState.PARKED, reason=DAMAGED)
    staff.post(f"{WORK}again/", {"source": "page", "code": "page_unreadable"})
    order = WorkOrder.objects.get()
    assert tasks.carry_out.call(order.pk)
    staff.post(f"{WORK}order/{order.pk}/stop/")
    assert not tasks.carry_out.call(order.pk)
    assert document.pages.filter(state=PageState.PARKED).count() == 50


def test_a_failed_file_and_a_failed_order_of_speech_are_tried_again(staff: Client, photo: Photo) -> None:
    why = Reason("photo_unreadable", "This photograph is damaged and cannot be drawn.")
    Photo.objects.filter(pk=photo.pk).update(state=AssetState.FAILED, state_reason=why)
    sound = Recording.objects.create(title="Suhbat", state=AssetState.READY)
    spoken = Recognition.objects.create(
        recording=sound, state=RecognitionState.FAILED, reason=SLOW, done_ms=60_000,
        segments=[[0, 900, "word", []]],
    )  # fmt: skip
    forget_queue()
    shown = staff.get(WORK, {"state": "failed"}).content.decode()
    assert "This photograph is damaged" in shown
    staff.post(f"{WORK}again/", {"source": "photo", "key": photo.pk})
    staff.post(f"{WORK}again/", {"source": "speech", "key": spoken.pk})
    photo.refresh_from_db()
    spoken.refresh_from_db()
    assert photo.state == AssetState.WAITING
    assert (spoken.state, spoken.done_ms, len(spoken.segments)) == (RecognitionState.WAITING, 60_000, 1)
    assert DBTaskResult.objects.filter(task_path__in=[examine.module_path, tasks.hear.module_path]).count() == 2


def test_a_failed_task_of_no_file_is_listed_by_its_error_and_tried_again(staff: Client, db: None) -> None:
    forget_queue()
    lost = ended(
        tasks.forget_images, "pages/aa/x", status="FAILED", exception_class_path=LOST, worker_ids=["a", "b", "c"]
    )
    shown = staff.get(WORK, {"state": "failed"}).content.decode()
    assert "The process that ran this ended 3 times before it was done." in shown
    staff.post(f"{WORK}again/", {"source": "task", "key": str(lost.id)})
    assert DBTaskResult.objects.get(task_path=tasks.forget_images.module_path).status == "READY"


def test_tasks_about_what_was_deleted_meanwhile_leave_nothing_to_look_into(
    photo: Photo, make_record: MakeRecord, run_tasks: Callable[[], None]
) -> None:
    make_record(kind="photo").delete()
    photo.delete()
    run_tasks()
    assert list(DBTaskResult.objects.filter(status="FAILED").values_list("task_path", flat=True)) == []


# Trouble that passes


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "full"), "disk_full"),
        (OSError(errno.ESTALE, "stale"), "storage_away"),
        (ConnectionResetError(), "storage_away"),
        (OperationalError("database is locked"), "database_away"),
        (MemoryError(), "short_of_means"),
        (FileNotFoundError(errno.ENOENT, "gone"), None),
        (ValueError("nonsense"), None),
    ],
)
def test_only_trouble_that_passes_counts_as_passing(error: Exception, code: str | None) -> None:
    reason = passing_trouble(error)
    assert (reason.code if reason else None) == code
    wrapped = RuntimeError("wrapped")
    wrapped.__cause__ = error
    assert passing_trouble(wrapped) == reason


def test_a_page_that_a_full_disk_stops_waits_with_growing_pauses_and_is_then_set_aside(
    staff: Client, document: Document, run_tasks: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    (page,) = with_pages(document, 1)
    forget_queue()

    def full(_page: Page) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(read_page_module, "read_now", full)
    task = read.enqueue(document.pk, 2)
    for tries, pause in enumerate(PAUSES_SECONDS, 1):
        before = timezone.now()
        run_tasks()
        row = DBTaskResult.objects.get(id=task.id)
        assert (row.status, len(row.worker_ids)) == ("READY", tries)
        assert row.run_after >= before + timedelta(seconds=pause)
        page.refresh_from_db()
        assert (page.state, page.attempts) == (PageState.WAITING, 0)
        shown = staff.get(WORK).content.decode()
        assert "Tried again" in shown
        assert "No space left on device" in shown
        staff.post(f"{WORK}task/{task.id}/hurry/")
    run_tasks()
    page.refresh_from_db()
    assert DBTaskResult.objects.get(id=task.id).status == "FAILED"
    assert (page.state, page.reason.code) == (PageState.PARKED, "disk_full")
    assert "The disk was full." in staff.get(WORK, {"state": "failed"}).content.decode()


def test_what_has_recovered_meanwhile_is_done(
    document: Document, run_tasks: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    Document.objects.filter(pk=document.pk).update(state=AssetState.WAITING)
    forget_queue()
    answers = iter([OperationalError("database is locked")])
    real = examine_asset

    def once(**order: Any) -> Any:
        for error in answers:
            raise error
        return real(**order)

    monkeypatch.setattr(tasks, "examine_asset", once)
    task = examine.enqueue("document", document.pk)
    run_tasks()
    document.refresh_from_db()
    assert document.state == AssetState.WAITING
    DBTaskResult.objects.update(run_after=timezone.now())
    run_tasks()
    document.refresh_from_db()
    assert document.state == AssetState.READY
    assert DBTaskResult.objects.get(id=task.id).status == "SUCCESSFUL"


def test_a_second_examination_of_a_file_waits_for_the_first(photo: Photo, run_tasks: Callable[[], None]) -> None:
    from archive.models import WorkClaim  # noqa: PLC0415

    forget_queue()
    # Held by a process that lives: on another host, without a lease of this site.
    WorkClaim.objects.create(name=f"examine photo {photo.pk}", claimed_by="elsewhere:1:1")
    with pytest.raises(Busy):
        examine.call("photo", photo.pk)
    task = examine.enqueue("photo", photo.pk)
    run_tasks()
    row = DBTaskResult.objects.get(id=task.id)
    assert (row.status, row.worker_ids) == ("READY", [])
    assert row.run_after > timezone.now()
    # That process is gone: its claim is taken over.
    WorkClaim.objects.update(claimed_by="elsewhere:1:1@0123456789ab")
    DBTaskResult.objects.update(run_after=timezone.now())
    run_tasks()
    assert DBTaskResult.objects.get(id=task.id).status == "SUCCESSFUL"
    assert not WorkClaim.objects.exists()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_no_sentence_of_the_page_stays_english_for_others(
    staff: Client, document: Document, cataloguer: Any, language: str
) -> None:
    from wagtail.users.models import UserProfile  # noqa: PLC0415

    UserProfile.objects.update_or_create(user=cataloguer, defaults={"preferred_language": language})
    forget_queue()
    with_pages(document, 1, state=PageState.PARKED, reason=DAMAGED)
    read.enqueue(document.pk, 1)
    for state in ("waiting", "running", "failed", "done"):
        page = staff.get(WORK, {"state": state}).content.decode()
        body = re.sub(r"<[^>]+>", " ", page[page.index('id="fonds-work"') :])
        english = re.search(r"\b(Waiting|Running|Failed|Queue|Read page|Try|No worker|Call off)\b", body)
        assert (english is None) == (language != "en"), english


def test_a_record_is_shown_with_what_failed_of_it(
    staff: Client, document: Document, make_record: MakeRecord, tie: Any
) -> None:
    record: Record = make_record(original_title="Daftar")
    tie(record, document)
    with_pages(document, 1, state=PageState.PARKED, reason=DAMAGED)
    listed = staff.get(WORK, {"state": "failed", "source": "page", "code": "page_unreadable"}).content.decode()
    assert "Daftar" in listed
