"""Without a program its work waits, says so, and goes on by itself when the program is there."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image, ImageDraw

from archive.choices import AssetState, PageState
from archive.extract.ocr.engine import installed_models
from archive.extract.programs import missing_programs
from archive.models import Document, Page, Photo, Recording, Wait, WorkerLease
from archive.operations.await_program import take_up_waiting
from archive.specimens import office
from archive.specimens.fonts import font_at
from archive.specimens.recordings import make_sound
from archive.work.supervisor import Supervisor
from catalog.models import Deposit, Record
from catalog.operations.wait_until_findable import _progress
from tests.integration.catalog.conftest import jpeg

Deposits = Callable[..., Any]
NEEDED = ("setpriv", "prlimit", "unshare", "true", "perl", "tesseract", "exiftool", "ffmpeg", "ffprobe", "soffice")


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Return a function that hides programs; called with none it puts all back."""
    before = os.environ["PATH"]

    def hide(*names: str) -> None:
        folder = tmp_path / "-".join(("bin", *names))
        folder.mkdir(exist_ok=True)
        for name in NEEDED:
            found = shutil.which(name, path=before)
            if found and name not in names and not (folder / name).exists():
                (folder / name).symlink_to(Path(found).resolve() if name == "soffice" else found)
        monkeypatch.setenv("PATH", str(folder) if names else before)
        installed_models.cache_clear()

    yield hide
    installed_models.cache_clear()


def text_png(text: str) -> bytes:
    """Return a white sheet with lines of print."""
    sheet = Image.new("L", (1240, 1754), 255)
    drawing = ImageDraw.Draw(sheet)
    for line in range(12):
        drawing.text((120, 150 + 70 * line), text, font=font_at("DejaVu Sans", 32), fill=0)
    packed = io.BytesIO()
    sheet.save(packed, "PNG")
    return packed.getvalue()


@pytest.fixture
def health(settings: Any) -> Callable[[], Any]:
    """Return a function that asks for the health as monitoring does."""
    settings.FONDS_HEALTH_TOKEN = "a-token"

    def ask() -> Any:
        return Client().get("/health/", headers={"Authorization": "Bearer a-token"}).json()

    return ask


def beat(settle: Any) -> None:
    """Do what a supervisor does at a beat, then the tasks that follow."""
    supervisor = Supervisor(process_count=1, uses_database_queue=True, lease_id="abc")
    with pytest.MonkeyPatch.context() as patched:
        # The connection is the test's own, which is not left between two beats.
        patched.setattr("archive.work.supervisor.close_old_connections", lambda: None)
        settle(lambda: supervisor._beat(1.0))


def test_pages_wait_for_tesseract(
    deposit: Deposits, without: Any, settle: Any, staff: Client, health: Any, in_english: None
) -> None:
    without("tesseract")
    deposit({"a.png": text_png("Начальник таможенного поста сообщает о проверке грузов")})
    page = Page.objects.select_related("document").get()
    assert (page.state, page.reason.code, page.attempts) == (PageState.WAITING, "program_missing", 0)
    assert page.document.state == AssetState.WAITING
    assert "tesseract-ocr" in str(page.document.state_reason)
    assert "tesseract is not installed" in staff.get(f"/admin/files/document/{page.document_id}/").content.decode()
    beat(settle)
    assert Wait.objects.count() == 1
    told = health()
    assert told["parts"]["programs"] == "failing"
    assert "tesseract is missing, install tesseract-ocr" in told["details"]["programs"]["message"]
    assert told["details"]["programs"]["figures"]["waiting"] == {"tesseract": 1}
    without()
    beat(settle)
    page.refresh_from_db()
    assert (page.state, page.reason.code) == (PageState.READY, "")
    page.document.refresh_from_db()
    assert page.document.state == AssetState.READY
    assert not Wait.objects.exists()
    assert health()["parts"]["programs"] == "ok"


def test_pages_wait_for_a_model_of_tesseract(
    deposit: Deposits, without: Any, settle: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "tessdata"
    models.mkdir()
    own = next(Path("/usr/share/tesseract-ocr").glob("*/tessdata"))
    for entry in own.iterdir():
        if entry.name not in {"rus.traineddata"}:
            (models / entry.name).symlink_to(entry)
    monkeypatch.setenv("TESSDATA_PREFIX", str(models))
    installed_models.cache_clear()
    deposit({"a.png": text_png("Таможенный пост Термез, отчёт о проверке за год")})
    assert Page.objects.get().state == PageState.WAITING
    assert Wait.objects.get().needs == "tesseract:rus"
    assert missing_programs() == {"tesseract:rus": "tesseract-ocr-rus"}
    (models / "rus.traineddata").symlink_to(own / "rus.traineddata")
    beat(settle)
    assert Page.objects.get().state == PageState.READY
    installed_models.cache_clear()


def test_recordings_are_taken_in_and_wait_for_ffmpeg(
    deposit: Deposits, without: Any, settle: Any, tmp_path: Path, staff: Client, in_english: None
) -> None:
    sound = make_sound(tmp_path / "x.m4a", 2).read_bytes()
    without("ffmpeg", "ffprobe")
    deposit({"x.mp4": sound})
    recording = Recording.objects.get()
    assert (recording.state, recording.state_reason.code) == (AssetState.WAITING, "program_missing")
    without("ffmpeg")
    beat(settle)
    recording.refresh_from_db()
    assert (recording.state, recording.media_type) == (AssetState.WAITING, "audio/mp4")
    assert Wait.objects.get().needs == "ffmpeg"
    for address in ("/admin/work/", "/admin/files/"):
        assert "1 piece of work waits for the program ffmpeg" in staff.get(address).content.decode()
    assert "Nothing else waits." in staff.get("/admin/work/").content.decode()
    page = staff.get(f"/admin/deposits/{Deposit.objects.get().pk}/").content.decode()
    assert "Waits for ffmpeg, which is not installed" in page
    without()
    beat(settle)
    recording.refresh_from_db()
    assert recording.state == AssetState.READY
    assert recording.proxy_name
    assert "piece of work waits" not in staff.get("/admin/work/").content.decode()


def test_metadata_wait_for_exiftool_while_the_photo_is_shown(deposit: Deposits, without: Any, settle: Any) -> None:
    without("exiftool")
    deposit({"a.jpg": jpeg(4)})
    photo = Photo.objects.get()
    assert photo.state == AssetState.READY
    assert photo.technical["metadata_problem"]["code"] == "exiftool_missing"
    assert Wait.objects.get().needs == "exiftool"
    without()
    beat(settle)
    photo.refresh_from_db()
    assert photo.state == AssetState.READY
    assert "metadata" in photo.technical
    assert "metadata_problem" not in photo.technical


def test_office_files_wait_for_libreoffice(deposit: Deposits, without: Any, settle: Any) -> None:
    without("soffice")
    deposit({"a.docx": office.docx(["Термиз божхона пости"])})
    document = Document.objects.get()
    assert (document.state, document.state_reason.code) == (AssetState.WAITING, "program_missing")
    assert "libreoffice-writer-nogui" in document.state_reason.sentence
    pids = list(Record.objects.values_list("pid", flat=True))
    assert _progress(pids).open_files == 0  # so that a command that waits for the reading comes to its end
    without()
    beat(settle)
    document.refresh_from_db()
    assert document.state == AssetState.READY


def test_what_waits_for_a_deleted_file_goes_with_it(deposit: Deposits, without: Any) -> None:
    without("soffice")
    deposit({"a.docx": office.docx(["Термиз"])})
    Document.objects.get().delete()
    assert not Wait.objects.exists()
    assert take_up_waiting(missing=()) == 0


def test_health_tells_what_the_worker_lacks_not_the_site(db: None, health: Any) -> None:
    WorkerLease.objects.create(id="a", place="elsewhere", process_count=1, missing_programs={"ffmpeg": "ffmpeg"})
    details = health()["details"]["programs"]
    assert details["message"] == "ffmpeg is missing, install ffmpeg"
