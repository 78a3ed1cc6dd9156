"""Staff deposit files through the admin, each with its own outcome."""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from archive.choices import AssetState, EventName
from archive.models import AssetEvent, Document, Page, Photo
from catalog.models import Collection, Deposit, DepositFile, Record, User
from catalog.operations.deposits.open_deposit import open_upload
from catalog.operations.deposits.reclaim_files import reclaim_files
from catalog.operations.deposits.work_on_deposit import work_on_deposit
from catalog.operations.ingest_file import IngestOrder
from tests.integration.catalog.conftest import jpeg, page_png

DEPOSIT = "/admin/deposit/"
OPENING = {"X-Fonds-Open": "1"}
RunTasks = Callable[[], None]


def upload(content: bytes, name: str = "surat.jpg") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def states(client: Client, *files: DepositFile) -> str:
    found = client.get(
        reverse("catalog_file_states"), {"file": [file.pk for file in files or DepositFile.objects.all()]}
    )
    return found.content.decode()


def test_many_files_are_deposited_at_once_without_script(staff: Client, run_tasks: RunTasks) -> None:
    collection = Collection.objects.create(slug="termiz", title_uz="Termiz")
    files = [upload(jpeg(1), "Караван.jpg"), upload(page_png(1), "hisobot.png"), upload(b"MZ not a scan", "virus.exe")]
    response = staff.post(DEPOSIT, {"files": files, "access": "public", "collection": collection.pk}, follow=True)
    assert response.status_code == 200
    assert not Record.objects.exists(), "files are taken in by a worker, never in the request"
    deposit = Deposit.objects.get()
    assert response.redirect_chain == [(reverse("catalog_deposit_page", args=[deposit.pk]), 302)]
    run_tasks()
    page = staff.get(reverse("catalog_deposit_page", args=[deposit.pk])).content.decode()
    assert Counter(deposit.files.values_list("outcome", flat=True)) == {"ingested": 2, "refused": 1}
    assert "virus.exe" in page
    records = {record.kind: record for record in Record.objects.all()}
    assert set(records) == {"photo", "document"}
    assert str(records["photo"]) == "Караван"
    for record in records.values():
        assert (record.access, record.collection, record.live) == ("public", collection, True)
        assert reverse("wagtailsnippets_catalog_record:edit", args=[record.pk]) in page
    assert Photo.objects.get().original_name == "Караван.jpg"
    assert Photo.objects.get().uploaded_by_user == User.objects.get(username="nodira") == deposit.opened_by


def test_what_is_sent_in_one_visit_under_one_order_is_one_deposit(staff: Client) -> None:
    visit = str(uuid4())
    for number, access in enumerate(["staff", "staff", "public"]):
        data = {"files": [upload(jpeg(number), f"{number}.jpg")], "access": access, "visit": visit}
        assert staff.post(DEPOSIT, data).status_code == 302
    assert sorted(deposit.files.count() for deposit in Deposit.objects.all()) == [1, 2]


def test_the_row_of_a_file_is_followed_until_it_is_read(staff: Client, run_tasks: RunTasks) -> None:
    staff.post(DEPOSIT, {"files": [upload(page_png(2), "p.png")], "access": "staff"})
    row = states(staff)
    assert row.strip().startswith("<li")
    assert "data-fonds-open" in row
    assert 'data-fonds-outcome="waiting"' in row
    file = DepositFile.objects.get()
    work_on_deposit(deposit_id=file.deposit_id)
    document = Document.objects.get()
    Page.objects.create(document=document, number=1, state="ready")
    Page.objects.create(document=document, number=2, state="waiting")
    said = states(staff)
    assert f'data-fonds-file="{file.pk}"' in said
    assert 'data-fonds-outcome="ingested"' in said
    assert "data-fonds-open" in said
    Page.objects.update(state="ready")
    Document.objects.update(state=AssetState.READY)
    assert "data-fonds-open" not in states(staff)


def test_a_duplicate_is_reported_with_a_link_to_the_record_that_holds_it(staff: Client, run_tasks: RunTasks) -> None:
    for name in ("surat.jpg", "boshqa.jpg"):
        staff.post(DEPOSIT, {"files": [upload(jpeg(3), name)], "access": "staff"})
        run_tasks()
    record = Record.objects.get()
    said = states(staff, DepositFile.objects.get(path="boshqa.jpg"))
    assert 'data-fonds-outcome="duplicate"' in said
    assert reverse("wagtailsnippets_catalog_record:edit", args=[record.pk]) in said
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 torn", jpeg(4)[:900]])
def test_a_broken_file_is_refused_with_a_reason_and_kept_to_be_tried_again(
    staff: Client, content: bytes, settings: Any, run_tasks: RunTasks
) -> None:
    staff.post(DEPOSIT, {"files": [upload(content, "x.pdf"), upload(jpeg(5), "good.jpg")], "access": "staff"})
    run_tasks()
    assert Record.objects.count() == 1, "the rest of the batch is taken in"
    refused = DepositFile.objects.get(outcome="refused")
    assert refused.reason
    folders = [path.relative_to(settings.MEDIA_ROOT).parts[0] for path in Path(settings.MEDIA_ROOT).rglob("*.*")]
    assert folders.count("originals") == 1
    spooled = [path for path in (Path(settings.MEDIA_ROOT) / "deposits").rglob("*") if path.is_file()]
    assert [path.name for path in spooled] == [refused.location.rpartition("/")[2]]
    assert list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*")) == []
    assert staff.get(f"/files/{refused.location}").status_code == 404, "the door hands out nothing of a deposit"


def test_a_large_upload_is_taken_from_its_temporary_file(staff: Client, settings: Any, run_tasks: RunTasks) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    staff.post(DEPOSIT, {"files": [upload(jpeg(6))], "access": "staff"})
    run_tasks()
    assert DepositFile.objects.get().outcome == "ingested"
    assert list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*")) == []


def test_a_file_above_the_limit_is_refused_by_name(staff: Client, settings: Any, run_tasks: RunTasks) -> None:
    settings.FONDS_MAX_UPLOAD_BYTES = 1024
    staff.post(DEPOSIT, {"files": [upload(jpeg(7), "katta.jpg")], "access": "staff"})
    run_tasks()
    refused = DepositFile.objects.get()
    assert (refused.path, refused.reason.code) == ("katta.jpg", "too_large")
    assert not Record.objects.exists()


def test_an_uploaded_archive_is_unpacked_and_forgotten(staff: Client, settings: Any, run_tasks: RunTasks) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("papka/a.jpg", jpeg(20))
        out.writestr("papka/b.jpg", jpeg(21))
    staff.post(DEPOSIT, {"files": [upload(packed.getvalue(), "hammasi.zip")], "access": "staff"})
    run_tasks()
    assert Counter(DepositFile.objects.values_list("outcome", flat=True)) == {"unpacked": 1, "ingested": 2}
    assert set(DepositFile.objects.filter(outcome="ingested").values_list("path", flat=True)) == {
        "hammasi.zip/papka/a.jpg", "hammasi.zip/papka/b.jpg",
    }  # fmt: skip
    assert not [path for path in (Path(settings.MEDIA_ROOT) / "deposits").rglob("*") if path.is_file()]


def test_an_uploaded_archive_above_the_limit_of_one_file_is_refused(
    staff: Client, settings: Any, run_tasks: RunTasks
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("a.jpg", jpeg(20))
    settings.FONDS_MAX_UPLOAD_BYTES = len(packed.getvalue()) - 1
    staff.post(DEPOSIT, {"files": [upload(packed.getvalue(), "katta.zip")], "access": "staff"})
    run_tasks()
    assert DepositFile.objects.get().reason.code == "too_large"


def test_an_upload_that_breaks_off_is_said_to_have(staff: Client) -> None:
    deposit = open_upload(form_uid=uuid4(), order=IngestOrder())
    mark = f"{os.uname().nodename}:1:1"
    row = DepositFile.objects.create(
        deposit=deposit, key="k", location="deposits/x", path="uzilgan.jpg", outcome="receiving", claimed_by=mark
    )
    reclaim_files(living=set())
    row.refresh_from_db()
    assert (row.outcome, row.reason.code) == ("refused", "upload_broken")


def test_the_order_is_checked_before_any_file_is_taken(staff: Client) -> None:
    response = staff.post(DEPOSIT, {"files": [upload(jpeg(8))], "access": "embargo"}, headers=OPENING)
    assert response.status_code == 422
    assert response["Content-Type"].startswith("text/plain")
    assert staff.post(DEPOSIT, {"access": "staff"}).status_code == 422
    assert not Record.objects.exists()


def test_depositing_needs_the_right_and_the_token(cataloguer: User, journalist: Client) -> None:
    assert journalist.post(DEPOSIT, {"files": [upload(jpeg(9))], "access": "staff"}).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cataloguer)
    assert strict.post(DEPOSIT, {"files": [upload(jpeg(9))], "access": "staff"}).status_code == 403
    assert not Record.objects.exists()


def test_who_may_not_publish_deposits_drafts(staff: Client, cataloguer: User, run_tasks: RunTasks) -> None:
    group = cataloguer.groups.get()
    group.permissions.remove(group.permissions.get(codename="publish_record"))
    staff.post(DEPOSIT, {"files": [upload(jpeg(10))], "access": "public"})
    run_tasks()
    assert not Record.objects.get().live


def test_a_deposit_is_examined_once(staff: Client, run_tasks: RunTasks) -> None:
    staff.post(DEPOSIT, {"files": [upload(jpeg(11))], "access": "staff"})
    run_tasks()
    assert DBTaskResult.objects.filter(task_path="archive.tasks.examine").count() == 1


def test_an_image_uploaded_in_wagtail_is_checked_examined_and_staff_only(
    staff: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = staff.post(
            "/admin/images/multiple/add/", {"files[]": upload(jpeg(12)), "title": "Surat"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        ).json()  # fmt: skip
    assert answer["success"] is True
    made = Photo.objects.get()
    assert (made.media_type, made.original_name, len(made.sha256)) == ("image/jpeg", "surat.jpg", 64)
    assert DBTaskResult.objects.filter(task_path="archive.tasks.examine").count() == 1
    again = staff.post(
        "/admin/images/multiple/add/", {"files[]": upload(jpeg(12), "b.jpg"), "title": "Yana"},
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()  # fmt: skip
    assert again["success"] is False
    assert "Surat" in again["error_message"]
    assert Photo.objects.count() == 1
    assert Client().get(made.file.url).status_code == 404


def test_a_document_uploaded_in_wagtail_must_be_one_we_can_read(staff: Client) -> None:
    headers = {"X-Requested-With": "XMLHttpRequest"}
    add = "/admin/documents/multiple/add/"
    good = staff.post(add, {"files[]": upload(page_png(13), "b.png"), "title": "B"}, headers=headers).json()
    assert good["success"] is True
    assert Document.objects.get().media_type == "image/png"
    bad = staff.post(add, {"files[]": upload(b'{"no": "words"}', "b.txt"), "title": "B"}, headers=headers).json()
    assert bad["success"] is False
    assert bad["error_message"]


def test_an_original_is_never_replaced_in_wagtails_form(staff: Client, photo: Photo) -> None:
    before = photo.file.name
    data = {"title": "Yangi nom", "file": upload(jpeg(14)), "collection": photo.collection_id, "description": "",
            "tags": "", "focal_point_x": "", "focal_point_y": "", "focal_point_width": "",
            "focal_point_height": ""}  # fmt: skip
    assert staff.post(f"/admin/images/{photo.pk}/", data).status_code == 302
    photo.refresh_from_db()
    assert (photo.title, photo.file.name) == ("Yangi nom", before)


def test_a_file_without_a_record_can_be_described(staff: Client, photo: Photo) -> None:
    page = staff.get(reverse("catalog_asset", args=["photo", photo.pk]))
    assert reverse("catalog_describe", args=["photo", photo.pk]) in page.content.decode()
    for _ in range(2):
        staff.post(reverse("catalog_describe", args=["photo", photo.pk]))
    record = Record.objects.get()
    assert (record.kind, record.live, record.access) == ("photo", False, "staff")


def test_a_documents_page_tells_its_troubles_and_lets_it_be_read_again(
    staff: Client, document: Document, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    Page.objects.create(document=document, number=2, state="parked", reason="The page took too long.", attempts=1)
    address = reverse("catalog_asset", args=["document", document.pk])
    assert "The page took too long." in staff.get(address).content.decode()
    assert document.title in staff.get("/admin/files/?trouble=1").content.decode() or (
        document.original_name in staff.get("/admin/files/?trouble=1").content.decode()
    )
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(reverse("catalog_read_again", args=["document", document.pk]), {"only": "parked"})
    assert list(document.pages.values_list("number", "state")) == [(1, "ready"), (2, "waiting")]
    assert DBTaskResult.objects.filter(task_path="archive.tasks.examine").count() >= 1
    assert AssetEvent.objects.filter(name=EventName.READ_AGAIN, user__username="nodira").count() == 1
    staff.post(reverse("catalog_read_again", args=["document", document.pk]))
    assert set(document.pages.values_list("state", flat=True)) == {"waiting"}
    assert document.pages.get(number=1).text == "Термиз", "the earlier text stays until the page is read again"
    assert "nodira" in staff.get(address).content.decode().lower()


def test_only_who_may_change_records_has_files_read_again(journalist: Client, document: Document) -> None:
    journalist.post(reverse("catalog_read_again", args=["document", document.pk]))
    assert document.pages.get().state == "ready"
    assert journalist.get("/admin/files/").status_code == 302
