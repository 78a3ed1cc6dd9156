"""A document takes the words of its pages from ALTO or hOCR made elsewhere, where there is some."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from archive.choices import EventName, PageState
from archive.extract.types import PageReading, Word
from archive.extract.words import unpack
from archive.ingest.types import Kind
from archive.models import AssetEvent, Document, Page, Photo
from archive.operations import read_page as reading_module
from archive.operations.attach_text import attach_text
from archive.operations.read_again import read_again
from archive.operations.read_page import read_page
from archive.specimens.pages import draw_text
from archive.specimens.pdfs import image_only_pdf
from archive.text_files import Sheet, Work, alto, hocr
from catalog.models import Record
from catalog.operations.ingest_file import IngestOrder, Outcome, Slip, ingest_file
from tests.integration.catalog.conftest import jpeg, page_png

WORDS = (Word("Қўлёзма", 0.1, 0.2, 0.2, 0.03, 0, 90), Word("1921", 0.4, 0.2, 0.1, 0.03, 0, 80))
A4 = (2000, 2829)
BOMB = b"""<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><alto><Layout><Page WIDTH="9" HEIGHT="9">&c;</Page></Layout></alto>"""


def text_file(write: Any = alto, pages: int = 1, size: tuple[int, int] = A4) -> bytes:
    sheets = [Sheet(n, *size, WORDS) for n in range(1, pages + 1)]
    return b"".join(write(Work("t", "varaq.png"), sheets))


def ingest(folder: Path) -> tuple[str, str]:
    """Take a folder in; return what was said of the files, and the totals."""
    said, totals = StringIO(), StringIO()
    call_command("ingest", str(folder), stdout=said, stderr=totals)
    return said.getvalue(), totals.getvalue()


@pytest.fixture
def folder(db: None, tmp_path: Path, in_english: None) -> Path:
    made = tmp_path / "skanlar"
    made.mkdir()
    return made


@pytest.mark.parametrize(
    ("write", "name"),
    [(alto, "varaq.alto.xml"), (alto, "varaq.png.xml"), (hocr, "varaq.hocr"), (hocr, "varaq.html")],
)
def test_text_beside_a_scan_is_taken_instead_of_reading_it(
    folder: Path, settle: Callable[[Callable[[], Any]], Any], write: Any, name: str
) -> None:
    (folder / "varaq.png").write_bytes(page_png(3))
    (folder / name).write_bytes(text_file(write))
    said, totals = settle(lambda: ingest(folder))
    assert "ingested 1" in totals
    assert "attached 1" in totals
    assert "kept with the document varaq.png" in said
    page = Page.objects.get()
    assert (page.state, page.text, page.source) == (PageState.READY, "Қўлёзма 1921", "sidecar")
    assert page.width_px > 0
    word = next(unpack(bytes(page.words)).words())
    assert (word.x, word.y, word.w, word.h) == pytest.approx((0.1, 0.2, 0.2, 0.03), abs=1e-3)
    assert AssetEvent.objects.filter(name=EventName.TEXT_ATTACHED).count() == 1
    assert "duplicate 1" in settle(lambda: ingest(folder))[1], "once more, nothing happens"
    assert AssetEvent.objects.filter(name=EventName.TEXT_ATTACHED).count() == 1


def test_the_pages_of_a_pdf_take_their_words_each_from_its_own(
    folder: Path, settle: Callable[[Callable[[], Any]], Any]
) -> None:
    drawn = [draw_text(text) for text in ("Birinchi varaq", "Ikkinchi varaq")]
    (folder / "kitob.pdf").write_bytes(image_only_pdf(drawn).content)
    sheets = [
        Sheet(number, *page.image.size, (Word(f"soʻz{number}", 0.1, 0.1, 0.1, 0.02, 0, 90),))
        for number, page in enumerate(drawn, start=1)
    ]
    for write, name in ((alto, "kitob.alto.xml"), (hocr, "kitob.hocr")):
        for former in Document.objects.all():
            former.delete()
        (folder / name).write_bytes(b"".join(write(Work("k", "kitob.pdf"), sheets)))
        assert "attached 1" in settle(lambda: ingest(folder))[1]
        pages = Page.objects.order_by("number").values_list("text", "source")
        assert list(pages) == [("soʻz1", "sidecar"), ("soʻz2", "sidecar")]
        (folder / name).unlink()


def test_a_text_that_comes_later_is_given_to_the_document_already_held(
    folder: Path, settle: Callable[[Callable[[], Any]], Any]
) -> None:
    (folder / "varaq.png").write_bytes(page_png(3))
    settle(lambda: ingest(folder))
    assert Page.objects.get().source != "sidecar"
    (folder / "varaq.xml").write_bytes(text_file())
    assert "attached 1" in settle(lambda: ingest(folder))[1]
    assert Page.objects.get().text == "Қўлёзма 1921"
    (folder / "varaq.hocr").write_bytes(text_file(hocr))
    said, totals = settle(lambda: ingest(folder))
    assert "refused: sidecar_unfit 1" in totals
    assert "has its text from another file already" in said


REFUSED = {
    "cut off": (text_file()[:-200], "sidecar_unreadable", "is broken at line"),
    "an entity bomb": (BOMB, "sidecar_unreadable", "declares entities"),
    "neither": (b"<html>salom</html>", "sidecar_unreadable", "neither ALTO nor hOCR"),
    "more pages": (text_file(pages=3), "sidecar_unfit", "holds 3 pages, the document 1"),
    "another shape": (text_file(size=(2829, 2000)), "sidecar_unfit", "has another shape"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_text_that_is_broken_or_of_another_document_is_refused_and_the_scan_is_read_here(
    folder: Path, settle: Callable[[Callable[[], Any]], Any], case: str
) -> None:
    content, code, sentence = REFUSED[case]
    drawn = draw_text("# Bojxona xizmati\n\nTermiz shahrida omborlar ochildi va savdogarlar keldi.")
    (folder / "varaq.jpg").write_bytes(drawn.jpeg())
    (folder / "varaq.alto.xml").write_bytes(content)
    said, totals = settle(lambda: ingest(folder))
    assert "ingested 1" in totals
    assert f"refused: {code} 1" in totals
    assert sentence in said
    assert "varaq.alto.xml" in said
    assert Document.objects.get().text_file.name == ""
    page = Page.objects.get()
    assert (page.state, page.source) == (PageState.READY, "ocr")
    assert "Termiz" in page.text
    assert Record.objects.count() == 1
    noted = [event.detail["reason"]["code"] for event in AssetEvent.objects.filter(name=EventName.TEXT_REFUSED)]
    assert noted == ([] if case == "neither" else [code])


def test_an_image_with_a_text_is_a_document_unless_it_is_told_to_be_a_photograph(folder: Path) -> None:
    (folder / "rasm.jpg").write_bytes(jpeg())
    (folder / "rasm.alto.xml").write_bytes(text_file(size=(320, 240)))
    taken = ingest_file(path=folder / "rasm.jpg", slip=Slip("rasm.jpg"), order=IngestOrder(kind=Kind.PHOTO))
    assert (taken.outcome, taken.kind) == (Outcome.INGESTED, "photo")
    assert "refused: sidecar_unfit 1" in ingest(folder)[1]
    Photo.objects.get().delete()
    assert "attached 1" in ingest(folder)[1]
    assert Document.objects.get().text_file.name


def test_other_xml_beside_a_scan_is_what_it_was(folder: Path) -> None:
    (folder / "varaq.png").write_bytes(page_png(3))
    (folder / "varaq.xml").write_text("<mets/>")
    assert "refused: unsupported_type 1" in ingest(folder)[1]
    assert Document.objects.get().text_file.name == ""


@pytest.mark.parametrize(("write", "name"), [(alto, "varaq.xml"), (hocr, "varaq.hocr"), (hocr, "varaq.html")])
def test_a_text_without_its_scan_says_how_it_comes_to_one(folder: Path, write: Any, name: str) -> None:
    (folder / name).write_bytes(text_file(write))
    (folder / "varaq.txt").write_text("Varaq haqida.")
    said, totals = ingest(folder)
    assert "refused: unsupported_type 1" in totals
    assert "the text of pages (ALTO or hOCR) without its scan" in said
    assert Document.objects.get().original_name == "varaq.txt"


def test_reading_again_keeps_the_text_and_with_languages_told_reads_the_image(
    folder: Path, settle: Callable[[Callable[[], Any]], Any]
) -> None:
    drawn = draw_text("# Bojxona xizmati\n\nTermiz shahrida omborlar ochildi va savdogarlar keldi.")
    (folder / "varaq.jpg").write_bytes(drawn.jpeg())
    (folder / "varaq.hocr").write_bytes(text_file(hocr, size=drawn.image.size))
    settle(lambda: ingest(folder))
    document = Document.objects.get()
    settle(lambda: read_again(kind="document", asset_id=document.pk))
    assert document.pages.get().source == "sidecar"
    settle(lambda: read_again(kind="document", asset_id=document.pk, languages=["uz-Latn"]))
    page = document.pages.get()
    assert page.source == "ocr"
    assert "Termiz" in page.text


def test_a_text_that_comes_while_a_page_is_read_is_taken(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "m.xml").write_bytes(text_file())
    Page.objects.update(state=PageState.WAITING)
    read_now = reading_module.read_now

    def read_slowly(page: Page) -> tuple[PageReading, Any]:
        done = read_now(page)
        if not Document.objects.get(pk=document.pk).text_file:
            attach_text(document_id=document.pk, path=tmp_path / "m.xml", name="m.xml")
        return done

    monkeypatch.setattr(reading_module, "read_now", read_slowly)
    assert read_page(document_id=document.pk, number=1)
    page = document.pages.get()
    assert (page.state, page.text) == (PageState.READY, "Қўлёзма 1921")


def give(client: Client, document: Document, content: bytes, name: str = "matn.xml") -> Any:
    address = reverse("catalog_give_text", args=[document.pk])
    return client.post(address, {"text": ContentFile(content, name=name)}, follow=True)


def test_staff_give_a_document_its_text_and_corrected_pages_are_left_alone(
    document: Document, staff: Client, settle: Callable[[Callable[[], Any]], Any], in_english: None, tmp_path: Path
) -> None:
    answer = settle(lambda: give(staff, document, text_file()))
    assert "The text of 1 page is taken from the file." in answer.content.decode()
    page = document.pages.get()
    assert (page.text, page.source) == ("Қўлёзма 1921", "sidecar")
    Page.objects.update(version=2, text="tuzatilgan")
    settle(lambda: give(staff, document, text_file(hocr), "matn.hocr"))
    assert document.pages.get().text == "tuzatilgan"
    files = [path.suffix for path in (tmp_path / "files" / "texts").rglob("*") if path.is_file()]
    assert files == [".hocr"], "a former file is not left behind"
    document.refresh_from_db()
    assert staff.get(reverse("file", args=[document.text_file.name])).status_code == 404
    settle(document.delete)
    assert not [path for path in (tmp_path / "files" / "texts").rglob("*") if path.is_file()]


def test_a_file_of_another_document_or_a_broken_one_is_refused_and_nothing_changes(
    document: Document, staff: Client, journalist: Client
) -> None:
    for content in (text_file(pages=3), text_file()[:300], b"hello", BOMB):
        assert "m.xml" in give(staff, document, content, "m.xml").content.decode()
    assert staff.post(reverse("catalog_give_text", args=[document.pk])).status_code == 302
    give(journalist, document, text_file())
    Client().post(reverse("catalog_give_text", args=[document.pk]), {"text": ContentFile(text_file(), name="m.xml")})
    document.refresh_from_db()
    assert document.text_file.name == ""
    assert document.pages.get().state == PageState.READY
