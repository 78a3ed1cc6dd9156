"""Staff describe a thing in the edit form; what they set is never overwritten by its file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Document, Photo
from archive.operations.attach_metadata import said_of
from catalog.models import Collection, PhotoFacts, Record, RecordAsset, Subject, User
from catalog.operations.prefill_record import prefill_record, prefill_records
from catalog.vocabulary.languages import languages
from tests.integration.catalog.conftest import MakeRecord
from tests.integration.catalog.record_forms import edit_address, open_form, save

Tie = Callable[[Record, Photo | Document], RecordAsset]
SAID = {"metadata": {"title": {"default": "Из файла"}, "date_edtf": "1911", "creators": ["Файлов"],
                     "camera": "Zenit", "keywords": ["karvon"]}}  # fmt: skip


@pytest.fixture
def photo_record(make_record: MakeRecord, tie: Tie, photo: Photo) -> Record:
    """Return a record of a photo."""
    record = make_record(kind="photo", original_title="scan-001")
    tie(record, photo)
    PhotoFacts.objects.create(record=record)
    return record


def fresh(record: Record) -> Record:
    """Return the row as stored."""
    found: Record = Record.objects.get(pk=record.pk)
    return found


def test_a_record_without_files_is_added_by_hand_and_published(staff: Client) -> None:
    address = reverse("wagtailsnippets_catalog_record:add") + "?kind=document"
    data = open_form(staff, address)
    data |= {"title_ru": "Книга досмотра", "date_edtf": "ок. 1926", "access": "public"}
    response = save(staff, address, data, publish=True)
    assert response.status_code == 302
    record = Record.objects.get()
    assert (record.kind, record.live, record.date_edtf, record.title_ru) == (
        "document", True, "1926~", "Книга досмотра",
    )  # fmt: skip
    assert {"title_ru", "date_edtf", "access"} <= set(record.edited_fields)


def test_opening_and_saving_untouched_marks_nothing_as_edited(staff: Client, photo_record: Record) -> None:
    data = open_form(staff, edit_address(photo_record))
    save(staff, edit_address(photo_record), data, publish=True)
    assert fresh(photo_record).edited_fields == []


def test_reading_again_leaves_an_edited_field_alone_in_the_live_record_and_in_the_draft(
    staff: Client, photo_record: Record, photo: Photo
) -> None:
    data = open_form(staff, edit_address(photo_record))
    save(staff, edit_address(photo_record), data | {"original_title": "Karvon 1911-yil"})
    Photo.objects.filter(pk=photo.pk).update(technical=SAID)
    prefill_records(Photo.objects.get(pk=photo.pk))
    live = fresh(photo_record)
    draft = live.get_latest_revision_as_object()
    assert live.original_title == "scan-001", "a draft is not live"
    assert draft.original_title == "Karvon 1911-yil"
    assert (live.date_edtf, draft.date_edtf) == ("1911", "1911"), "what nobody edited is filled in both"


def test_what_a_file_filled_in_while_the_form_was_open_is_kept(
    staff: Client, photo_record: Record, photo: Photo
) -> None:
    data = open_form(staff, edit_address(photo_record))
    photo.technical = SAID
    prefill_record(record=fresh(photo_record), asset=photo, said=said_of(photo))
    save(staff, edit_address(photo_record), data | {"title_ru": "Караван"}, publish=True)
    record = fresh(photo_record)
    assert (record.original_title, record.date_edtf, record.title_ru) == ("Из файла", "1911", "Караван")
    assert [subject.label_uz for subject in record.subjects.all()] == ["karvon"]
    assert record.edited_fields == ["title_ru"]


def test_facts_of_the_kind_wait_with_the_draft_and_are_kept_from_the_file(
    staff: Client, photo_record: Record, photo: Photo
) -> None:
    address = edit_address(photo_record)
    save(staff, address, open_form(staff, address) | {"facts-camera": "FED", "facts-technique": "bromkumush"})
    assert PhotoFacts.objects.get().camera == "", "a draft changes nothing live"
    assert open_form(staff, address)["facts-camera"] == "FED"
    Photo.objects.filter(pk=photo.pk).update(technical=SAID)
    prefill_records(Photo.objects.get(pk=photo.pk))
    assert PhotoFacts.objects.get().camera == ""
    save(staff, address, open_form(staff, address), publish=True)
    facts = PhotoFacts.objects.get()
    assert (facts.camera, facts.technique) == ("FED", "bromkumush")


def test_a_wrong_date_is_named_with_what_to_write(staff: Client, photo_record: Record) -> None:
    data = open_form(staff, edit_address(photo_record))
    response = save(staff, edit_address(photo_record), data | {"date_edtf": "kecha"})
    errors = response.context["form"].errors
    assert list(errors) == ["date_edtf"]
    assert "kecha" in errors["date_edtf"][0]
    assert "1924" in errors["date_edtf"][0], "the message gives an example"


def test_a_title_is_asked_for_and_an_embargo_for_its_day(staff: Client, photo_record: Record) -> None:
    data = open_form(staff, edit_address(photo_record))
    response = save(staff, edit_address(photo_record), data | {"original_title": "", "access": "embargo"})
    assert set(response.context["form"].errors) == {"original_title", "embargo_until"}


def test_names_are_typed_and_an_unknown_one_is_refused(staff: Client, photo_record: Record) -> None:
    subject = Subject.objects.create(slug="karvonlar", label_uz="Karvonlar", label_ru="Караваны")
    address = edit_address(photo_record)
    save(staff, address, open_form(staff, address) | {"subjects-add": "караваны"}, publish=True)
    assert list(fresh(photo_record).subjects.all()) == [subject]
    response = save(staff, address, open_form(staff, address) | {"subjects-add": "Аэростаты"})
    assert "Аэростаты" in response.context["form"].errors["subjects"][0]


def test_the_history_names_the_change_and_compares_in_words(staff: Client, photo_record: Record) -> None:
    address = edit_address(photo_record)
    save(staff, address, open_form(staff, address) | {"title_ru": "Первое", "facts-camera": "FED"}, publish=True)
    save(staff, address, open_form(staff, address) | {"title_ru": "Второе", "languages": ["ru"]}, publish=True)
    assert staff.get(reverse("wagtailsnippets_catalog_record:history", args=[photo_record.pk])).status_code == 200
    first, second = fresh(photo_record).revisions.order_by("pk").values_list("pk", flat=True)
    compare = reverse("wagtailsnippets_catalog_record:revisions_compare", args=[photo_record.pk, first, second])
    page = staff.get(compare).content.decode()
    assert "Первое" in page
    assert "Второе" in page
    assert languages()["ru"].label("uz") in page


def test_going_back_to_a_revision_keeps_what_is_known_to_be_edited(staff: Client, photo_record: Record) -> None:
    address = edit_address(photo_record)
    save(staff, address, open_form(staff, address) | {"title_ru": "Первое"}, publish=True)
    save(staff, address, open_form(staff, address) | {"title_en": "Second"}, publish=True)
    first = fresh(photo_record).revisions.order_by("pk").values_list("pk", flat=True)[0]
    back = reverse("wagtailsnippets_catalog_record:revisions_revert", args=[photo_record.pk, first])
    save(staff, address, open_form(staff, back), publish=True)
    assert {"title_ru", "title_en"} <= set(fresh(photo_record).edited_fields)


def test_a_saved_draft_costs_readers_nothing(staff: Client, photo_record: Record) -> None:
    version = fresh(photo_record).version
    data = open_form(staff, edit_address(photo_record))
    save(staff, edit_address(photo_record), data | {"title_ru": "Черновик"})
    assert fresh(photo_record).version == version
    assert fresh(photo_record).title_ru in {None, ""}


def test_the_form_says_how_the_date_is_read_and_derives_the_cyrillic(staff: Client, photo_record: Record) -> None:
    Record.objects.filter(pk=photo_record.pk).update(date_edtf="1926~", title_uz="Toshkent")
    page = staff.get(edit_address(photo_record)).content.decode()
    assert "1926" in page.split('data-fonds-understood="date"')[1].split("</p>")[0]
    assert "Тошкент" in page
    answer = staff.get(reverse("catalog_understood"), {"date": "1920-е", "uz": "Gʻijduvon"}).json()
    assert "1920" in answer["date"]
    assert answer["cyrillic"] == "Ғиждувон"
    assert "kecha" in staff.get(reverse("catalog_understood"), {"date": "kecha"}).json()["date"]


def test_people_without_the_right_see_no_record_in_the_admin(client: Client, photo_record: Record) -> None:
    assert client.get(edit_address(photo_record)).status_code == 302
    client.force_login(User.objects.create_user("nobody"))
    response = client.get(edit_address(photo_record))
    assert response.status_code == 302
    assert Collection.objects.count() == 0
