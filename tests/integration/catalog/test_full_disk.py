"""A disk that is full loses nothing: work waits with its reason, health names the folder, and all goes on with room."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from archive.ingest.types import Kind
from archive.models import Photo
from archive.room import shortage, wait_for_room
from archive.work.passing import DISK_FULL, is_disk_full, passing_trouble
from catalog.models import Deposit, DepositFile
from catalog.operations.deposits.open_deposit import open_deposit
from catalog.operations.deposits.take_in_file import NoSpace
from catalog.operations.deposits.work_on_deposit import work_on_deposit
from catalog.operations.ingest_file import IngestOrder
from config.health import check_room
from tests.integration.catalog.conftest import jpeg


@pytest.fixture
def small_disk(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Put the stored files on a real disk of one megabyte, in memory."""
    disk = tmp_path / "files"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here, which needs root: {mounted.stderr.strip()}")
    settings.FONDS_MIN_FREE_MB = 0
    yield disk
    subprocess.run(["umount", disk], check=True)


def stored(disk: Path) -> list[str]:
    return [path.name for path in (disk / "originals").rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_a_deposit_on_a_full_disk_waits_and_goes_on_with_room(small_disk: Path, tmp_path: Path) -> None:
    arrived = tmp_path / "arrived"
    arrived.mkdir()
    for number in range(3):
        (arrived / f"{number}.jpg").write_bytes(jpeg(number, (640, 480)))
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(1_000_000))
    deposit = open_deposit(paths=[arrived], order=IngestOrder(kind=Kind.PHOTO), runner="test")
    with pytest.raises(NoSpace):
        work_on_deposit(deposit_id=deposit.pk)
    deposit.refresh_from_db()
    assert deposit.problem.code == "disk_full"
    assert set(deposit.files.values_list("outcome", flat=True)) == {"waiting"}
    assert stored(small_disk) == [], "nothing half-written is left"
    assert not Photo.objects.exists()
    ballast.unlink()
    work_on_deposit(deposit_id=deposit.pk)
    deposit.refresh_from_db()
    assert (deposit.state, deposit.problem.code) == ("ended", "")
    assert len(stored(small_disk)) == Photo.objects.count() == 3


@pytest.mark.django_db
def test_health_names_the_folder_that_is_full_and_what_to_do(small_disk: Path, settings: Any) -> None:
    assert check_room().ok
    settings.FONDS_MIN_FREE_MB = 5
    short = shortage()
    assert short is not None
    assert (short.folder, short.needed_mib) == (small_disk, 5)
    found = check_room()
    assert not found.ok
    assert str(small_disk) in found.message
    assert "free some space" in found.message
    assert not wait_for_room(most_seconds=0)


def test_an_upload_to_a_full_disk_is_declined_whole(
    small_disk: Path, staff: Client, settings: Any, run_tasks: Callable[[], None]
) -> None:
    settings.FONDS_MIN_FREE_MB = 5
    data = {"files": [SimpleUploadedFile("a.jpg", jpeg(1))], "access": "staff"}
    assert staff.post("/admin/deposit/", data).status_code == 507
    assert not Deposit.objects.exists()
    settings.FONDS_MIN_FREE_MB = 0
    assert staff.post("/admin/deposit/", data | {"files": [SimpleUploadedFile("a.jpg", jpeg(1))]}).status_code == 302
    run_tasks()
    assert DepositFile.objects.get().outcome == "ingested"


def test_a_full_disk_is_known_by_what_it_says_and_by_what_caused_an_error() -> None:
    full = OSError(28, "No space left on device")
    outer = ValueError("could not save")
    outer.__cause__ = full
    assert is_disk_full(full)
    assert is_disk_full(outer)
    assert is_disk_full(RuntimeError("database or disk is full"))
    assert passing_trouble(OperationalError("database or disk is full")) is DISK_FULL, "and not a database that is away"
    assert not is_disk_full(OSError(13, "Permission denied"))
    assert not is_disk_full(None)
