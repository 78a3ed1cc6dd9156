"""Staff find records in the list and act on many at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.choices import EventName, PageState
from archive.models import AssetEvent, Document, Page, Photo
from catalog.models import Agent, Collection, Record, RecordAgent, RecordAsset, RecordIdentifier, Subject
from tests.integration.catalog.conftest import MakeRecord

Tie = Callable[[Record, Photo | Document], RecordAsset]
LIST = "/admin/records/"


def titles(client: Client, **query: Any) -> list[str]:
    """Return the titles the list shows for a query, sorted."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return sorted(str(record) for record in response.context["object_list"])


def bulk(client: Client, action: str, records: list[Record], **data: Any) -> Any:
    """Carry out a bulk action as the confirmation page does."""
    ids = "&".join(f"id={record.pk}" for record in records)
    address = reverse("wagtail_bulk_action", args=["catalog", "record", action])
    assert client.get(f"{address}?{ids}").status_code == 200
    return client.post(f"{address}?{ids}&next={LIST}", data)


def fill(make_record: MakeRecord, count: int) -> None:
    """Make records with everything a row shows."""
    collection, _ = Collection.objects.get_or_create(slug="c", title_uz="Toʻplam")
    agent, _ = Agent.objects.get_or_create(slug="a", label_uz="Kimdir")
    for number in range(count):
        record = make_record(collection=collection, original_title=f"Hujjat {number}")
        document = Document(title="x", sha256=f"{Document.objects.count():064}", file="originals/x.png", page_count=1)
        document.save()
        Page.objects.create(document=document, number=1, state=PageState.READY)
        RecordAsset.objects.create(record=record, document=document)
        RecordAgent.objects.create(record=record, agent=agent)
        RecordIdentifier.objects.create(record=record, value=f"C-{number}")
        record.save_revision()


def test_the_list_asks_as_many_questions_for_twelve_records_as_for_three(
    make_record: MakeRecord, staff: Client
) -> None:
    ContentType.objects.get_for_model(Record)
    fill(make_record, 3)
    staff.get(LIST)
    with CaptureQueriesContext(connection) as few:
        staff.get(LIST)
    fill(make_record, 9)
    with CaptureQueriesContext(connection) as many:
        staff.get(LIST)
    assert len(many) == len(few), "\n".join(query["sql"][:150] for query in many.captured_queries)


def test_search_finds_titles_in_every_language_numbers_and_permanent_ids(
    make_record: MakeRecord, staff: Client
) -> None:
    first = make_record(original_title="", title_uz="Termiz pakgauzi", title_ru="Пакгауз в Термезе")
    second = make_record(original_title="Книга досмотра")
    RecordIdentifier.objects.create(record=second, value="ф. 2, д. 147")
    assert titles(staff, q="пакгауз") == [str(first)]
    assert titles(staff, q="ТЕРМЕЗЕ пакгауз") == [str(first)]
    assert titles(staff, q="д. 147") == [str(second)]
    assert titles(staff, q=f"{first.pid[:4]}-{first.pid[4:8]}-{first.pid[8:]}".lower()) == [str(first)]
    assert titles(staff, q="аэростат") == []


def test_filters_narrow_the_list(make_record: MakeRecord, staff: Client, tie: Tie, document: Document) -> None:
    collection = Collection.objects.create(slug="c", title_uz="Toʻplam")
    subject = Subject.objects.create(slug="s", label_ru="Караваны")
    photo = make_record(kind="photo", original_title="photo", collection=collection, languages=["ru"])
    photo.subjects.set([subject])
    photo.save()
    draft = make_record(original_title="draft", live=False, access="staff")
    tie(draft, document)
    page = document.pages.get()
    assert titles(staff, kind="photo") == ["photo"]
    assert titles(staff, collection=collection.pk) == ["photo"]
    assert titles(staff, collection="null") == ["draft"]
    assert titles(staff, access="staff") == ["draft"]
    assert titles(staff, state="draft") == ["draft"]
    assert titles(staff, state="live") == ["photo"]
    assert titles(staff, language="ru") == ["photo"]
    assert titles(staff, subject="карав") == ["photo"]
    assert titles(staff, reading="parked") == []
    Page.objects.filter(pk=page.pk).update(state=PageState.PARKED)
    assert titles(staff, reading="parked") == ["draft"]
    assert titles(staff, reading="none") == ["photo"]


@pytest.mark.parametrize("ordering", ["shown_title", "-shown_title", "date_earliest", "-created_at", "access", "kind"])
def test_every_heading_sorts(make_record: MakeRecord, staff: Client, ordering: str) -> None:
    make_record(original_title="б", date_edtf="1920")
    make_record(original_title="", title_en="a")
    response = staff.get(LIST, {"ordering": ordering})
    shown = [str(record) for record in response.context["object_list"]]
    assert sorted(shown) == ["a", "б"]
    if ordering == "shown_title":
        assert shown == ["a", "б"]
    if ordering == "date_earliest":
        assert shown[0] == "б", "undated records come last"


def test_access_is_changed_at_once_and_in_the_waiting_draft(make_record: MakeRecord, staff: Client) -> None:
    record = make_record(access="public")
    record.title_ru = "Черновик"
    record.save_revision(changed=True)
    bulk(staff, "change_access", [record], access="embargo", embargo_until="2099-01-01")
    live = Record.objects.get()
    assert (live.access, live.embargo_until) == ("embargo", date(2099, 1, 1))
    draft = live.get_latest_revision_as_object()
    assert (draft.access, draft.title_ru) == ("embargo", "Черновик")


def test_an_embargo_without_a_day_changes_nothing(make_record: MakeRecord, staff: Client) -> None:
    record = make_record(access="public")
    response = bulk(staff, "change_access", [record], access="embargo")
    assert "embargo_until" in response.context["form"].errors
    assert Record.objects.get().access == "public"


def test_publishing_many_goes_on_past_one_that_is_not_whole(make_record: MakeRecord, staff: Client) -> None:
    whole = make_record(live=False)
    nameless = make_record(live=False, original_title="")
    bulk(staff, "publish_records", [whole, nameless])
    assert {record.pk: record.live for record in Record.objects.all()} == {whole.pk: True, nameless.pk: False}
    page = staff.get(LIST).content.decode()
    assert nameless.pid in page
    assert "title" in page


def test_records_are_unpublished_moved_and_deleted(
    make_record: MakeRecord, staff: Client, tie: Tie, photo: Photo
) -> None:
    records = [make_record(), make_record()]
    tie(records[0], photo)
    bulk(staff, "unpublish_records", records)
    assert not Record.objects.filter(live=True).exists()
    collection = Collection.objects.create(slug="c", title_uz="Toʻplam")
    bulk(staff, "place_records", records, collection=collection.pk)
    assert Record.objects.filter(collection=collection).count() == 2
    bulk(staff, "delete", records)
    assert not Record.objects.exists()
    assert Photo.objects.filter(pk=photo.pk).exists(), "the file itself stays"


def test_no_bulk_action_reaches_past_the_filters(make_record: MakeRecord, staff: Client) -> None:
    fill(make_record, 1)
    assert "num-objects-in-listing" not in staff.get(LIST).content.decode()


def test_a_reader_without_rights_cannot_act(make_record: MakeRecord, journalist: Client) -> None:
    record = make_record()
    address = reverse("wagtail_bulk_action", args=["catalog", "record", "change_access"])
    journalist.post(f"{address}?id={record.pk}", {"access": "public"})
    assert Record.objects.get().access == record.access


def test_the_pages_of_chosen_records_are_read_again_in_the_languages_told(
    make_record: MakeRecord, staff: Client, document: Document, tie: Tie, django_capture_on_commit_callbacks: Any
) -> None:
    Page.objects.create(document=document, number=2, state=PageState.READY, version=2, text="tuzatilgan")
    record, bare = make_record(), make_record()
    tie(record, document)
    with django_capture_on_commit_callbacks(execute=True):
        response = bulk(staff, "read_again", [record, bare], languages=["uz-Cyrl", "ru"])
    assert response.status_code == 302
    waiting, corrected = document.pages.order_by("number")
    assert (waiting.state, waiting.told_languages) == (PageState.WAITING, ["uz-Cyrl", "ru"])
    assert (corrected.state, corrected.told_languages, corrected.text) == (PageState.READY, [], "tuzatilgan")
    event = AssetEvent.objects.get(name=EventName.READ_AGAIN)
    assert event.detail == {"pages": 1, "left_alone": 1, "languages": "uz-Cyrl, ru"}
    assert event.user is not None
    assert "uz-Cyrl, ru" in staff.get(reverse("catalog_asset", args=["document", document.pk])).content.decode()


def test_very_many_records_are_read_again_by_the_worker(
    make_record: MakeRecord, staff: Client, document: Document, tie: Tie, run_tasks: Callable[[], None]
) -> None:
    records = [make_record() for _ in range(60)]
    tie(records[-1], document)
    bulk(staff, "read_again", records, languages=["ru"])
    assert document.pages.get().state == PageState.READY
    run_tasks()
    assert document.pages.get().told_languages == ["ru"]


def test_only_installed_languages_are_offered_and_taken(staff: Client, document: Document) -> None:
    shown = staff.get(reverse("catalog_asset", args=["document", document.pk])).content.decode()
    for tag in ("uz-Cyrl", "uz-Latn", "ru", "en"):
        assert f'value="{tag}"' in shown
    staff.post(reverse("catalog_read_again", args=["document", document.pk]), {"languages": ["tlh"]})
    assert document.pages.get().state == PageState.READY
