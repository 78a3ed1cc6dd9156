"""What is copied into the watched folder is taken in once it rests, whole, and only once."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from archive.signals import work_missed
from catalog.choices import DepositSource, DepositState, FileOutcome
from catalog.models import Collection, Deposit, Record, WatchedFile
from catalog.operations.deposits.change_course import retry_files
from catalog.operations.deposits.work_on_deposit import work_on_deposit
from catalog.operations.watching import look_if_due as due
from catalog.operations.watching.look_at_folder import look_at_folder
from catalog.operations.watching.put_away import put_away
from tests.integration.catalog.conftest import jpeg
from tests.integration.catalog.test_bags import bag

START = timezone.now()


@pytest.fixture
def watched(tmp_path: Path, settings: Any, db: None) -> Path:
    folder = tmp_path / "keladi"
    folder.mkdir()
    settings.FONDS_WATCHED_FOLDER = str(folder)
    settings.FONDS_WATCHED_SECONDS = 60
    return folder


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def look(folder: Path, seconds: int) -> list[Deposit]:
    """Look at a folder so many seconds after the start."""
    moment: datetime = START + timedelta(seconds=seconds)
    return look_at_folder(folder=folder, steady_seconds=60, now=moment)


def names(deposit: Deposit) -> list[str]:
    return sorted(deposit.files.filter(container=None).values_list("path", flat=True))


def test_a_subfolder_is_one_deposit_once_nothing_in_it_grows(watched: Path) -> None:
    Collection.objects.create(slug="termiz", title_uz="Termiz")
    put(watched, "termiz/1.jpg", jpeg(1))
    growing = put(watched, "termiz/ichki/2.jpg", jpeg(2)[:500])
    assert look(watched, 0) == []
    growing.write_bytes(jpeg(2))
    assert look(watched, 61) == []
    assert look(watched, 90) == []
    (deposit,) = look(watched, 122)
    assert (deposit.source, deposit.collection.slug) == (DepositSource.WATCHED, "termiz")  # type: ignore[union-attr]
    assert names(deposit) == [str(watched / "termiz/1.jpg"), str(growing)]
    work_on_deposit(deposit_id=deposit.pk)
    assert set(deposit.files.values_list("outcome", flat=True)) == {FileOutcome.INGESTED}
    assert set(Record.objects.values_list("access", flat=True)) == {"staff"}


def test_no_file_is_taken_twice_and_a_changed_one_comes_again(watched: Path) -> None:
    path = put(watched, "1.jpg", jpeg(1))
    look(watched, 0)
    assert len(look(watched, 61)) == 1
    assert look(watched, 200) == look(watched, 300) == []
    path.write_bytes(jpeg(3))
    os.utime(path, (1, 1))
    assert look(watched, 400) == []
    (again,) = look(watched, 461)
    assert names(again) == [str(path)]


def test_what_is_still_being_written_or_hidden_is_not_looked_at(watched: Path) -> None:
    for name in ("film.mp4.part", ".hidden.jpg", ".git/1.jpg", "taken/1.jpg", "refused/1.jpg", "x.crdownload"):
        put(watched, name, jpeg(1))
    look(watched, 0)
    assert look(watched, 61) == []
    assert not WatchedFile.objects.exists()


def test_a_file_written_to_between_the_look_and_the_work_is_not_taken_in_part(watched: Path) -> None:
    path = put(watched, "1.jpg", jpeg(1))
    look(watched, 0)
    (deposit,) = look(watched, 61)
    path.write_bytes(jpeg(1) + b"more to come")
    work_on_deposit(deposit_id=deposit.pk)
    assert deposit.files.get().outcome == FileOutcome.REFUSED
    assert look(watched, 70) == []
    path.write_bytes(jpeg(2))
    look(watched, 80)
    (later,) = look(watched, 141)
    work_on_deposit(deposit_id=later.pk)
    assert later.files.get().outcome == FileOutcome.INGESTED


def test_originals_are_put_away_and_a_refused_one_can_be_tried_again_where_it_is(watched: Path) -> None:
    put(watched, "topshiriq/1.jpg", jpeg(1))
    put(watched, "topshiriq/buzuq.jpg", jpeg(2)[:900])
    put(watched, "taken/topshiriq/1.jpg", b"from before")
    look(watched, 0)
    (deposit,) = look(watched, 61)
    work_on_deposit(deposit_id=deposit.pk)
    assert put_away(deposit_id=deposit.pk, folder=watched) == 2
    assert put_away(deposit_id=deposit.pk, folder=watched) == 0
    assert (watched / "taken/topshiriq/1.jpg").read_bytes() == b"from before"
    assert (watched / "taken/topshiriq/1 (2).jpg").read_bytes() == jpeg(1)
    refused = watched / "refused/topshiriq/buzuq.jpg"
    assert refused.is_file()
    assert not (watched / "topshiriq").exists()
    refused.write_bytes(jpeg(2))
    row = deposit.files.get(outcome=FileOutcome.REFUSED)
    row.size_bytes = refused.stat().st_size
    row.save()
    retry_files(deposit=deposit)
    work_on_deposit(deposit_id=deposit.pk)
    row.refresh_from_db()
    assert row.outcome == FileOutcome.INGESTED
    assert put_away(deposit_id=deposit.pk, folder=watched) == 1
    assert (watched / "taken/topshiriq/buzuq.jpg").is_file()
    # Under the same name another delivery comes.
    put(watched, "topshiriq/1.jpg", jpeg(1))
    look(watched, 300)
    assert len(look(watched, 361)) == 1


def test_workers_look_by_themselves_and_move_what_they_took(
    watched: Path, settings: Any, settle: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FONDS_WATCHED_THEN = "move"
    settings.FONDS_WATCHED_SECONDS = 0
    put(watched, "1.jpg", jpeg(1))
    for _ in range(2):
        monkeypatch.setattr(due, "_last", [-1000.0])
        settle(lambda: work_missed.send(sender=object, living=set()))
    deposit = Deposit.objects.get()
    assert deposit.state == DepositState.ENDED
    assert (watched / "taken/1.jpg").is_file()


def test_a_folder_that_is_not_there_forgets_nothing(watched: Path) -> None:
    put(watched, "1.jpg", jpeg(1))
    look(watched, 0)
    watched.rename(watched.with_name("uzilgan"))
    assert look(watched, 61) == []
    watched.with_name("uzilgan").rename(watched)
    assert len(look(watched, 122)) == 1


def test_a_bag_is_read_by_the_worker_and_not_while_the_database_waits(watched: Path) -> None:
    for name, content in bag({"1.jpg": jpeg(1)}).items():
        put(watched, f"qop/{name}", content)
    look(watched, 0)
    (deposit,) = look(watched, 61)
    assert deposit.state == DepositState.LISTING
    assert not deposit.files.exclude(bag_part=None).exists()
    put(watched, "qop/data/keyin.jpg", jpeg(2))
    work_on_deposit(deposit_id=deposit.pk)
    deposit.refresh_from_db()
    assert deposit.state == DepositState.ENDED
    assert ["Source-Organization", "Bojxona xizmati"] in [fact[1:] for fact in deposit.bag_info or []]
    assert Record.objects.count() == 1, "what came later is of another deposit"


def test_what_a_killed_process_moved_is_found_and_not_taken_for_an_earlier_file_of_its_name(watched: Path) -> None:
    deposits = []
    for number in (1, 2):
        put(watched, "1.jpg", jpeg(number, (64, 48 * number)))
        look(watched, number * 1000)
        deposits += look(watched, number * 1000 + 61)
        work_on_deposit(deposit_id=deposits[-1].pk)
        if number == 1:
            put_away(deposit_id=deposits[0].pk, folder=watched)
    # The process ended between the file and its row.
    moved = (watched / "1.jpg").rename(watched / "taken" / "1 (2).jpg")
    put_away(deposit_id=deposits[1].pk, folder=watched)
    assert [deposit.files.get().location for deposit in deposits] == [str(watched / "taken" / "1.jpg"), str(moved)]
