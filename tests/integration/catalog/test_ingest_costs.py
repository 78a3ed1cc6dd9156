"""What a file costs does not grow with the deposit, and what is done for many at once is done for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from modelsearch.backends import get_search_backend
from wagtail.models import ReferenceIndex

from archive.models import Photo
from catalog.models import Record
from search.models import OutboxEntry
from tests.integration.catalog.conftest import jpeg

pytestmark = pytest.mark.django_db
Deposits = Callable[..., Any]
MOST_QUESTIONS = 150
"""Asked of the database for one small photo, from its receipt to its record."""


def photos(first: int, count: int) -> dict[str, bytes]:
    return {f"Surat{number}.jpg": jpeg(number) for number in range(first, first + count)}


def test_choosers_find_the_photos_of_a_deposit_and_forget_a_deleted_one(deposit: Deposits) -> None:
    deposit(photos(1, 3))
    search = get_search_backend("default").search
    assert {photo.title for photo in search("Surat2", Photo)} == {"Surat2"}
    Photo.objects.get(title="Surat2").delete()
    assert not list(search("Surat2", Photo))


def test_choosers_find_a_photo_by_its_new_title(deposit: Deposits, settle: Any) -> None:
    deposit(photos(1, 1))
    photo = Photo.objects.get()
    photo.title = "Termiz"
    settle(photo.save)
    assert list(get_search_backend("default").search("Termiz", Photo)) == [photo]


def test_a_record_refers_to_its_photo_without_a_task_for_it(deposit: Deposits) -> None:
    tasks = DBTaskResult.objects.filter(task_path="wagtail.tasks.update_reference_index_task")
    before = tasks.count()
    deposit(photos(1, 1))
    record, photo = Record.objects.get(), Photo.objects.get()
    assert [str(each.object_id) for each in ReferenceIndex.get_references_to(photo)] == [str(record.pk)]
    assert tasks.count() == before


def test_a_photo_of_a_large_deposit_asks_no_more_than_one_of_a_small_one(deposit: Deposits) -> None:
    deposit(photos(1, 1))
    asked = []
    for first, count in ((10, 2), (20, 6), (40, 10)):
        with CaptureQueriesContext(connection) as questions:
            deposit(photos(first, count))
        asked.append(len(questions))
    for_four = (asked[1] - asked[0], asked[2] - asked[1])
    assert for_four[1] <= for_four[0] * 1.1
    assert for_four[0] / 4 < MOST_QUESTIONS


def test_a_new_record_is_announced_once_when_taken_in_and_twice_when_examined(deposit: Deposits, settings: Any) -> None:
    settings.SEARCH_DRAIN_INLINE = False
    deposit(photos(1, 1))
    assert 1 <= OutboxEntry.objects.filter(source="record").count() <= 3
