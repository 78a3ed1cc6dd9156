"""Staff see what was deposited, how it goes, and steer it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from catalog.deposit_queries import course_of
from catalog.models import Deposit, DepositFile
from catalog.operations.deposits.open_deposit import open_deposit
from catalog.operations.deposits.work_on_deposit import Batch, work_on_deposit
from catalog.operations.ingest_file import IngestOrder
from catalog.templatetags.catalog_cms import time_left
from tests.integration.catalog.conftest import jpeg

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def deposit(tmp_path: Path, db: None) -> Deposit:
    """Return a deposit of a photo, a duplicate, a broken file and one more photo."""
    (tmp_path / "1.jpg").write_bytes(jpeg(1))
    (tmp_path / "2.jpg").write_bytes(jpeg(1))
    (tmp_path / "3.jpg").write_bytes(jpeg(3)[:800])
    (tmp_path / "4.jpg").write_bytes(jpeg(4))
    return open_deposit(paths=[tmp_path], order=IngestOrder())


def page(client: Client, deposit: Deposit, **query: str) -> str:
    response = client.get(reverse("catalog_deposit_page", args=[deposit.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_deposit_shows_each_file_with_its_reason_and_can_be_narrowed(deposit: Deposit, staff: Client) -> None:
    work_on_deposit(deposit_id=deposit.pk)
    whole = page(staff, deposit)
    refused = deposit.files.get(outcome="refused")
    assert refused.reason.sentence in whole
    assert all(f"/{number}.jpg" in whole for number in (1, 2, 3, 4))
    narrowed = page(staff, deposit, outcome="refused")
    assert "/3.jpg" in narrowed
    assert "/1.jpg" not in narrowed
    assert "/4.jpg" in page(staff, deposit, q="4.JPG")
    assert "/1.jpg" not in page(staff, deposit, q="4.jpg")
    listed = staff.get(reverse("catalog_deposits")).content.decode()
    assert reverse("catalog_deposit_page", args=[deposit.pk]) in listed


def test_a_running_deposit_tells_its_pace_and_the_time_left_and_asks_to_be_polled(
    deposit: Deposit, staff: Client
) -> None:
    work_on_deposit(deposit_id=deposit.pk, batch=Batch(files=2, seconds=60))
    Deposit.objects.update(started_at=timezone.now() - timedelta(seconds=4))
    deposit.refresh_from_db()
    course = course_of(deposit)
    assert (course.done, course.left, course.total) == (2, 2, 4)
    assert course.pace == pytest.approx(0.5, rel=0.2)
    assert course.seconds_left == pytest.approx(4, abs=1)
    fragment = staff.get(reverse("catalog_deposit_course", args=[deposit.pk])).content.decode()
    assert "data-fonds-poll" in fragment
    assert "2 of 4" in fragment
    work_on_deposit(deposit_id=deposit.pk)
    assert "data-fonds-poll" not in staff.get(reverse("catalog_deposit_course", args=[deposit.pk])).content.decode()


def test_the_time_left_is_told_in_round_figures() -> None:
    assert time_left(20) == "less than a minute left"
    assert time_left(200) == "about 3 minutes left"
    assert time_left(3 * 3600 + 400) == "about 3 hours left"


def test_a_deposit_whose_command_was_killed_is_shown_as_interrupted_and_goes_on(
    deposit: Deposit, staff: Client, run_tasks: Callable[[], None]
) -> None:
    work_on_deposit(deposit_id=deposit.pk, batch=Batch(files=1, seconds=60))
    Deposit.objects.update(runner=f"{os.uname().nodename}:1:1")
    assert "Interrupted" in page(staff, deposit)
    staff.post(reverse("catalog_deposit_act", args=[deposit.pk, "resume"]))
    run_tasks()
    deposit.refresh_from_db()
    assert deposit.state == "ended"


def test_one_refused_file_or_all_are_tried_again(
    deposit: Deposit, staff: Client, run_tasks: Callable[[], None]
) -> None:
    work_on_deposit(deposit_id=deposit.pk)
    refused = deposit.files.get(outcome="refused")
    Path(refused.path).write_bytes(jpeg(3))
    staff.post(reverse("catalog_deposit_act", args=[deposit.pk, "retry"]), {"file": refused.pk})
    run_tasks()
    refused.refresh_from_db()
    assert (refused.outcome, refused.attempts) == ("ingested", 1)


def test_a_deposit_is_stopped_and_cannot_be_stopped_twice(deposit: Deposit, staff: Client) -> None:
    work_on_deposit(deposit_id=deposit.pk, batch=Batch(files=1, seconds=60))
    for _ in range(2):
        answer = staff.post(reverse("catalog_deposit_act", args=[deposit.pk, "cancel"]), follow=True)
    deposit.refresh_from_db()
    assert deposit.state == "canceled"
    assert "Only a deposit that runs can be stopped." in answer.content.decode()
    assert staff.post(reverse("catalog_deposit_act", args=[deposit.pk, "burn"])).status_code == 404


def test_the_list_and_a_page_take_the_same_queries_however_many_there_are(
    staff: Client, tmp_path: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    addresses = [reverse("catalog_deposits")]
    for number in range(12):
        made = open_deposit(paths=[tmp_path], order=IngestOrder())
        made.files.bulk_create(
            DepositFile(deposit=made, key=str(place), location="x", path=f"{place}.jpg", outcome="refused")
            for place in range(number * 10)
        )
    addresses.append(reverse("catalog_deposit_page", args=[made.pk]))
    for address in addresses:
        staff.get(address)
        with django_assert_max_num_queries(32):
            assert staff.get(address).status_code == 200


def test_only_staff_with_the_right_see_deposits(deposit: Deposit, journalist: Client) -> None:
    for client in (Client(), journalist):
        for name in ("catalog_deposit_page", "catalog_deposit_course", "catalog_deposit_undo"):
            assert client.get(reverse(name, args=[deposit.pk])).status_code == 302
        assert client.get(reverse("catalog_deposits")).status_code == 302
        assert client.get(reverse("catalog_file_states"), {"file": 1}).status_code == 302
        assert client.post(reverse("catalog_deposit_act", args=[deposit.pk, "cancel"])).status_code == 302
    deposit.refresh_from_db()
    assert deposit.state == "listing"
