"""Plain text beside a scan becomes the text of its pages; beside anything else it is a document of its own."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image
from wagtail.log_actions import log

from archive.choices import EventName
from archive.extract.types import Word
from archive.extract.words import unpack
from archive.models import AssetEvent, Document, Page, Photo
from archive.operations.read_again import read_again
from archive.specimens.pages import draw_text
from archive.specimens.pdfs import image_only_pdf
from archive.text_files import Sheet, Work, alto
from catalog.choices import DepositState, FileOutcome, UndoScope
from catalog.models import Deposit, Record, User
from catalog.operations.deposits.ask_to_undo import ask_to_undo
from tests.integration.catalog.conftest import jpeg
from tests.integration.catalog.test_joined_sidecars import outcomes, zipped

Settle = Callable[[Callable[[], Any]], Any]

DRAWN = "# Bojxona xizmati\n\nTermiz shahrida omborlar ochildi va savdogarlar keldi."
TEXT = "Bojxona xizmati\n\nTermiz shahrida omborlar ochildi va savdogarlar keldi!"
OTHER = "Toshkentda kuz fasli erta boshlandi, daraxtlar sargʻaydi."
VISIT = "5f1f3a52-1c5e-4b7e-9f7a-444444444444"


def ingest(folder: Path) -> tuple[str, str]:
    said, totals = StringIO(), StringIO()
    call_command("ingest", str(folder), stdout=said, stderr=totals)
    return said.getvalue(), totals.getvalue()


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def folder(db: None, tmp_path: Path, in_english: None) -> Path:
    made = tmp_path / "skanlar"
    made.mkdir()
    return made


@pytest.fixture(scope="module")
def scan() -> bytes:
    return draw_text(DRAWN).jpeg()


@pytest.mark.parametrize(
    ("image", "text"), [("varaq.jpg", "varaq.txt"), ("varaq.jpg", "varaq.jpg.TXT"), ("varaq.webp", "varaq.txt")]
)
def test_the_text_beside_a_scan_is_that_of_its_page(
    folder: Path, settle: Settle, scan: bytes, image: str, text: str
) -> None:
    if image.endswith(".webp"):  # comes after its text
        Image.open(BytesIO(scan)).save(folder / image)
    else:
        (folder / image).write_bytes(scan)
    (folder / text).write_text(TEXT, encoding="utf-16")
    said, totals = settle(lambda: ingest(folder))
    assert "ingested 1" in totals
    assert "attached 1" in totals
    assert f"kept with the document {image}" in said
    page = Page.objects.get()
    assert (folded(page.text), page.source) == (folded(TEXT), "sidecar")
    word = next(word for word in unpack(bytes(page.words)).words() if word.text == "Termiz")
    assert 0 < word.x < word.x + word.w < 0.5
    assert "duplicate 1" in settle(lambda: ingest(folder))[1], "once more, nothing happens"
    assert AssetEvent.objects.filter(name=EventName.TEXT_ATTACHED).count() == 1
    assert Record.objects.count() == 1


def test_form_feeds_part_the_text_of_a_pdf_and_a_page_of_another_text_keeps_its_own(
    folder: Path, settle: Settle
) -> None:
    (folder / "kitob.pdf").write_bytes(image_only_pdf([draw_text(DRAWN), draw_text(DRAWN)]).content)
    (folder / "kitob.txt").write_text(f"{TEXT}\f{OTHER}\f")
    assert "attached 1" in settle(lambda: ingest(folder))[1]
    first, second = Page.objects.order_by("number")
    assert (folded(first.text), first.source) == (folded(TEXT), "sidecar")
    assert "Termiz" in second.text
    assert second.source == "ocr"
    event = AssetEvent.objects.get(name=EventName.TEXT_REFUSED)
    assert (event.detail["page"], event.detail["reason"]["code"]) == (2, "sidecar_unfit")


def test_a_text_that_is_not_of_a_scan_is_a_document_of_its_own(folder: Path, scan: bytes) -> None:
    files = {
        "varaq.jpg": scan, "varaq.txt": f"{TEXT}\f{TEXT}".encode(),
        "rasm.jpg": jpeg(1), "rasm.txt": b"Karvonsaroy, 1924.",
        "xat.eml": b"From: a@example.org\nTo: b@example.org\nSubject: xat\n\nSalom\n", "xat.txt": b"Xatning matni.",
    }  # fmt: skip
    for name, content in files.items():
        (folder / name).write_bytes(content)
    assert "ingested 6" in ingest(folder)[1]
    assert sorted(Document.objects.filter(original_name__endswith=".txt").values_list("original_name", flat=True)) == [
        "rasm.txt", "varaq.txt", "xat.txt",
    ]  # fmt: skip
    assert not Document.objects.exclude(text_file="").exists()
    assert Photo.objects.count() == 1


def test_alto_goes_before_plain_text_which_is_then_refused(folder: Path, scan: bytes) -> None:
    size = draw_text(DRAWN).image.size
    sheets = [Sheet(1, *size, (Word("Termiz", 0.1, 0.1, 0.1, 0.02, 0, 90),))]
    (folder / "varaq.alto.xml").write_bytes(b"".join(alto(Work("t", "varaq.jpg"), sheets)))
    (folder / "varaq.jpg").write_bytes(scan)
    (folder / "varaq.txt").write_text(TEXT)
    said, totals = ingest(folder)
    assert "attached 1" in totals
    assert "refused: sidecar_unfit 1" in totals
    assert "has its text from another file already" in said
    assert Document.objects.get().text_file.name.endswith(".xml")


def test_reading_again_keeps_the_text_and_leaves_what_people_changed(folder: Path, settle: Settle, scan: bytes) -> None:
    (folder / "varaq.jpg").write_bytes(scan)
    (folder / "varaq.txt").write_text(TEXT)
    settle(lambda: ingest(folder))
    document = Document.objects.get()
    settle(lambda: read_again(kind="document", asset_id=document.pk))
    assert folded(document.pages.get().text) == folded(TEXT)
    settle(lambda: read_again(kind="document", asset_id=document.pk, languages=["uz-Latn"]))
    assert document.pages.get().source == "ocr"
    Page.objects.update(version=2, text="tuzatilgan")
    settle(lambda: read_again(kind="document", asset_id=document.pk))
    assert document.pages.get().text == "tuzatilgan"


@pytest.mark.parametrize("order", list(itertools.permutations(["v.jpg", "v.txt"])), ids="-".join)
def test_in_an_archive_the_order_does_not_matter(deposit: Any, scan: bytes, order: tuple[str, ...]) -> None:
    files = {"v.jpg": scan, "v.txt": TEXT.encode()}
    others = {"rasm.txt": b"Karvonsaroy, 1924.", "rasm.jpg": jpeg(1)}
    deposit({"hammasi.zip": zipped({name: files[name] for name in order} | others)})
    assert outcomes() == {
        "v.jpg": FileOutcome.INGESTED, "v.txt": FileOutcome.ATTACHED,
        "rasm.jpg": FileOutcome.INGESTED, "rasm.txt": FileOutcome.INGESTED,
    }  # fmt: skip
    assert Document.objects.exclude(text_file="").get().original_name == "v.jpg"


def test_a_text_whose_scan_is_refused_is_taken_in_by_itself(deposit: Any) -> None:
    deposit({"hammasi.zip": zipped({"v.txt": TEXT.encode(), "v.jpg": b"\xff\xd8\xff\xe0broken"})})
    assert outcomes() == {"v.jpg": FileOutcome.REFUSED, "v.txt": FileOutcome.INGESTED}


@pytest.mark.parametrize("order", list(itertools.permutations(["v.jpg", "v.txt"])), ids="-".join)
def test_uploads_are_joined_whichever_comes_first_and_undone_together(
    deposit: Any, settle: Settle, scan: bytes, order: tuple[str, ...]
) -> None:
    files = {"v.jpg": scan, "v.txt": TEXT.encode()}
    for name in order:
        deposit({name: files[name]}, visit=VISIT)
    page = Page.objects.get()
    assert (folded(page.text), page.source) == (folded(TEXT), "sidecar")
    assert Record.objects.count() == 1
    assert outcomes() == {"v.jpg": FileOutcome.INGESTED, "v.txt": FileOutcome.ATTACHED}
    made = Deposit.objects.get()
    settle(lambda: ask_to_undo(deposit=made, scope=UndoScope.WHOLE, user=None))
    made.refresh_from_db()
    assert made.state == DepositState.UNDONE
    assert not Document.objects.exists()


def test_a_text_people_have_described_stays_a_document_when_its_scan_follows(
    deposit: Any, scan: bytes, cataloguer: User
) -> None:
    deposit({"v.txt": TEXT.encode()}, visit=VISIT)
    log(Record.objects.get(), "wagtail.edit", user=cataloguer)
    deposit({"v.jpg": scan}, visit=VISIT)
    assert outcomes()["v.txt"] == FileOutcome.INGESTED
    assert Record.objects.count() == 2


@pytest.mark.shared_data
@pytest.mark.slow
@pytest.mark.parametrize("name", ["en_01", "ru_02", "uz_cyrl_03", "uz_latn_06"])
def test_the_text_of_real_scans_is_kept_as_given(folder: Path, settle: Settle, shared_data: Path, name: str) -> None:
    for suffix in (".jpg", ".txt"):
        source = shared_data / "documents" / "scans" / f"{name}{suffix}"
        (folder / source.name).write_bytes(source.read_bytes())
    assert "attached 1" in settle(lambda: ingest(folder))[1]
    page = Page.objects.get()
    assert page.source == "sidecar"
    assert folded(page.text) == folded((folder / f"{name}.txt").read_text(encoding="utf-8"))
