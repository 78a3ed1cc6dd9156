"""Words of ALTO and hOCR made elsewhere are found, their boxes lie on the print, and the page says whence they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation

from archive.extract.types import Word
from archive.specimens.pages import draw_text
from archive.text_files import Sheet, Work, alto, hocr
from catalog.access import Audience, Standing
from catalog.models import Record
from search.finding.inside import hits_in_record

PUBLIC = Audience(Standing.PUBLIC, date(2026, 11, 26))


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "archive.storage.PrivateFileStorage", "OPTIONS": {"location": str(tmp_path / "files")}},
    }


@pytest.mark.parametrize(("write", "name"), [(alto, "varaq.alto.xml"), (hocr, "varaq.hocr")])
def test_a_word_read_elsewhere_is_found_and_its_box_lies_on_the_print(
    tmp_path: Path, run_tasks: Callable[[], None], drain: Callable[[], int], client: Client, write: Any, name: str
) -> None:
    drawn = draw_text("# Surxon daftari\n\nBahorda bozorga sakson besh arava paxta keltirildi.")
    width, height = drawn.image.size
    # One word is written as only the other reader has it, so that it cannot have been read here.
    words = [
        Word("zargʻaldoq" if word.text == "arava" else word.text,
             word.x, word.y, word.w, word.h, 0, 90)
        for word in drawn.words
    ]  # fmt: skip
    (place,) = (word for word in drawn.words if word.text == "arava")
    folder = tmp_path / "skanlar"
    folder.mkdir()
    (folder / "varaq.jpg").write_bytes(drawn.jpeg())
    (folder / name).write_bytes(b"".join(write(Work("v", "varaq.jpg"), [Sheet(1, width, height, words)])))
    call_command("ingest", str(folder), "--access", "public")
    run_tasks()
    drain()
    record = Record.objects.get()
    (hit,) = hits_in_record(record, "zargʻaldoq", PUBLIC).hits
    (box,) = hit.boxes
    assert box[:2] == pytest.approx((place.x, place.y), abs=0.01)
    assert not hits_in_record(record, "arava", PUBLIC).hits
    with translation.override("uz"):
        shown = client.get(record.get_absolute_url(), follow=True)
    assert "Matn boshqa joyda oʻqilgan" in shown.content.decode()
