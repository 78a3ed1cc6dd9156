"""Office files, text, HTML and mail are told by what they hold; damaged, locked and tight ones have their reasons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.ingest.errors import IngestRefused, Reason
from archive.ingest.inspect import inspect
from archive.ingest.types import Kind
from archive.specimens import hostile, office

LINES = ["Термиз божхона пости", "Oʻzbekiston bojxona xizmati"]
RUSSIAN = "Начальник таможенного поста сообщает о результатах проверки грузов.\n"
MAIL = b"From: Nodira <n@example.org>\r\nTo: a@example.org\r\nSubject: Hisobot\r\n\r\nSalom\r\n"
Store = Callable[[str, bytes], Path]


@pytest.fixture
def stored(tmp_path: Path) -> Store:
    def store(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return store


def refusal(path: Path) -> Reason:
    with pytest.raises(IngestRefused) as caught:
        inspect(path)
    return caught.value.reason_code


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (office.docx(LINES), ".docx"), (office.xlsx([LINES]), ".xlsx"), (office.odt(LINES), ".odt"),
        (office.ods([LINES]), ".ods"), (office.odp(LINES), ".odp"), (office.rtf(LINES), ".rtf"),
        (MAIL, ".eml"), (b"<!-- a --><!DOCTYPE html><p>Salom", ".html"), (b"Salom, dunyo\n", ".txt"),
        (RUSSIAN.encode("cp1251"), ".txt"), (RUSSIAN.encode("utf-16"), ".txt"), (RUSSIAN.encode("cp866"), ".txt"),
    ],
)  # fmt: skip
def test_a_file_is_told_by_its_content_whatever_it_is_called(content: bytes, extension: str, stored: Store) -> None:
    found = inspect(stored("scan" if extension == ".txt" else "scan.jpg", content))
    assert (found.extension, found.kind) == (extension, Kind.DOCUMENT)


@pytest.mark.parametrize("made", [office.docx(LINES), office.odt(LINES), office.xlsx([LINES])])
def test_a_package_that_breaks_off_is_called_cut_off(made: bytes, stored: Store) -> None:
    assert refusal(stored("a.docx", made[: len(made) * 2 // 3])) is Reason.TRUNCATED


def test_a_package_with_a_changed_part_is_called_damaged(stored: Store) -> None:
    content = bytearray(office.docx(LINES * 50))
    place = content.index(b"word/document.xml") + 60
    content[place : place + 8] = b"\xff" * 8
    assert refusal(stored("a.docx", bytes(content))) is Reason.DAMAGED


def test_a_locked_office_file_asks_for_one_without_a_password(stored: Store) -> None:
    with pytest.raises(IngestRefused, match="locked with a password") as caught:
        inspect(stored("a.odt", office.locked_odt()))
    assert caught.value.reason_code is Reason.ENCRYPTED


def test_a_package_that_unpacks_beyond_measure_is_refused_unopened(stored: Store) -> None:
    bomb = office.docx_bomb()
    assert len(bomb) < 300_000
    assert refusal(stored("a.docx", bomb)) is Reason.PACKED_TOO_TIGHTLY


def test_rtf_that_breaks_off_is_called_cut_off(stored: Store) -> None:
    assert refusal(stored("a.rtf", office.rtf(LINES * 400)[:5000])) is Reason.TRUNCATED


def test_a_compound_file_that_breaks_off_is_refused(stored: Store) -> None:
    assert refusal(stored("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 700)) is Reason.DAMAGED


def test_a_locked_pdf_is_taken_in_though_its_pages_cannot_be_counted(stored: Store) -> None:
    found = inspect(stored("a.pdf", hostile.encrypted_pdf().content))
    assert (found.media_type, found.page_count) == ("application/pdf", 0)


@pytest.mark.parametrize(
    "content", [b'{"a": 1}', b'<?xml version="1.0"?><a/>', b"#!/bin/sh\nrm -rf /\n", bytes(range(256)) * 8]
)
def test_data_programs_and_noise_are_no_documents(content: bytes, stored: Store) -> None:
    assert refusal(stored("a.txt", content)) is Reason.UNSUPPORTED_TYPE


def test_a_mail_gives_its_subject_and_a_page_its_title(stored: Store) -> None:
    subject = "Subject: =?utf-8?b?0KXQuNGB0L7QsdC+0YI=?="
    assert inspect(stored("1.eml", MAIL.replace(b"Subject: Hisobot", subject.encode()))).suggested_title == "Хисобот"
    page = "<html><head><title>Буйруқ &amp; қарор</title></head><body>Матн</body></html>"
    assert inspect(stored("2.html", page.encode("utf-16"))).suggested_title == "Буйруқ & қарор"
