"""Waiting for files to be read does not outlast the worker that reads them."""

from __future__ import annotations

import pytest

from archive.models import Document
from catalog.models import Record, RecordAsset
from catalog.operations import wait_until_findable as waiting


@pytest.mark.django_db
def test_a_wait_is_given_up_when_no_worker_lives_so_that_one_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document.objects.create(title="Unread", file="originals/aa/unread.pdf")
    record = Record(kind="document", original_title="Unread")
    record.save()
    RecordAsset.objects.create(record=record, document=document, sort_order=0)
    monkeypatch.setattr(waiting, "ABANDONED_SECONDS", 0)
    seen: list[waiting.Progress] = []
    progress = waiting._follow([record.pid], seen.append)
    assert progress.open_files == 1
    assert seen
