"""A deposit is taken in whole, whatever is in it, and goes on where it stopped."""

from __future__ import annotations

import errno
import io
import json
import os
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import translation

from archive.ingest.errors import IngestRefused, Reason
from archive.models import Asset, Photo
from archive.process_marks import process_mark
from archive.work.passing import passing_trouble
from catalog.choices import DepositState, FileOutcome
from catalog.models import Collection, Deposit, DepositFile, Record, User
from catalog.operations.deposits import claim_file
from catalog.operations.deposits import take_in_file as taking
from catalog.operations.deposits.change_course import cancel_deposit, resume_deposit, retry_files
from catalog.operations.deposits.claim_file import MAX_ATTEMPTS
from catalog.operations.deposits.list_files import list_files
from catalog.operations.deposits.open_deposit import open_deposit
from catalog.operations.deposits.reclaim_files import reclaim_deposits, reclaim_files
from catalog.operations.deposits.work_on_deposit import Batch, work_on_deposit
from catalog.operations.ingest_file import IngestOrder, ingest_file
from tests.integration.catalog.conftest import jpeg

DEAD = "some-host:1:1"


def ingest(*arguments: object, **options: Any) -> list[dict[str, Any]]:
    """Run the command and return the lines it prints."""
    out = io.StringIO()
    call_command("ingest", *map(str, arguments), stdout=out, stderr=io.StringIO(), json=True, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def outcomes(deposit: Deposit) -> Counter[str]:
    return Counter(deposit.files.values_list("outcome", flat=True))


def stored(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of photos, a broken one among them, and one twice."""
    made = tmp_path / "Термиз"
    (made / "ichki").mkdir(parents=True)
    for number in (10, 2, 1):
        (made / f"bet {number}.jpg").write_bytes(jpeg(number))
    (made / "ichki" / "takror.jpg").write_bytes(jpeg(2))
    (made / "ichki" / "kesilgan.jpg").write_bytes(jpeg(4)[:900])
    return made


@pytest.fixture
def deposit(folder: Path, db: None) -> Deposit:
    return open_deposit(paths=[folder], order=IngestOrder())


@pytest.mark.django_db
def test_the_command_makes_a_deposit_and_prints_each_file_in_the_order_people_count_in(folder: Path) -> None:
    collection = Collection.objects.create(slug="termiz", title_uz="Termiz")
    user = User.objects.create_user("nodira")
    lines = ingest(folder, collection="termiz", access="public", user="nodira")
    assert [(Path(line["path"]).name, line["outcome"], line["reason"]) for line in lines] == [
        ("bet 1.jpg", "ingested", ""),
        ("bet 2.jpg", "ingested", ""),
        ("bet 10.jpg", "ingested", ""),
        ("kesilgan.jpg", "refused", "truncated"),
        ("takror.jpg", "duplicate", "duplicate"),
    ]
    assert list(lines[0]) == ["path", "outcome", "reason", "message", "kind", "asset", "record"]
    made = Deposit.objects.get()
    assert (made.state, made.collection, made.access, made.opened_by) == ("ended", collection, "public", user)
    assert made.tally == {"ingested": 3, "refused": 1, "duplicate": 1}
    assert made.ended_at is not None
    twice = made.files.get(outcome="duplicate")
    assert twice.record == made.files.get(path__endswith="bet 2.jpg").record, "linked to the record that holds it"
    first = made.files.get(path__endswith="bet 1.jpg")
    assert first.record is not None
    assert (first.record.access, first.record.collection) == ("public", collection)
    assert len(first.sha256) == 64
    assert first.size_bytes == len(jpeg(1))


@pytest.mark.django_db
def test_a_reason_is_kept_to_be_told_in_every_language(folder: Path) -> None:
    ingest(folder)
    reason = DepositFile.objects.get(outcome="refused").reason
    assert reason.code == "truncated"
    with translation.override("ru"):
        russian = str(reason)
    assert russian != reason.sentence


@pytest.mark.django_db
def test_nothing_taken_in_is_a_failure_of_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(CommandError):
        ingest(tmp_path / "a.txt")
    with pytest.raises(CommandError):
        ingest(tmp_path / "nothing")
    with pytest.raises(CommandError):
        ingest()
    assert {row.reason.code for row in DepositFile.objects.all()} == {"empty", "missing"}


@pytest.mark.django_db
def test_a_killed_ingest_goes_on_where_it_stopped(folder: Path) -> None:
    deposit = open_deposit(paths=[folder], order=IngestOrder(), runner=DEAD)
    assert work_on_deposit(deposit_id=deposit.pk, batch=Batch(files=2, seconds=60))
    # What the second file's process had claimed when it was killed.
    row = deposit.files.filter(outcome="waiting").order_by("order_key").first()
    assert row is not None
    deposit.files.filter(pk=row.pk).update(outcome="working", claimed_by=DEAD.replace("some-host", os.uname().nodename))
    lines = ingest(resume=deposit.pk)
    assert len(lines) == 3
    assert outcomes(deposit) == {"ingested": 3, "refused": 1, "duplicate": 1}
    assert Record.objects.count() == Photo.objects.count() == 3
    assert ingest(resume=deposit.pk) == [], "there is nothing left to do"
    with pytest.raises(CommandError):
        ingest(resume=999)
    with pytest.raises(CommandError):
        ingest(folder, resume=deposit.pk)


def test_listing_again_after_a_kill_doubles_nothing(deposit: Deposit) -> None:
    list_files(deposit=deposit)
    Deposit.objects.update(state=DepositState.LISTING, listed_at=None)
    deposit.refresh_from_db()
    list_files(deposit=deposit)
    assert deposit.files.count() == 5


@pytest.mark.parametrize("pack", ["zip", "tar", "tar.gz"])
@pytest.mark.django_db
def test_an_archive_is_unpacked_one_member_at_a_time(pack: str, folder: Path, tmp_path: Path, settings: Any) -> None:
    path = tmp_path / f"topshirma.{pack}"
    if pack == "zip":
        with zipfile.ZipFile(path, "w") as out:
            for file in sorted(folder.rglob("*.jpg")):
                out.write(file, file.relative_to(folder))
            out.writestr("../../qochoq.jpg", jpeg(9))
    else:
        with tarfile.open(path, "w:gz" if pack == "tar.gz" else "w") as packed:
            packed.add(folder, "ichida")
            info = tarfile.TarInfo("../../qochoq.jpg")
            info.size = len(jpeg(9))
            packed.addfile(info, io.BytesIO(jpeg(9)))
    lines = ingest(path)
    assert Counter(line["reason"] or line["outcome"] for line in lines) == {
        "ingested": 3, "truncated": 1, "duplicate": 1, "unsafe_path": 1,
    }  # fmt: skip
    assert all(line["path"].startswith(f"{path}/") for line in lines)
    deposit = Deposit.objects.get()
    assert outcomes(deposit)["unpacked"] == 1
    names = set(Photo.objects.values_list("original_name", flat=True))
    assert "bet 10.jpg" in names
    assert "bet 10" in {str(record) for record in Record.objects.all()}
    assert len(stored(settings)) == 3, "nothing but the originals is left"
    assert list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("deposit-*")) == []
    assert not list(tmp_path.parent.rglob("qochoq.jpg"))


@pytest.mark.django_db
def test_an_archive_that_breaks_off_is_refused_and_what_stands_before_the_break_is_taken(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "kesilgan.tar"
    with tarfile.open(path, "w") as packed:
        for number in (1, 2, 10):
            packed.add(folder / f"bet {number}.jpg", f"{number}.jpg")
    path.write_bytes(path.read_bytes()[:-20_000])
    lines = ingest(path)
    told = {Path(line["path"]).name: line["reason"] or line["outcome"] for line in lines}
    assert told["kesilgan.tar"] == "truncated"
    assert told["1.jpg"] == "ingested"


@pytest.mark.django_db
def test_a_name_that_is_not_utf8_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("таможня.jpg".encode("cp1251"))).write_bytes(jpeg(1))
    (line,) = ingest(tmp_path)
    assert line["outcome"] == "ingested"


@pytest.mark.django_db
def test_a_stored_file_without_its_asset_is_removed_when_its_process_is_gone(deposit: Deposit, settings: Any) -> None:
    work_on_deposit(deposit_id=deposit.pk, batch=Batch(files=1, seconds=60))
    row = deposit.files.filter(outcome="waiting").first()
    assert row is not None
    uid = Photo(title="x").uid
    default_storage.save(f"originals/{uid.hex[:2]}/{uid.hex}.jpg", io.BytesIO(b"half of it"))
    mark = f"{os.uname().nodename}:1:1"
    deposit.files.filter(pk=row.pk).update(outcome="working", claimed_by=mark, asset_uid=uid, attempts=1)
    assert len(stored(settings)) == 2
    assert reclaim_files(living=set()) == 1
    assert len(stored(settings)) == 1
    row.refresh_from_db()
    assert (row.outcome, row.asset_uid) == ("waiting", None)
    assert reclaim_files(living=set()) == 0


@pytest.mark.django_db
def test_a_file_that_kills_its_process_again_and_again_is_set_aside_and_can_be_tried_again(deposit: Deposit) -> None:
    work_on_deposit(deposit_id=deposit.pk, batch=Batch(files=1, seconds=60))
    row = deposit.files.filter(outcome="waiting").first()
    assert row is not None
    mark = f"{os.uname().nodename}:1:1"
    deposit.files.filter(pk=row.pk).update(outcome="working", claimed_by=mark, attempts=MAX_ATTEMPTS)
    reclaim_files(living=set())
    row.refresh_from_db()
    assert (row.outcome, row.reason.code) == ("refused", "process_lost")
    assert str(MAX_ATTEMPTS) in str(row.reason)
    assert retry_files(deposit=deposit, only=[row.pk]) == 1
    row.refresh_from_db()
    assert (row.outcome, row.attempts) == ("waiting", 0)


@pytest.mark.django_db
def test_a_living_process_keeps_its_file(deposit: Deposit) -> None:
    work_on_deposit(deposit_id=deposit.pk, batch=Batch(files=1, seconds=60))
    row = deposit.files.filter(outcome="waiting").first()
    assert row is not None
    deposit.files.filter(pk=row.pk).update(outcome="working", claimed_by=process_mark())
    assert reclaim_files(living=set()) == 0


@pytest.mark.django_db
def test_workers_take_a_deposit_in_batch_by_batch(
    deposit: Deposit, run_tasks: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.tasks.BATCH", Batch(files=2, seconds=60))
    resume_deposit(deposit=deposit)
    run_tasks()
    deposit.refresh_from_db()
    assert deposit.state == DepositState.ENDED
    assert deposit.tally == {"ingested": 3, "refused": 1, "duplicate": 1}


@pytest.mark.django_db
def test_a_deposit_nobody_works_on_is_given_a_task_once(deposit: Deposit, run_tasks: Callable[[], None]) -> None:
    assert reclaim_deposits(living=set()) == 0, "it was opened a moment ago"
    Deposit.objects.update(opened_at="2020-01-01T00:00:00Z")
    assert reclaim_deposits(living=set()) == 1
    Deposit.objects.update(worked_at="2020-01-01T00:00:00Z")
    assert reclaim_deposits(living=set()) == 0, "its task still waits"
    run_tasks()
    deposit.refresh_from_db()
    assert deposit.state == DepositState.ENDED


@pytest.mark.django_db
def test_a_stopped_deposit_keeps_what_waits_and_goes_on(deposit: Deposit, run_tasks: Callable[[], None]) -> None:
    assert work_on_deposit(deposit_id=deposit.pk, batch=Batch(files=2, seconds=60))
    cancel_deposit(deposit=deposit)
    assert not work_on_deposit(deposit_id=deposit.pk)
    assert outcomes(deposit)[FileOutcome.WAITING] == 3
    resume_deposit(deposit=deposit)
    run_tasks()
    assert outcomes(deposit) == {"ingested": 3, "refused": 1, "duplicate": 1}


@pytest.mark.django_db
def test_a_refused_file_is_taken_in_once_it_is_mended(folder: Path, run_tasks: Callable[[], None]) -> None:
    ingest(folder)
    deposit = Deposit.objects.get()
    (folder / "ichki" / "kesilgan.jpg").write_bytes(jpeg(4))
    assert retry_files(deposit=deposit) == 1
    run_tasks()
    deposit.refresh_from_db()
    assert (deposit.state, deposit.tally) == ("ended", {"ingested": 4, "duplicate": 1})


@pytest.mark.django_db
def test_a_full_disk_stops_the_deposit_with_its_reason_and_loses_nothing(
    deposit: Deposit, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    real = ingest_file

    def full(**_: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(taking, "ingest_file", full)
    with pytest.raises(taking.NoSpace):
        work_on_deposit(deposit_id=deposit.pk)
    deposit.refresh_from_db()
    assert deposit.problem.code == "disk_full"
    assert outcomes(deposit) == {"waiting": 5}
    assert stored(settings) == []
    monkeypatch.setattr(taking, "ingest_file", real)
    work_on_deposit(deposit_id=deposit.pk)
    deposit.refresh_from_db()
    assert (deposit.state, deposit.problem.code) == ("ended", "")


@pytest.mark.django_db
def test_something_unforeseen_with_one_file_does_not_stop_the_others(
    deposit: Deposit, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    real = Asset.save

    def save(self: Asset, *args: Any, **kwargs: Any) -> None:
        real(self, *args, **kwargs)
        if self.original_name == "bet 2.jpg":
            raise RuntimeError("after the file was stored")

    monkeypatch.setattr(Asset, "save", save)
    work_on_deposit(deposit_id=deposit.pk)
    row = deposit.files.get(path__endswith="bet 2.jpg")
    assert (row.outcome, row.reason.code) == ("refused", "unforeseen")
    assert "after the file was stored" in str(row.reason)
    assert outcomes(deposit)["ingested"] == 3
    assert len(stored(settings)) == 3, "what was stored of the refused one is gone"


PASSING = {
    "database_away": OperationalError("database is locked"),
    "storage_away": OSError(errno.ESTALE, "Stale file handle"),
}


@pytest.mark.parametrize("code", PASSING)
@pytest.mark.django_db
def test_trouble_that_passes_refuses_no_file_and_the_deposit_says_what_it_waits_for(
    deposit: Deposit, monkeypatch: pytest.MonkeyPatch, settings: Any, code: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(taking, "ingest_file", Mock(side_effect=PASSING[code]))
        with pytest.raises(taking.Halted) as halted:
            work_on_deposit(deposit_id=deposit.pk)
    assert passing_trouble(halted.value) is not None, "the queue tries the task again"
    deposit.refresh_from_db()
    assert (deposit.state, deposit.problem.code) == ("working", code)
    assert outcomes(deposit) == {"waiting": 5}
    work_on_deposit(deposit_id=deposit.pk)
    deposit.refresh_from_db()
    assert (deposit.state, deposit.problem.code) == ("ended", "")
    assert outcomes(deposit)["ingested"] == 3


@pytest.mark.django_db
def test_a_file_that_itself_makes_the_trouble_does_not_hold_up_the_others_for_ever(
    deposit: Deposit, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ingest_file

    def take(**given: Any) -> Any:
        if given["path"].name == "bet 2.jpg":
            raise IngestRefused(Reason.UNREADABLE, "It cannot be read.") from OSError(errno.EIO, "I/O error")
        return real(**given)

    monkeypatch.setattr(taking, "ingest_file", take)
    for _ in range(MAX_ATTEMPTS - 1):
        with pytest.raises(taking.Halted):
            work_on_deposit(deposit_id=deposit.pk)
    work_on_deposit(deposit_id=deposit.pk)
    row = deposit.files.get(path__endswith="bet 2.jpg")
    assert (row.outcome, row.reason.code) == ("refused", "unreadable")
    deposit.refresh_from_db()
    assert deposit.state == "ended"


@pytest.mark.django_db
def test_a_claim_that_cannot_be_let_go_while_the_database_is_away_is_let_go_later(
    deposit: Deposit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(taking, "ingest_file", Mock(side_effect=PASSING["database_away"]))
        patch.setattr(claim_file, "_release", Mock(side_effect=PASSING["database_away"]))
        with pytest.raises(taking.Halted):
            work_on_deposit(deposit_id=deposit.pk)
    assert outcomes(deposit) == {"waiting": 4, "working": 1}
    work_on_deposit(deposit_id=deposit.pk)
    assert "working" not in outcomes(deposit)
    deposit.refresh_from_db()
    assert deposit.state == "ended"
