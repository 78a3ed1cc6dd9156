"""Another file takes the place of one: the former is kept, what was made of it is made anew, and all can be undone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from reportlab.pdfgen.canvas import Canvas

from archive.choices import AssetState, EventName, FixityState, PageState, ReplacementState
from archive.extract.correction import WholeText
from archive.models import (
    AssetEvent,
    AssetVersion,
    Checksum,
    Document,
    FixityCheck,
    Page,
    Photo,
    Recording,
    Replacement,
)
from archive.operations.check_fixity import check_fixity
from archive.operations.correct_page import correct_page
from archive.operations.reclaim_replacements import reclaim_replacements
from archive.operations.replace_file import replace_file
from archive.reasons import Reason
from archive.specimens.hostile import truncated_jpeg
from archive.specimens.recordings import make_sound
from archive.work.guard import Bounds
from catalog.models import DepositFile, Record, User
from tests.integration.catalog.conftest import MakeRecord, jpeg, page_png

pytestmark = pytest.mark.usefixtures("in_english")
Settle = Callable[[Callable[[], Any]], Any]


def pdf(*pages: str) -> bytes:
    """Return a PDF with a text on each page."""
    packed = io.BytesIO()
    canvas = Canvas(packed, invariant=True)
    for text in pages:
        for line in range(12):
            canvas.drawString(72, 780 - 20 * line, f"{text} line {line} of the customs report")
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


@pytest.fixture
def replace(staff: Client, settle: Settle) -> Callable[..., Replacement]:
    """Return a function that replaces the file of an asset through the admin."""

    def do(asset: Any, name: str, content: bytes, why: str = "a better scan") -> Replacement:
        address = f"/admin/files/{asset.kind}/{asset.pk}/replace/"
        upload = SimpleUploadedFile(name, content)
        assert settle(lambda: staff.post(address, {"file": upload, "why": why})).status_code == 302
        return Replacement.objects.latest("pk")

    return do


@pytest.fixture
def restore(staff: Client, settle: Settle) -> Callable[[Any, int], None]:
    """Return a function that goes back to a version through the admin."""

    def do(asset: Any, number: int) -> None:
        address = f"/admin/files/{asset.kind}/{asset.pk}/versions/{number}/restore/"
        assert settle(lambda: staff.post(address)).status_code == 302

    return do


@pytest.fixture
def report(settle: Settle, db: None) -> Document:
    """Return a document of three read pages."""

    def make() -> Document:
        made = Document(title="Report", media_type="application/pdf", original_name="report.pdf")
        made.file = ContentFile(pdf("Termez", "Bukhara", "Khiva"), name="report.pdf")
        made.save()
        return made

    made: Document = settle(make)
    made.refresh_from_db()
    assert made.state == AssetState.READY
    return made


def correct(document: Document, number: int, text: str, user: User) -> None:
    page = Page.objects.get(document=document, number=number)
    correct_page(page_id=page.pk, edition=page.edition, change=WholeText(text), user=user)


def test_a_photo_is_replaced_and_the_former_file_is_kept_for_staff(
    replace: Callable[..., Replacement], photo: Photo, make_record: MakeRecord, tie: Any, client: Client, staff: Client
) -> None:
    record = make_record(kind="photo", downloads="open")
    tie(record, photo)
    before, address = default_storage.open(photo.file.name).read(), record.permalink_path
    former = photo.file.name
    better = jpeg(2, (640, 480))
    order = replace(photo, "better.jpg", better)
    assert order.state == ReplacementState.DONE
    photo.refresh_from_db()
    assert (photo.width, photo.height, photo.original_name, photo.state) == (640, 480, "better.jpg", AssetState.READY)
    door = f"/assets/photo/{photo.uid}/original"
    assert b"".join(client.get(door)) == better
    assert client.get(f"/files/{former}").status_code == 404, "the public gets the present file only"
    assert b"".join(client.get(f"/files/{photo.file.name}")) == better
    old = f"/admin/files/photo/{photo.pk}/versions/1/"
    assert client.get(old).status_code == 302
    assert b"".join(staff.get(old)) == before
    assert Record.objects.get(pk=record.pk).permalink_path == address
    page = staff.get(f"/admin/files/photo/{photo.pk}/").content.decode()
    for said in ("a better scan", "Nodira", photo.sha256, "Go back to version 1"):
        assert said in page
    thumb = client.get(f"/assets/photo/{photo.uid}/thumb.jpg")
    assert thumb.status_code == 200


def test_going_back_undoes_a_replacement_and_keeps_the_newer_file(
    replace: Callable[..., Replacement], restore: Callable[[Any, int], None], photo: Photo, client: Client
) -> None:
    sha256, size = photo.sha256, (photo.width, photo.height)
    replace(photo, "wrong.jpg", jpeg(2, (640, 480)))
    restore(photo, 1)
    photo.refresh_from_db()
    assert (photo.sha256, (photo.width, photo.height), photo.state) == (sha256, size, AssetState.READY)
    assert AssetVersion.objects.count() == 2
    restore(photo, 2)
    photo.refresh_from_db()
    assert photo.original_name == "wrong.jpg"
    names = list(AssetEvent.objects.filter(kind="photo", asset_id=photo.pk).values_list("name", flat=True))
    assert names.count(EventName.VERSION_RESTORED) == 2


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cut.jpg", truncated_jpeg().content, "truncated"),
        ("other.pdf", pdf("Termez"), "other_kind"),
        ("same.jpg", jpeg(), "same_file"),
        ("noise.jpg", b"no picture at all", "unsupported_type"),
    ],
)
def test_a_file_that_a_deposit_would_refuse_replaces_nothing(
    replace: Callable[..., Replacement], photo: Photo, staff: Client, name: str, content: bytes, code: str
) -> None:
    before = (photo.sha256, photo.file.name)
    order = replace(photo, name, content)
    assert (order.state, order.reason.code) == (ReplacementState.REFUSED, code)
    photo.refresh_from_db()
    assert (photo.sha256, photo.file.name) == before
    assert not AssetVersion.objects.exists()
    assert not default_storage.exists(order.location)
    assert "was not put in the place" in staff.get(f"/admin/files/photo/{photo.pk}/").content.decode()


def test_a_file_held_elsewhere_or_as_an_earlier_version_replaces_nothing(
    replace: Callable[..., Replacement], photo: Photo
) -> None:
    other = Photo(title="Boshqa", media_type="image/jpeg")
    other.file = ContentFile(jpeg(9), name="other.jpg")
    other.save()
    assert replace(photo, "x.jpg", jpeg(9)).reason.code == "duplicate"
    replace(photo, "y.jpg", jpeg(2))
    again = replace(photo, "z.jpg", jpeg(1))
    assert (again.reason.code, again.reason.params["number"]) == ("earlier_version", 1)


def test_a_deposit_of_an_earlier_version_counts_as_held(
    replace: Callable[..., Replacement], photo: Photo, deposit: Callable[..., Any]
) -> None:
    replace(photo, "better.jpg", jpeg(2))
    deposit({"again.jpg": jpeg(1)})
    row = DepositFile.objects.get()
    assert (row.outcome, row.reason.code, row.asset_id) == ("duplicate", "earlier_version", photo.pk)
    assert Photo.objects.count() == 1


def test_pages_are_read_anew_and_corrected_text_stays_in_the_history(
    replace: Callable[..., Replacement], restore: Callable[[Any, int], None], report: Document, cataloguer: User,
    staff: Client,
) -> None:  # fmt: skip
    correct(report, 1, "Corrected Termez", cataloguer)
    correct(report, 3, "Corrected Khiva", cataloguer)
    replace(report, "new.pdf", pdf("Samarkand", "Nukus"))
    pages = {page.number: page for page in Page.objects.filter(document=report)}
    assert set(pages) == {1, 2}
    assert "Samarkand" in pages[1].text
    assert "Nukus" in pages[2].text
    assert pages[1].width_px
    assert pages[1].corrected_at is None
    report.refresh_from_db()
    assert (report.page_count, report.state) == (2, AssetState.READY)
    kept = [version.words for version in pages[1].versions.all() if version.is_by_hand]
    assert len(kept) == 1
    assert "Page 1" in staff.get(f"/admin/files/document/{report.pk}/").content.decode()
    gone = Page.every.get(document=report, number=3)
    assert (gone.state, gone.versions.count()) == (PageState.GONE, 2)
    assert staff.get(f"/admin/files/document/{report.pk}/pages/3/").status_code == 404
    restore(report, 1)
    back = {page.number: page for page in Page.objects.filter(document=report)}
    assert [back[n].text.split()[:2] for n in (1, 3)] == [["Corrected", "Termez"], ["Corrected", "Khiva"]]
    assert "Bukhara" in back[2].text
    assert all(page.state == PageState.READY and page.width_px for page in back.values())
    assert back[1].corrected_at is not None
    assert back[1].versions.count() == 3, "what was read of the first file is known already"
    restore(report, 2)
    assert "Samarkand" in Page.objects.get(document=report, number=1).text


def test_a_page_read_while_its_file_is_replaced_takes_nothing_from_the_former(
    replace: Callable[..., Replacement], report: Document, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    from archive.operations import read_page as reading  # noqa: PLC0415 - its name is that of its function

    Page.objects.filter(document=report).update(state=PageState.WAITING)
    before = reading.read_now
    done: list[str] = []

    def slowly(page: Page) -> Any:
        found = before(page)
        if not done:
            done.append("replaced")
            replace(report, "new.pdf", pdf("Samarkand", "Nukus", "Andijan"))
        return found

    monkeypatch.setattr(reading, "read_now", slowly)
    settle(lambda: reading.read_page(document_id=report.pk, number=1))
    assert "Samarkand" in Page.objects.get(document=report, number=1).text


def test_a_recording_gets_new_copies_and_keeps_its_transcripts(
    replace: Callable[..., Replacement], settle: Settle, tmp_path: Path, db: None
) -> None:
    def make() -> Recording:
        made = Recording(title="Ovoz", media_type="audio/wav", type="audio", duration=1, original_name="a.wav")
        made.file = ContentFile(make_sound(tmp_path / "a.wav", seconds=1).read_bytes(), name="a.wav")
        made.save()
        return made

    recording = settle(make)
    recording.refresh_from_db()
    earlier = recording.proxy_name
    assert earlier
    replace(recording, "b.wav", make_sound(tmp_path / "b.wav", seconds=2).read_bytes())
    recording.refresh_from_db()
    assert recording.state == AssetState.READY
    assert round(recording.duration) == 2
    assert recording.proxy_name
    assert recording.proxy_name != earlier


def test_fixity_covers_every_version(replace: Callable[..., Replacement], photo: Photo) -> None:
    former = photo.file.name
    replace(photo, "better.jpg", jpeg(2))
    checks = FixityCheck.objects.filter(kind="photo", asset_id=photo.pk)
    assert checks.count() == 2
    assert [check_fixity(check_id=check.pk) for check in checks] == [FixityState.INTACT] * 2
    Path(default_storage.path(former)).unlink()
    assert check_fixity(check_id=checks.get(name=former).pk) == FixityState.MISSING


def test_a_deleted_asset_takes_its_versions_along(
    replace: Callable[..., Replacement], photo: Photo, settle: Settle
) -> None:
    former = photo.file.name
    replace(photo, "better.jpg", jpeg(2))
    photo.refresh_from_db()
    settle(photo.delete)
    assert not default_storage.exists(former)
    assert not default_storage.exists(photo.file.name)
    assert not Checksum.objects.exists()
    assert not AssetVersion.objects.exists()
    assert not FixityCheck.objects.exists()


def test_an_order_whose_process_was_killed_is_carried_out_by_the_next(
    staff: Client, photo: Photo, settle: Settle
) -> None:
    upload = SimpleUploadedFile("better.jpg", jpeg(2))
    staff.post(f"/admin/files/photo/{photo.pk}/replace/", {"file": upload, "why": "x"})
    order = Replacement.objects.get()
    long_ago = timezone.now() - timedelta(minutes=5)
    leavings = f"originals/{photo.uid.hex[:2]}/{photo.uid.hex}-{order.uid.hex[:8]}.jpg"
    default_storage.save(leavings, ContentFile(b"half a file"))
    Replacement.objects.update(
        state="working", claimed_by="nowhere:1:1@gone", claimed_at=long_ago, attempts=1, stored_name=leavings
    )
    assert reclaim_replacements(living=set()) == 1
    settle(lambda: None)
    photo.refresh_from_db()
    assert photo.file.name == leavings
    assert default_storage.open(leavings).read() == jpeg(2)
    assert not replace_file(replacement_id=order.pk), "it is done once"


def test_two_do_not_replace_one_file_at_once(staff: Client, photo: Photo) -> None:
    for seed in (2, 3):
        upload = SimpleUploadedFile("better.jpg", jpeg(seed))
        staff.post(f"/admin/files/photo/{photo.pk}/replace/", {"file": upload, "why": "x"})
    assert Replacement.objects.count() == 1


def test_a_reason_is_asked_for_and_the_public_may_replace_nothing(client: Client, staff: Client, photo: Photo) -> None:
    address = f"/admin/files/photo/{photo.pk}/replace/"
    staff.post(address, {"file": SimpleUploadedFile("better.jpg", jpeg(2))})
    client.post(address, {"file": SimpleUploadedFile("better.jpg", jpeg(2)), "why": "x"})
    client.post(f"/admin/files/photo/{photo.pk}/versions/1/restore/")
    assert not Replacement.objects.exists()


def test_an_image_of_a_page_replaces_a_document(replace: Callable[..., Replacement], document: Document) -> None:
    order = replace(document, "better.png", page_png(5))
    assert order.state == ReplacementState.DONE, order.reason


def test_a_file_that_holds_a_worker_for_ever_is_refused_before_the_process_is_ended(
    photo: Photo, staff: Client, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways_out: list[Callable[[], None]] = []

    @contextmanager
    def guarded(bounds: Bounds, write_down: Callable[[Reason], None]) -> Iterator[None]:
        ways_out.append(partial(write_down, bounds.too_slow))
        yield

    monkeypatch.setattr("archive.operations.replace_file.ended_beyond", guarded)
    monkeypatch.setattr("archive.operations.replace_file.inspect", lambda *_, **__: ways_out[0]() or 1 / 0)
    former = photo.file.name
    upload = SimpleUploadedFile("slow.jpg", jpeg(2))
    settle(lambda: staff.post(f"/admin/files/photo/{photo.pk}/replace/", {"file": upload, "why": "a better scan"}))
    said = AssetEvent.objects.filter(name=EventName.REPLACEMENT_REFUSED, asset_id=photo.pk).order_by("pk").first()
    assert said is not None
    assert said.detail["reason"]["code"] == "file_too_slow"
    photo.refresh_from_db()
    assert photo.file.name == former
