"""Office files are converted by the real LibreOffice, read like every document, and handed out as they came."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.test import Client

from archive.choices import AssetState, EventName
from archive.extract.office import OfficeLimits, OfficeStuck, OfficeUnreadable, convert_to_pdf
from archive.extract.words import unpack
from archive.models import AssetEvent, Document
from archive.specimens import office
from catalog.models import DepositFile, Record
from tests.patience import PATIENCE_SECONDS, processor_seconds_of_programs

LINES = ["Термиз божхона пости ҳисоботи", "Oʻzbekiston Respublikasi bojxona xizmati toʻgʻrisida hisobot"]
Deposit = Callable[..., Any]


@pytest.fixture(scope="module")
def binary_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return files of the old binary formats, made by LibreOffice of new ones."""
    folder = tmp_path_factory.mktemp("binary")
    sources = {
        "doc": ("a.odt", office.odt(LINES)), "xls": ("a.ods", office.ods([LINES])), "ppt": ("a.odp", office.odp(LINES))
    }  # fmt: skip
    made = {}
    for ending, (name, content) in sources.items():
        (folder / name).write_bytes(content)
        profile = (folder / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
        command += ["--outdir", str(folder), str(folder / name)]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
        made[f"eski.{ending}"] = (folder / f"a.{ending}").read_bytes()
    return made


def _text_of(path: Path) -> str:
    with pdfium.PdfDocument(path) as made:
        return "\n".join(page.get_textpage().get_text_bounded() for page in made)


def test_every_office_format_becomes_pages_whose_words_are_in_their_places(
    deposit: Deposit, binary_files: dict[str, bytes]
) -> None:
    files = {
        "1.docx": office.docx(LINES, title="Йиллик ҳисобот"), "2.xlsx": office.xlsx([LINES]),
        "3.odt": office.odt([*LINES, ""]), "4.ods": office.ods([LINES, LINES]),
        "5.odp": office.odp([*LINES, LINES[0]]), "6.rtf": office.rtf(LINES), **binary_files,
    }  # fmt: skip
    deposit(files)
    documents = {each.original_name: each for each in Document.objects.all()}
    assert {name: (each.state, str(each.state_reason)) for name, each in documents.items()} == dict.fromkeys(
        files, (AssetState.READY, "")
    )
    for name, document in documents.items():
        page = document.pages.get(number=1)
        assert "Термиз" in page.text, name
        assert page.source == "text_layer", name
        box = next(word for word in unpack(bytes(page.words)).words() if word.text == "Термиз")
        assert 0 < box.w < 0.9, name
        assert 0 < box.h < 0.3, name
    assert Record.objects.filter(original_title="Йиллик ҳисобот").exists()


def test_the_original_is_handed_out_as_it_came_and_its_copy_beside_it(deposit: Deposit) -> None:
    content = office.docx(LINES)
    deposit({"Ҳисобот.docx": content})
    document = Document.objects.get()
    original = Client().get(f"/assets/document/{document.uid}/original")
    assert original.getvalue() == content
    assert original["Content-Disposition"].startswith("attachment")
    assert original["Content-Security-Policy"] == "sandbox; default-src 'none'"
    copy = Client().get(f"/assets/document/{document.uid}/copy.pdf")
    assert copy.getvalue().startswith(b"%PDF-")
    assert copy["Content-Type"] == "application/pdf"
    page = Client().get(Record.objects.get().permalink_path, follow=True)
    assert page.status_code == 200
    assert f"/assets/document/{document.uid}/copy.pdf" in page.content.decode()
    Record.objects.update(access="staff")
    assert Client().get(f"/assets/document/{document.uid}/copy.pdf").status_code == 404


def test_a_file_libreoffice_makes_nothing_of_fails_with_its_reason(deposit: Deposit, in_english: None) -> None:
    broken = office.docx([]).replace(b"word/document.xml", b"word/dokument.xml")
    deposit({"a.docx": broken})
    document = Document.objects.get()
    assert document.state == AssetState.FAILED
    assert document.state_reason.code == "office_unreadable"
    assert "save it anew" in document.state_reason.message
    assert AssetEvent.objects.filter(asset_id=document.pk, name=EventName.FAILED).exists()


def test_locked_and_tight_files_are_refused_each_with_its_reason(deposit: Deposit) -> None:
    deposit({"locked.odt": office.locked_odt(), "bomb.docx": office.docx_bomb()})
    reasons = {row.path: row.reason.code for row in DepositFile.objects.all()}
    assert reasons == {"locked.odt": "encrypted", "bomb.docx": "packed_too_tightly"}


def test_nothing_of_this_machine_is_drawn_into_a_document_that_links_to_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("MAXFIYKALIT")
    link = (
        '<text:section text:name="s"><text:section-source xlink:type="simple" '
        f'xlink:href="{secret.as_uri()}" text:filter-name="Text"/><text:p/></text:section>'
    )
    source = tmp_path / "a.odt"
    source.write_bytes(office.odt(LINES, extra=link))
    folder = tmp_path / "run"
    folder.mkdir()
    text = _text_of(convert_to_pdf(source, ".odt", folder, OfficeLimits()))
    assert "Термиз" in text
    assert "MAXFIYKALIT" not in text


def test_no_letter_of_a_narrow_cell_or_a_foreign_face_is_lost(tmp_path: Path) -> None:
    words = ["Ўзбекистон", "Республикаси", "Божхона", "қўмитасининг", "ғалла", "ҳақидаги", "ҳисоботи"]
    sheet = office.xlsx([[" ".join(words), "1964", " ".join(reversed(words))]])
    letter = office.rtf([" ".join(words)]).replace(b"Liberation Serif", b"Times New Roman")
    for name, content in (("a.xlsx", sheet), ("a.rtf", letter)):
        source = tmp_path / name
        source.write_bytes(content)
        folder = tmp_path / f"run-{name}"
        folder.mkdir()
        assert set(words) <= set(_text_of(convert_to_pdf(source, source.suffix, folder, OfficeLimits())).split()), name


def test_a_conversion_that_takes_too_long_is_killed_with_all_it_started(tmp_path: Path) -> None:
    source = tmp_path / "a.ods"
    source.write_bytes(office.ods([[f"{row} {column}" for column in range(40)] for row in range(4000)]))
    folder = tmp_path / "run"
    folder.mkdir()
    before = processor_seconds_of_programs()
    with pytest.raises(OfficeStuck, match="stopped after 1 seconds"):
        convert_to_pdf(source, ".ods", folder, OfficeLimits(seconds=1))
    assert processor_seconds_of_programs() - before < 10
    time.sleep(0.3)
    running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not [line for line in running if str(folder).encode() in line]


def test_a_conversion_beyond_its_memory_is_a_reason_and_no_crash(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(office.docx(LINES))
    folder = tmp_path / "run"
    folder.mkdir()
    with pytest.raises(OfficeUnreadable):
        convert_to_pdf(source, ".docx", folder, OfficeLimits(memory_bytes=200 << 20))
