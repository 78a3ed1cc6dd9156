"""Formats are told by PRONOM's signatures in the background, and staff see which are held."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from archive.extract.formats import identify, is_at_risk
from archive.models import Document, FileFormat, Photo
from archive.operations import identify_formats as telling
from archive.operations.identify_formats import identify_formats, waiting_formats
from archive.signals import work_missed

pytestmark = pytest.mark.usefixtures("in_english")


def format_of(asset: Any) -> FileFormat:
    return FileFormat.objects.get(kind=asset.kind, asset_id=asset.pk)


def test_the_worker_tells_formats_and_the_pages_of_files_show_them(
    photo: Photo, document: Document, run_tasks: Callable[[], None], staff: Client
) -> None:
    work_missed.send(sender=None, living=set())
    run_tasks()
    assert format_of(photo).puid == "fmt/43"
    assert format_of(document).name == "Portable Network Graphics"
    page = staff.get(f"/admin/files/photo/{photo.pk}/").content.decode()
    assert "JPEG File Interchange Format" in page
    held = staff.get("/admin/formats/").content.decode()
    assert "fmt/43" in held
    assert photo.original_name in staff.get("/admin/formats/?kind=photo&puid=fmt/43").content.decode()


def test_an_unknown_format_is_said_to_be_unknown(document: Document, staff: Client) -> None:
    Path(default_storage.path(str(document.file.name))).write_bytes(
        b"\x00\x01 nothing that anybody registered \x7f" * 9
    )
    identify_formats(seconds=30)
    assert format_of(document).puid == ""
    assert "no signature matches" in staff.get("/admin/formats/").content.decode()


def test_files_from_before_and_new_signatures_have_formats_told_again(
    photo: Photo, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileFormat.objects.all().delete()
    assert identify_formats(seconds=30) == 2
    assert not waiting_formats().exists()
    FileFormat.objects.update(edition="pygfried 0.1")
    assert waiting_formats().count() == 2
    assert identify_formats(seconds=30) == 2
    assert identify_formats(seconds=30) == 0


def test_of_a_large_file_only_the_two_ends_are_read(photo: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "WHOLE_BYTES", 100)
    monkeypatch.setattr(telling, "HEAD_BYTES", 4000)
    monkeypatch.setattr(telling, "TAIL_BYTES", 2000)
    identify_formats(seconds=30)
    assert format_of(photo).puid == "fmt/43"


def test_a_missing_file_and_one_that_takes_too_long_do_not_hold_up_the_rest(
    photo: Photo, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(default_storage.path(photo.file.name)).unlink()
    monkeypatch.setattr(telling, "SECONDS_AT_ONCE", 0.01)
    identify_formats(seconds=5)
    assert not waiting_formats().exists()
    assert format_of(photo).warning == telling.GONE
    assert format_of(document).warning == telling.TOO_SLOW


def test_a_path_in_any_script_is_read(tmp_path: Path, photo: Photo) -> None:
    path = tmp_path / 'Ҳисобот \n "1".jpg'
    path.write_bytes(Path(default_storage.path(photo.file.name)).read_bytes())
    assert [one.puid for one in identify([path], seconds=30)] == ["fmt/43"]


def test_formats_of_one_maker_are_at_risk() -> None:
    assert is_at_risk("Nikon Digital SLR Camera Raw Image File")
    assert not is_at_risk("JPEG File Interchange Format")


def test_a_replaced_file_is_told_anew(photo: Photo) -> None:
    identify_formats(seconds=30)
    telling.wait_for_format(photo)
    default_storage.delete(photo.file.name)
    default_storage.save(photo.file.name, ContentFile(b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff;"))
    identify_formats(seconds=30)
    assert format_of(photo).name == "Graphics Interchange Format"


def test_the_screen_is_for_staff(client: Client) -> None:
    assert client.get("/admin/formats/").status_code == 302
