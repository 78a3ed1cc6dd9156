"""Records like one are those that share its subjects, places, people and words, as far as one may see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.access import Audience, Standing
from catalog.models import Agent, Collection, Place, Record, RecordAgent, Subject
from search.finding.similar import similar_records
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]
PUBLIC = Audience(Standing.PUBLIC, date(2026, 9, 1))
STAFF = Audience(Standing.STAFF, date(2026, 9, 1))


@pytest.fixture
def index_folder(search_engine: str, settings: Any) -> Path:
    """Run every test of this module on each engine."""
    return Path(settings.FONDS_INDEX)


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def smuggling(db: None) -> Subject:
    return Subject.objects.create(
        slug="smuggling", label_uz="Kontrabanda", label_ru="Контрабанда", label_en="Smuggling"
    )


def alike(record: Record, audience: Audience = PUBLIC) -> list[str]:
    return [each.original_title for each in similar_records(Record.objects.get(pk=record.pk), audience)]


def test_shared_subjects_weigh_more_than_a_shared_word(make_record: Maker, drain: Drained, smuggling: Subject) -> None:
    one = make_record(original_title="Караван у моста", original_language="ru")
    make_record(original_title="Мост через Сурхан", original_language="ru")
    other = make_record(original_title="Opium under the floor", original_language="en")
    make_record(original_title="Ikat", original_language="en")
    one.subjects.add(smuggling)
    other.subjects.add(smuggling)
    for record in (one, other):
        record.save()
    drain()
    assert alike(one) == ["Opium under the floor", "Мост через Сурхан"]


def test_people_and_places_in_common_make_records_alike_whatever_their_language(
    make_record: Maker, drain: Drained
) -> None:
    place = Place.objects.create(slug="termiz", label_uz="Termiz", label_ru="Термез", label_en="Termez")
    agent = Agent.objects.create(slug="orlov", label_ru="Орлов, Пётр", label_en="Orlov, Pyotr")
    one, two, three = (make_record(original_title=title) for title in ("Aaaa", "Bbbb", "Cccc"))
    make_record(original_title="Dddd")
    for record in (one, two):
        record.places.add(place)
        record.save()
    for record in (one, three):
        RecordAgent.objects.create(record=record, agent=agent)
    drain()
    assert sorted(alike(one)) == ["Bbbb", "Cccc"]


def test_uzbek_in_either_alphabet_is_alike(make_record: Maker, drain: Drained) -> None:
    one = make_record(title_uz="Termiz bojxonasining roʻyxati", original_title="Bir")
    make_record(original_title="Термиз божхонаси рўйхати", original_language="uz-Cyrl")
    drain()
    assert alike(one) == ["Термиз божхонаси рўйхати"]


def test_a_record_that_says_little_is_judged_by_its_pages(make_record: Maker, drain: Drained) -> None:
    one = make_record(["zarafshon daryosi toshqini zarafshon kemalari"], original_title="scan 001")
    make_record(["zarafshon boʻyidagi kemalari haqida"], original_title="scan 002")
    make_record(["butunlay boshqa gaplar"], original_title="x 003")
    drain()
    assert alike(one)[0] == "scan 002"
    assert "x 003" not in alike(one)


def test_the_newest_of_the_collection_fill_the_row_where_little_is_alike(make_record: Maker, drain: Drained) -> None:
    collection = Collection.objects.create(slug="maps", title_uz="Xaritalar")
    first = make_record(original_title="A", collection=collection)
    for number in range(8):
        make_record(original_title=f"N{number}", collection=collection)
    make_record(original_title="elsewhere")
    drain()
    assert alike(first) == [f"N{number}" for number in (7, 6, 5, 4, 3, 2)]


def test_a_record_that_says_nothing_has_no_likes(make_record: Maker, drain: Drained) -> None:
    one = make_record(original_title="7")
    make_record(original_title="8")
    drain()
    assert alike(one) == []


@pytest.mark.parametrize("is_told", [True, False])
def test_hidden_records_are_like_none(make_record: Maker, drain: Drained, smuggling: Subject, is_told: bool) -> None:
    one, hidden = make_record(original_title="Open"), make_record(original_title="Hidden")
    for record in (one, hidden):
        record.subjects.add(smuggling)
        record.save()
    drain()
    hidden.access = "staff"
    hidden.save()
    if is_told:
        drain()
    assert alike(one) == []
    assert alike(one, STAFF) == ["Hidden"]


def test_the_record_page_shows_a_shelf_and_leads_to_all(
    client: Client, make_record: Maker, drain: Drained, smuggling: Subject
) -> None:
    records = [make_record(original_title=f"Seizure {number}") for number in range(9)]
    for record in records:
        record.subjects.add(smuggling)
        record.save()
    drain()
    page = client.get(f"/en/record/{records[0].pid}/")
    assert len(page.context["related"]) == 6
    text = page.content.decode()
    assert "Related records" in text
    assert f'href="/en/record/{records[0].pid}/like/"' in text
    listed = client.get(f"/en/record/{records[0].pid}/like/")
    assert listed.status_code == 200
    assert len(listed.context["hits"]) == 8
    assert listed["X-Robots-Tag"] == "noindex"
    found = client.get("/en/search/", {"q": "seizure"}).content.decode()
    assert f'href="/en/record/{records[3].pid}/like/"' in found


def test_records_like_a_hidden_or_absent_one_are_not_told(client: Client, make_record: Maker, drain: Drained) -> None:
    hidden = make_record(original_title="Hidden", access="staff")
    drain()
    assert client.get(f"/en/record/{hidden.pid}/like/").status_code == 404
    assert client.get("/en/record/nonsense/like/").status_code == 404


@pytest.mark.usefixtures("settled_engine")
def test_the_number_of_database_queries_does_not_grow_with_the_row(
    make_record: Maker, drain: Drained, smuggling: Subject
) -> None:
    one = make_record(original_title="Seizure")
    counts = []
    for _ in range(2):
        for number in range(3):
            record = make_record([f"page {number}"], original_title=f"Seizure {number}")
            record.subjects.add(smuggling)
            record.save()
        drain()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            alike(one)
        counts.append(len(queries))
    assert counts[0] == counts[1]
