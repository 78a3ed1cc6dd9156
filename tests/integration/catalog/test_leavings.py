"""What a process killed between storing a file and noting it leaves behind is deleted; what a row names never is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from archive.models import Document
from archive.operations.keep_copy import keep_copy
from archive.signals import work_missed
from archive.spool import spool_folder
from catalog.models import DeliveredCopy, Deposit, DepositFile, LeavingsTurn
from catalog.operations.manifests.receive_manifest import receive_manifest
from catalog.operations.sweep_leavings import PAUSE, PLACES, sweep_leavings, take_turn
from tests.integration.catalog.conftest import MakeRecord

DAY_SECONDS = 24 * 3600


def store(name: str, *, days: float = 2) -> str:
    default_storage.save(name, ContentFile(b"x"))
    age(name, days)
    return name


def age(name: str, days: float) -> None:
    then = time.time() - days * DAY_SECONDS
    os.utime(default_storage.path(name), (then, then))


@pytest.fixture
def upload(db: None) -> Deposit:
    made: Deposit = Deposit.objects.create(source="upload", state="ended")
    return made


def test_leavings_go_and_what_rows_name_or_is_young_or_called_otherwise_stays(
    upload: Deposit, document: Document, make_record: MakeRecord, tmp_path: Path
) -> None:
    (tmp_path / "copy.pdf").write_bytes(b"%PDF")
    keep_copy(document=document, path=tmp_path / "copy.pdf")
    age(document.copy_name, 2)
    manifest = receive_manifest(deposit=upload, file=ContentFile(b"a,b"), name="m.csv", is_queued=False)
    age(manifest.location, 2)
    kept = store(f"{spool_folder(upload.uid)}/{uuid4().hex}")
    DepositFile.objects.create(deposit=upload, key="1", location=kept, path="a.jpg", order_key="a")
    copies = f"copies/{document.uid.hex[:2]}/{document.uid.hex}"
    copy = store(f"{copies}/{'a' * 16}.jpg")
    DeliveredCopy.objects.create(
        record=make_record(), kind="document", asset_id=document.pk, size="web", language="uz", edition="1",
        file_name=copy,
    )  # fmt: skip
    named = [document.copy_name, manifest.location, kept, copy]
    young = store(f"{copies}/{'b' * 16}.jpg", days=0.5)
    foreign = store(f"{spool_folder(upload.uid)}/boshqa.txt")
    strays = [
        store(f"{copies}/{'c' * 16}.jpg"),
        store(f"{document.page_folder}/copy-{'d' * 12}.pdf"),
        store(f"{spool_folder(upload.uid)}/manifest-{uuid4().hex}"),
        store(f"{spool_folder(upload.uid)}/{uuid4().hex}"),
        store(f"{spool_folder(uuid4())}/{uuid4().hex}"),
    ]
    images = [
        name for size in ("large", "small") if default_storage.exists(name := f"{document.page_folder}/1-{size}.jpg")
    ]
    assert sum(sweep_leavings(place=place) for place in range(PLACES)) == len(strays)
    assert not [name for name in strays if default_storage.exists(name)]
    assert all(default_storage.exists(name) for name in [*named, young, foreign, *images])
    assert sum(sweep_leavings(place=place) for place in range(PLACES)) == 0


def test_each_part_has_its_turn_once_an_hour(db: None, settle: Callable[..., Any]) -> None:
    assert take_turn() is None
    for expected in (0, 1):
        LeavingsTurn.objects.update(next_at=timezone.now() - PAUSE)
        assert take_turn() == expected
        assert take_turn() is None
    LeavingsTurn.objects.update(next_at=timezone.now(), place=PLACES - 1)
    uid = f"ff{uuid4().hex[2:]}"
    stray = store(f"deposits/ff/{uid}/{uuid4().hex}")
    settle(lambda: work_missed.send(sender=None, living=set()))
    assert not default_storage.exists(stray)
    assert LeavingsTurn.objects.get().place == 0
