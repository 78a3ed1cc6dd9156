"""Stored originals are checked again and again; damage is found, told of once and can be mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.choices import EventName, FixityState
from archive.models import AssetEvent, Document, FixityCheck, FixityPace, Photo
from archive.operations.check_due import Batch, check_due, due_checks, take_turn
from archive.operations.check_fixity import check_fixity
from archive.operations.enter_originals import enter_originals
from archive.process_marks import process_mark
from archive.signals import work_missed
from catalog.models import User
from catalog.operations.report_fixity import is_report_due, report_fixity
from tests.integration.catalog.conftest import MakeRecord

pytestmark = pytest.mark.usefixtures("in_english")


def check_of(asset: Photo | Document) -> FixityCheck:
    return FixityCheck.objects.get(name=asset.file.name)


def stored(asset: Photo | Document) -> Path:
    return Path(default_storage.path(str(asset.file.name)))


def all_due() -> None:
    FixityCheck.objects.update(due_at=timezone.now() - timedelta(minutes=1))


def test_a_new_file_is_entered_and_its_first_check_falls_within_the_interval(photo: Photo) -> None:
    check = check_of(photo)
    assert (check.sha256, check.state) == (photo.sha256, FixityState.UNCHECKED)
    assert timezone.now() - timedelta(minutes=1) <= check.due_at <= timezone.now() + timedelta(days=90)


def test_before_the_first_check_nothing_is_called_intact(photo: Photo, staff: Client) -> None:
    assert "No file has been checked yet" in staff.get("/admin/fixity/").content.decode()
    check_fixity(check_id=check_of(photo).pk)
    assert "is as it was deposited" in staff.get("/admin/fixity/").content.decode()


def test_files_from_before_there_were_checks_are_entered(photo: Photo, document: Document) -> None:
    FixityCheck.objects.all().delete()
    while enter_originals():
        pass
    assert set(FixityCheck.objects.values_list("name", flat=True)) == {photo.file.name, document.file.name}
    assert enter_originals() == 0


def test_a_file_that_is_whole_is_intact_and_comes_again_after_the_interval(photo: Photo, settings: Any) -> None:
    settings.FONDS_FIXITY_DAYS = 30
    assert check_fixity(check_id=check_of(photo).pk) == FixityState.INTACT
    check = check_of(photo)
    assert check.checked_at is not None
    assert check.good_at == check.checked_at
    assert check.due_at == check.checked_at + timedelta(days=30)


@pytest.mark.parametrize("damage", ["changed", "shorter", "missing", "unreadable"])
def test_damage_is_found_and_logged(photo: Photo, damage: str) -> None:
    path = stored(photo)
    check_fixity(check_id=check_of(photo).pk)
    if damage == "changed":
        held = bytearray(path.read_bytes())
        held[len(held) // 2] ^= 1
        path.write_bytes(held)
    elif damage == "shorter":
        path.write_bytes(path.read_bytes()[:-1])
    else:
        path.unlink()
        if damage == "unreadable":
            path.mkdir()
    wanted = FixityState.CHANGED if damage == "shorter" else FixityState(damage)
    assert check_fixity(check_id=check_of(photo).pk) == wanted
    check = check_of(photo)
    assert check.is_wrong
    assert check.good_at is not None
    assert check.failed_at is not None
    event = AssetEvent.objects.get(name=EventName.FIXITY_FAILED)
    assert (event.asset_id, event.detail["outcome"]) == (photo.pk, wanted)


def test_a_deleted_file_is_checked_no_more(photo: Photo) -> None:
    photo.delete()
    assert not FixityCheck.objects.exists()


def test_two_never_check_one_file_at_once(photo: Photo) -> None:
    check = check_of(photo)
    FixityCheck.objects.filter(pk=check.pk).update(claimed_by="elsewhere:1:2", claimed_at=timezone.now())
    assert check_fixity(check_id=check.pk) is None
    assert check_of(photo).state == FixityState.UNCHECKED


def test_a_check_whose_process_was_killed_is_done_by_the_next(photo: Photo) -> None:
    check = check_of(photo)
    host = process_mark().partition(":")[0]
    FixityCheck.objects.filter(pk=check.pk).update(claimed_by=f"{host}:999999999:1", claimed_at=timezone.now())
    all_due()
    assert check_due(batch=Batch()) == 1
    assert check_of(photo).state == FixityState.INTACT


def test_a_batch_ends_in_time_and_then_leaves_the_machine_alone(
    photo: Photo, document: Document, settings: Any
) -> None:
    settings.FONDS_FIXITY_SHARE_PCT = 10
    all_due()
    take_turn()
    assert check_due(batch=Batch(files=1)) == 1
    assert FixityCheck.objects.filter(state=FixityState.INTACT).count() == 1
    assert FixityPace.objects.get().next_at > timezone.now()
    assert not take_turn()
    FixityPace.objects.update(next_at=timezone.now())
    assert take_turn()
    assert not take_turn(), "only one is told to begin"


def test_the_worker_checks_what_is_due_by_itself(photo: Photo, run_tasks: Callable[[], None]) -> None:
    all_due()
    work_missed.send(sender=None, living=set())
    run_tasks()
    assert check_of(photo).state == FixityState.INTACT


def test_a_shorter_interval_counts_at_once_and_none_checks_nothing(photo: Photo, settings: Any) -> None:
    check_fixity(check_id=check_of(photo).pk)
    FixityCheck.objects.update(since=F("since") - timedelta(days=40))
    assert not any(due.exists() for due in due_checks(timezone.now()))
    settings.FONDS_FIXITY_DAYS = 30
    assert any(due.exists() for due in due_checks(timezone.now()))
    settings.FONDS_FIXITY_DAYS = 0
    all_due()
    assert due_checks(timezone.now()) == []


def test_checks_pause_when_the_storage_seems_to_be_away(photo: Photo) -> None:
    check = check_of(photo)
    FixityCheck.objects.bulk_create(
        FixityCheck(name=f"originals/aa/{n}.jpg", kind="photo", asset_id=9000 + n, sha256="0" * 64, due_at=check.since)
        for n in range(40)
    )
    take_turn()
    assert check_due(batch=Batch()) == 20
    pace = FixityPace.objects.get()
    assert pace.problem.code == "storage_away"
    assert pace.next_at > timezone.now() + timedelta(minutes=50)


def test_administrators_get_one_message_on_many_failures_and_no_second_on_the_same(
    photo: Photo, document: Document, make_record: MakeRecord, tie: Any, django_user_model: Any
) -> None:
    django_user_model.objects.create_superuser("bosh", "bosh@example.org", "x")
    tie(make_record(original_title="Karvon yoʻlda"), photo)
    for asset in (photo, document):
        check_fixity(check_id=check_of(asset).pk)
        stored(asset).unlink()
        check_fixity(check_id=check_of(asset).pk)
    assert is_report_due()
    assert report_fixity() == 2
    [message] = mail.outbox
    assert message.to == ["bosh@example.org"]
    for said in (photo.original_name, document.original_name, "Karvon yoʻlda", "/admin/fixity/", photo.file.name):
        assert said in message.body
    all_due()
    check_due(batch=Batch())
    FixityPace.objects.update(mailed_at=None)
    assert not is_report_due()
    assert report_fixity() == 0
    assert len(mail.outbox) == 1


def test_addresses_of_the_setting_come_before_administrators(photo: Photo, settings: Any, admin_user: User) -> None:
    settings.FONDS_FIXITY_MAIL = ["saqlov@example.org"]
    stored(photo).unlink()
    check_fixity(check_id=check_of(photo).pk)
    report_fixity()
    assert [message.to for message in mail.outbox] == [["saqlov@example.org"]]


def test_staff_see_what_is_wrong_and_mend_it(
    staff: Client, photo: Photo, run_tasks: Callable[[], None], cataloguer: User
) -> None:
    held = stored(photo).read_bytes()
    stored(photo).unlink()
    check = check_of(photo)
    check_fixity(check_id=check.pk)
    page = staff.get("/admin/fixity/").content.decode()
    assert photo.original_name in page
    assert "Put it back from a backup" in page
    stored(photo).parent.mkdir(exist_ok=True)
    stored(photo).write_bytes(held)
    assert staff.post("/admin/fixity/act/", {"action": "dealt", "check": check.pk}).status_code == 302
    run_tasks()
    check = check_of(photo)
    assert (check.state, check.failed_at, check.dealt_at) == (FixityState.INTACT, None, None)
    event = AssetEvent.objects.filter(name=EventName.FIXITY_CONFIRMED).get()
    assert event.user == cataloguer
    assert photo.original_name not in staff.get("/admin/fixity/").content.decode()


def test_what_was_said_to_be_mended_and_is_not_is_told_of_anew(
    staff: Client, photo: Photo, run_tasks: Callable[[], None]
) -> None:
    stored(photo).unlink()
    check = check_of(photo)
    check_fixity(check_id=check.pk)
    report_fixity()
    staff.post("/admin/fixity/act/", {"action": "dealt", "check": check.pk})
    run_tasks()
    check = check_of(photo)
    assert (check.state, check.reported_at, check.dealt_at) == (FixityState.MISSING, None, None)


def test_staff_check_one_file_or_all(staff: Client, photo: Photo, run_tasks: Callable[[], None]) -> None:
    assert staff.post(f"/admin/files/photo/{photo.pk}/check/").status_code == 302
    run_tasks()
    first = check_of(photo).checked_at
    assert first is not None
    assert "Intact" in staff.get(f"/admin/files/photo/{photo.pk}/").content.decode()
    staff.post("/admin/fixity/act/", {"action": "all"})
    work_missed.send(sender=None, living=set())
    run_tasks()
    again = check_of(photo).checked_at
    assert again is not None
    assert again > first


def test_the_screen_is_for_cataloguers(client: Client, journalist: Client) -> None:
    assert client.get("/admin/fixity/").status_code == 302
    assert journalist.get("/admin/fixity/").status_code != 200
    assert journalist.post("/admin/fixity/act/", {"action": "all"}).status_code != 200
    assert not FixityPace.objects.exclude(asked_at=None).exists()


def test_the_screen_takes_as_many_queries_for_many_failures_as_for_one(
    staff: Client, photo: Photo, document: Document, django_assert_num_queries: Any, make_record: MakeRecord, tie: Any
) -> None:
    tie(make_record(), photo)
    FixityCheck.objects.filter(name=photo.file.name).update(state="missing", failed_at=timezone.now())
    staff.get("/admin/fixity/")
    with CaptureQueriesContext(connection) as one:
        staff.get("/admin/fixity/")
    others = [FixityCheck(name=f"o{n}", kind="photo", asset_id=photo.pk, sha256="0", due_at=timezone.now(),
                          state="missing", failed_at=timezone.now()) for n in range(8)]  # fmt: skip
    FixityCheck.objects.bulk_create(others)
    with django_assert_num_queries(len(one)):
        staff.get("/admin/fixity/")


def test_the_command_says_whether_all_is_well(photo: Photo, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("fixity", "--check", "all")
    assert "1 originals: 1 intact; 1 checked now" in capsys.readouterr().out
    stored(photo).unlink()
    with pytest.raises(SystemExit) as left:
        call_command("fixity", "--check", "all", "--json")
    assert left.value.code == 1
    assert '"state": "missing"' in capsys.readouterr().out


def test_no_transaction_waits_for_a_mail_server_and_what_is_not_sent_is_not_told(
    photo: Photo, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FONDS_FIXITY_MAIL = ["saqlov@example.org"]
    stored(photo).unlink()
    check_fixity(check_id=check_of(photo).pk)
    inside: list[int] = []

    def away(*_: Any, **__: Any) -> None:
        inside.append(len(connection.savepoint_ids))
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", away)
        with pytest.raises(ConnectionRefusedError):
            report_fixity()
    assert inside == [0]
    assert report_fixity() == 1
