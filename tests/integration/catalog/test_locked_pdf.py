"""A PDF that asks for a password is kept, waits for a person, and is read once the password is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.test import Client

from archive.choices import AssetState
from archive.extract.pdf.unlocking import PasswordWrong, unlock_pdf
from archive.ingest.inspect import inspect
from archive.models import Document
from archive.operations.unlock_document import MOST_TRIES
from archive.specimens.hostile import PASSWORD, encrypted_pdf
from archive.storage import PrivateFileStorage
from catalog.choices import FileOutcome
from catalog.models import DepositFile

Deposits = Callable[..., Any]


@pytest.fixture
def locked(deposit: Deposits, in_english: None) -> Document:
    """Return a locked document as a deposit leaves it."""
    deposit({"Ёпиқ.pdf": encrypted_pdf().content})
    document: Document = Document.objects.get()
    return document


def test_a_locked_pdf_is_kept_and_asks_for_its_password(locked: Document, staff: Client) -> None:
    assert (locked.state, locked.state_reason.code) == (AssetState.LOCKED, "document_encrypted")
    assert not locked.pages.exists()
    row = DepositFile.objects.get()
    assert row.outcome == FileOutcome.INGESTED
    shown = staff.get(f"/admin/deposits/{row.deposit_id}/").content.decode()
    assert "Needs a password" in shown
    assert f"/admin/files/document/{locked.pk}/" in shown
    assert 'type="password"' in staff.get(f"/admin/files/document/{locked.pk}/").content.decode()
    assert "Ёпиқ.pdf" in staff.get("/admin/files/?state=locked").content.decode()


def test_readers_are_told_that_it_is_locked_and_not_to_wait(locked: Document, staff: Client) -> None:
    record = DepositFile.objects.get().record
    assert record is not None
    shown = staff.get(f"/en/record/{record.pid}/").content.decode()
    assert "This PDF is locked with a password" in shown
    assert "still being prepared" not in shown
    file_page = staff.get(f"/admin/files/document/{locked.pk}/").content.decode()
    assert "Read all pages again" not in file_page, "reading cannot succeed without the password"


def test_the_right_password_has_it_read_and_is_kept_nowhere(
    locked: Document, staff: Client, settle: Any, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    original = Path(locked.file.path).read_bytes()
    answer = settle(
        lambda: staff.post(f"/admin/files/document/{locked.pk}/unlock/", {"password": PASSWORD}, follow=True)
    )
    assert "password is right" in answer.content.decode()
    locked.refresh_from_db()
    assert locked.state == AssetState.READY
    assert "Closed to readers" in locked.pages.get().text
    assert Path(locked.file.path).read_bytes() == original
    assert staff.get(f"/assets/document/{locked.uid}/copy.pdf").status_code == 404
    held = json.dumps([serializers.serialize("json", model._default_manager.all()) for model in apps.get_models()])
    assert PASSWORD not in held
    assert PASSWORD not in caplog.text
    assert PASSWORD not in json.dumps(dict(staff.session.items()), default=str)


def test_a_wrong_password_is_said_and_tries_are_counted(locked: Document, staff: Client) -> None:
    for left in range(MOST_TRIES - 1, -1, -1):
        answer = staff.post(f"/admin/files/document/{locked.pk}/unlock/", {"password": "xato"}, follow=True)
        assert f"{left} tr{'y is' if left == 1 else 'ies are'} left" in answer.content.decode()
    answer = staff.post(f"/admin/files/document/{locked.pk}/unlock/", {"password": PASSWORD}, follow=True)
    assert "Wait 15 minutes" in answer.content.decode()
    locked.refresh_from_db()
    assert locked.state == AssetState.LOCKED


def test_reading_again_leaves_a_locked_pdf_locked_and_never_empty(locked: Document, staff: Client, settle: Any) -> None:
    settle(lambda: staff.post(f"/admin/files/document/{locked.pk}/read-again/", {}))
    locked.refresh_from_db()
    assert locked.state == AssetState.LOCKED


def test_only_staff_give_passwords(locked: Document, journalist: Client) -> None:
    for client in (Client(), journalist):
        response = client.post(f"/admin/files/document/{locked.pk}/unlock/", {"password": PASSWORD})
        assert response.status_code in {302, 403}
    locked.refresh_from_db()
    assert locked.state == AssetState.LOCKED


@pytest.mark.shared_data
def test_a_locked_pdf_of_another_program_opens_with_its_password(shared_data: Path, tmp_path: Path) -> None:
    source = next(shared_data.rglob("libreoffice-writer-password.pdf"))
    opened = tmp_path / "open.pdf"
    with pytest.raises(PasswordWrong):
        unlock_pdf(source, opened, "boshqa")
    assert not opened.exists()
    unlock_pdf(source, opened, "openpassword")
    assert inspect(opened).page_count == 1


def test_nobody_waits_for_the_database_while_the_open_copy_is_stored(
    locked: Document, staff: Client, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside: list[int] = []
    save = PrivateFileStorage.save

    def watched(self: PrivateFileStorage, name: str, content: Any, max_length: int | None = None) -> str:
        inside.append(len(connection.savepoint_ids))
        return save(self, name, content, max_length)

    monkeypatch.setattr(PrivateFileStorage, "save", watched)
    settle(lambda: staff.post(f"/admin/files/document/{locked.pk}/unlock/", {"password": PASSWORD}))
    assert inside[0] == 0
    locked.refresh_from_db()
    assert locked.state == AssetState.READY
