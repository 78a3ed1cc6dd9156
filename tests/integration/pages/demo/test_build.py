"""The demonstration comes in through the project's own ingest, once, and each role sees its part of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command

from archive.models import Page
from catalog.choices import Access
from catalog.models import Collection, Place, Record, User
from catalog.operations.prefill_record import prefill_records
from catalog.vocabulary.identifiers import new_pid
from pages.demo import build, describing, drawing, people
from pages.demo.content import Content, RecordEntry, read_content
from pages.demo.errors import FileNotTaken
from pages.models import HomePage

WANTED = ("MB-0117", "ФА-0239", "ФА-0301", "ФА-0296", "К-0402")
pytestmark = pytest.mark.django_db


@pytest.fixture
def content(monkeypatch: pytest.MonkeyPatch) -> Content:
    """Return a demonstration of five records: quick to draw, and one of each access that matters."""
    whole = read_content()
    few = dataclasses.replace(whole, records=tuple(row for row in whole.records if row.id in WANTED))
    monkeypatch.setattr(build, "read_content", lambda: few)
    monkeypatch.setattr(build, "_drawn", _drawn_here)
    return few


def _drawn_here(entries: list[RecordEntry], folder: Path) -> Iterator[tuple[Path, RecordEntry]]:
    for entry in entries:
        yield drawing.draw_file(entry, folder), entry


def silent(_step: str, _done: int, _total: int) -> None:
    pass


def state_of_catalog() -> list[tuple[object, ...]]:
    return [
        *Record.objects.order_by("pk").values_list("pid", "version", "title_uz", "access"),
        *Collection.objects.order_by("pk").values_list("pk", "slug"),
        *User.objects.order_by("pk").values_list("pk", "password"),
        *HomePage.objects.order_by("pk").values_list("pk", "slug"),
    ]


def test_a_second_run_changes_nothing(content: Content) -> None:
    first = build.build_demo(wait=False, report=silent)
    before = state_of_catalog()
    second = build.build_demo(wait=False, report=silent)

    assert len(first.pids) == len(WANTED)
    assert (second.pids, second.logins, second.held) == ((), (), len(WANTED))
    assert state_of_catalog() == before


def test_records_say_what_the_data_files_say_in_every_language(content: Content) -> None:
    build.build_demo(wait=False, report=silent)
    bridge = Record.objects.get(identifiers__value="MB-0117")

    assert bridge.kind == "photo"
    assert bridge.live
    assert bridge.title_uz == "Amudaryo ustidagi temir yoʻl koʻprigi"
    assert bridge.title_ru == "Железнодорожный мост через Амударью"
    assert bridge.date_edtf == "1905~"
    assert bridge.date_earliest is not None
    assert bridge.date_earliest <= date(1905, 1, 1)
    assert {str(row.agent.label_en) for row in bridge.record_agents.all()} == {"Nikolai Zaitsev"}
    assert set(bridge.subjects.values_list("label_en", flat=True)) == {"bridges", "railways", "river shipping"}
    assert Place.objects.get(slug="amudaryo").latitude == pytest.approx(37.21)
    for code in ("uz", "ru", "en"):
        assert describing.MADE_FOR_DEMO[code] in getattr(bridge, f"credit_line_{code}")


def test_reading_the_file_leaves_the_description_alone(content: Content) -> None:
    build.build_demo(wait=False, report=silent)
    bridge = Record.objects.get(identifiers__value="MB-0117")
    row = bridge.record_assets.get()
    assert row.photo is not None
    prefill_records(row.photo)
    again = Record.objects.get(pk=bridge.pk)

    assert again.title_en == "Railway bridge over the Amu Darya"
    assert again.credit_line_en == bridge.credit_line_en
    assert again.subjects.count() == 3


def test_restricted_records_have_their_access_and_the_embargo_its_day(content: Content) -> None:
    build.build_demo(wait=False, report=silent)
    access = dict(Record.objects.values_list("identifiers__value", "access"))

    assert access["ФА-0239"] == Access.STAFF
    assert access["MB-0117"] == Access.PUBLIC
    for code in ("ФА-0301", "ФА-0296"):
        assert access[code] == Access.EMBARGO
        assert Record.objects.get(identifiers__value=code).embargo_until == date(2030, 1, 15)


def test_permanent_ids_are_the_same_in_every_demonstration(content: Content) -> None:
    build.build_demo(wait=False, report=silent)
    first = dict(Record.objects.values_list("identifiers__value", "pid"))
    Record.objects.all().delete()
    entry = next(row for row in content.records if row.id == "К-0402")

    assert describing.missing_entries(content) == list(content.records)
    assert first[entry.id] == new_pid(Random(entry.id))


def test_a_file_the_archive_refuses_stops_the_run_and_leaves_no_record(content: Content, tmp_path: Path) -> None:
    shelves = describing.set_up_shelves(content)
    path = tmp_path / "empty.jpg"
    path.write_bytes(b"")

    with pytest.raises(FileNotTaken, match=content.records[0].id):
        describing.take_in(entry=content.records[0], path=path, shelves=shelves)
    assert not Record.objects.exists()


def test_the_journalist_is_accredited_and_the_cataloguer_may_edit(content: Content) -> None:
    made = {login.username: login for login in people.make_people()}
    journalist, cataloguer = User.objects.get(username="journalist"), User.objects.get(username="cataloguer")

    assert journalist.check_password(made["journalist"].password)
    assert journalist.accredited_until is not None
    assert journalist.accredited_until > date.today()  # noqa: DTZ011
    assert not journalist.has_perm("wagtailadmin.access_admin")
    assert cataloguer.has_perms(["wagtailadmin.access_admin", "catalog.change_record", "catalog.publish_record"])
    assert people.make_people() == []


def test_the_command_says_what_it_did_and_shows_passwords_once(content: Content) -> None:
    first, second = StringIO(), StringIO()
    call_command("demo", "--no-wait", stdout=first)
    call_command("demo", "--no-wait", stdout=second)

    assert f"Added {len(WANTED)} records" in first.getvalue()
    assert "journalist, password" in first.getvalue()
    assert "nothing to add" in second.getvalue()
    assert "password" not in second.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_born_digital_document_is_read_without_ocr(content: Content, run_tasks: Callable[[], None]) -> None:
    build.build_demo(wait=False, report=silent)
    run_tasks()
    record = Record.objects.get(identifiers__value="К-0402")
    pages = Page.objects.filter(document=record.record_assets.get().document).order_by("number")

    assert [page.source for page in pages] == ["text_layer"] * 5
    assert "удостоверяла бумажная бандероль." in " ".join(pages[1].text.split())
