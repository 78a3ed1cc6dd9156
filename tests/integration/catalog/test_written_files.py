"""Text, HTML and mail become pages that are searched and shown; their originals are never rendered by the site."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client

from archive.choices import AssetState
from archive.models import Document, Page, Photo
from archive.specimens import office
from catalog.choices import DepositState, FileOutcome
from catalog.models import Deposit, DepositFile, Record
from tests.integration.catalog.conftest import jpeg

Deposits = Callable[..., Any]
HOSTILE = """<!DOCTYPE html><html><head><title>Термиз ҳисоботи</title>
<style>p { background: url(http://x.test/s) }</style>
<script>alert("JINOYAT")</script></head><body onload="alert(1)"><h1>Божхона пости</h1>
<p>Текширув натижалари <img src="http://x.test/pixel.png" onerror="alert(2)"> тайёр.</p>
<iframe src="http://x.test/"></iframe><svg><script>alert(3)</script></svg></body></html>"""
ATTACHED = {"rasm.jpg": jpeg(3), "ilova.txt": "Иловадаги матн".encode(), "data.bin": bytes(range(256))}


def mail(parts: dict[str, bytes], subject: str = "Йиллик ҳисобот") -> bytes:
    message = EmailMessage()
    message["From"] = "Нодира Каримова <nodira@example.org>"
    message["To"] = "arxiv@example.org"
    message["Date"] = "Mon, 03 May 2021 10:00:00 +0500"
    message["Subject"] = subject
    message.set_content("Ҳисобот илова қилинди, танишиб чиқинг.\n")
    for name, content in parts.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def fetched(address: str) -> Any:
    return Client().get(address)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_text_in_any_character_set_is_read_and_its_words_have_boxes(charset: str, deposit: Deposits) -> None:
    deposit(
        {"hisobot.txt": "Начальник таможенного поста сообщает о проверке грузов.\r\n\r\nТермез, 1964".encode(charset)}
    )
    page = Page.objects.get()
    assert " ".join(page.text.split()) == "Начальник таможенного поста сообщает о проверке грузов. Термез, 1964"
    assert page.source == "text_layer"
    assert page.languages[0] == "ru"
    words = fetched(f"/assets/document/{page.document.uid}/1/words.json").json()["words"]
    assert all(0 < width < 1 and 0 < height < 0.1 for _, _, _, width, height, _ in words)


def test_of_html_only_its_words_are_shown_and_its_file_is_only_to_be_kept(deposit: Deposits) -> None:
    deposit({"a.html": HOSTILE.encode()})
    document = Document.objects.get()
    text = document.pages.get().text
    assert "Божхона пости" in text
    assert "Текширув натижалари тайёр." in text
    assert not any(word in text for word in ("alert", "JINOYAT", "x.test", "url("))
    assert Record.objects.get().original_title == "Термиз ҳисоботи"
    for address in (f"/assets/document/{document.uid}/original", f"/files/{document.file.name}"):
        response = fetched(address)
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    copy = fetched(f"/assets/document/{document.uid}/copy.pdf").getvalue()
    assert b"x.test" not in copy


def test_a_mail_fills_its_record_and_brings_its_attachments_as_files_of_their_own(deposit: Deposits) -> None:
    deposit({"xat.eml": mail(ATTACHED)})
    record = Record.objects.get(original_title="Йиллик ҳисобот")
    assert record.date_edtf == "2021-05-03"
    assert [str(row.agent) for row in record.record_agents.all()] == ["Нодира Каримова"]
    document = record.record_assets.get().document
    assert document.state == AssetState.READY
    text = document.pages.get().text
    assert "nodira@example.org" in text
    assert "Ҳисобот илова қилинди" in text
    outcomes = {row.path: (row.outcome, row.reason.code) for row in DepositFile.objects.all()}
    assert outcomes == {
        "xat.eml": (FileOutcome.INGESTED, ""), "xat.eml/rasm.jpg": (FileOutcome.INGESTED, ""),
        "xat.eml/ilova.txt": (FileOutcome.INGESTED, ""), "xat.eml/data.bin": (FileOutcome.REFUSED, "unsupported_type"),
    }  # fmt: skip
    assert Photo.objects.count() == 1
    assert "Иловадаги матн" in Document.objects.exclude(pk=document.pk).get().pages.get().text
    assert Deposit.objects.get().state == DepositState.ENDED
    page = Client().get(record.permalink_path, follow=True).content.decode()
    assert "rasm.jpg, ilova.txt, data.bin" in page


def test_a_mail_within_a_mail_is_taken_in_and_beyond_a_depth_it_is_said(deposit: Deposits) -> None:
    inner = mail({"oxirgi.txt": b"Salom"}, "Бешинчи")
    for subject in ("Тўртинчи", "Учинчи", "Иккинчи", "Биринчи"):
        inner = mail({"ichki.eml": inner}, subject)
    deposit({"a.eml": inner})
    refused = DepositFile.objects.get(outcome=FileOutcome.REFUSED)
    assert refused.path.count("ichki.eml") == 4
    assert refused.reason.code == "nested_archive"
    assert Document.objects.count() == 4


def test_a_mail_with_too_many_attachments_gives_some_and_says_so(
    deposit: Deposits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.operations.deposits.note_attachments.MOST_ATTACHMENTS", 4)
    names = {f"a{number}.txt": f"Xat ilovasi {number}".encode() for number in range(7)}
    deposit({"a.eml": mail(names)})
    refused = DepositFile.objects.get(outcome=FileOutcome.REFUSED)
    assert refused.reason.code == "too_many_files"
    assert DepositFile.objects.filter(outcome=FileOutcome.INGESTED).count() == 4 + 1


def test_attachments_named_to_lead_elsewhere_stay_in_the_deposit(deposit: Deposits) -> None:
    deposit({"a.eml": mail({"../../../etc/passwd": b"Bu hujjat emas"})})
    assert DepositFile.objects.get(container__isnull=False).path == "a.eml/passwd"


def test_a_mail_of_a_folder_gives_its_attachments_too(tmp_path: Any, db: None, settle: Any) -> None:
    from tests.integration.catalog.test_deposit_runs import ingest  # noqa: PLC0415 - runs the command

    (tmp_path / "a.eml").write_bytes(mail({"jadval.xlsx": office.xlsx([["Термиз"]])}))
    lines = settle(lambda: ingest(tmp_path))
    assert [(line["path"].rpartition("a.eml")[2], line["outcome"]) for line in lines if line.get("path")] == [
        ("", "ingested"), ("/jadval.xlsx", "ingested"),
    ]  # fmt: skip
    assert (tmp_path / "a.eml").exists()


def test_a_text_without_a_word_says_so(deposit: Deposits, in_english: None) -> None:
    deposit({"a.html": b"<!DOCTYPE html><html><body><script>1</script></body></html>"})
    document = Document.objects.get()
    assert (document.state, document.state_reason.code) == (AssetState.FAILED, "document_empty")
