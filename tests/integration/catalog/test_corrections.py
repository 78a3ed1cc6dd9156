"""Staff correct the text of a page; nothing of anybody's is lost, and the machine never writes over it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from archive.choices import EventName, PageState
from archive.extract.types import PageReading, TextSource, Word
from archive.extract.words import unpack
from archive.models import AssetEvent, Document, Page
from archive.operations.keep_version import keep_reading
from archive.operations.read_again import read_again
from archive.operations.read_page import park_page, read_page
from archive.reasons import Reason
from archive.specimens.pages import draw_text
from catalog.models import Record, RecordAsset, User
from tests.integration.catalog.conftest import MakeRecord


@pytest.fixture
def page(document: Document) -> Page:
    """Return a page of one word, "Термиз"."""
    Page.objects.update(width_px=620, height_px=877)
    return document.pages.get()


def screen(page: Page) -> str:
    return reverse("catalog_page_text", args=[page.document_id, page.number])


def room_of(record: Record) -> str:
    with translation.override("en"):
        return record.get_absolute_url()


def edition_on(client: Client, page: Page) -> str:
    """Return the edition the screen gives to a person now."""
    found = re.search(r'name="edition" value="([^"]+)"', client.get(screen(page)).content.decode())
    assert found
    return found[1]


def change(client: Client, page: Page, edition: str, **what: Any) -> Any:
    address = reverse("catalog_page_word", args=[page.document_id, page.number])
    return client.post(address, {"edition": edition, **what})


def test_a_word_is_corrected_and_is_then_shown_and_served(
    staff: Client, page: Page, make_record: MakeRecord, tie: Callable[..., RecordAsset]
) -> None:
    record = make_record()
    tie(record, page.document)
    words_before = staff.get(reverse("page-words", args=[page.document.uid, 1]))
    answer = change(staff, page, edition_on(staff, page), do="set", index=0, text="Тошкент").json()
    assert answer["words"][0][0] == "Тошкент"
    assert answer["words"][0][1:5] == pytest.approx([0.1, 0.1, 0.2, 0.02], abs=1e-4)
    assert Client().get(reverse("page-text", args=[page.document.uid, 1])).content.decode() == "Тошкент"
    served = Client().get(reverse("page-words", args=[page.document.uid, 1]))
    assert served.json()["words"][0][0] == "Тошкент"
    assert served["ETag"] != words_before["ETag"]
    shown = Client().get(room_of(record), follow=True).content.decode()
    assert "Тошкент" in shown
    assert "corrected by a person" in shown


def test_the_whole_text_is_saved_without_script(staff: Client, page: Page) -> None:
    response = staff.post(screen(page), {"edition": edition_on(staff, page), "text": "Термиз шаҳри\r\n\r\n1924"})
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.text == "Термиз шаҳри\n\n1924"
    assert unpack(bytes(page.words)).texts == ["Термиз", "шаҳри", "1924"]
    assert page.corrected_at is not None


def test_every_state_is_kept_with_its_maker_and_can_be_gone_back_to(staff: Client, page: Page) -> None:
    for text in ("Термез", "Термиз қалъаси"):
        staff.post(screen(page), {"edition": edition_on(staff, page), "text": text})
    shown = staff.get(screen(page)).content.decode()
    assert shown.count("nodira") >= 2 or shown.count("Nodira") >= 2
    version = reverse("catalog_page_version", args=[page.document_id, 1, 3])
    compared = staff.get(version).content.decode()
    assert "<del>Термез</del>" in compared
    assert "<ins>Термиз қалъаси</ins>" in compared
    restore = reverse("catalog_page_restore", args=[page.document_id, 1, 1])
    staff.post(restore, {"edition": edition_on(staff, page)})
    page.refresh_from_db()
    assert (page.text, page.version, page.corrected_at) == ("Термиз", 4, None)
    origins = list(page.versions.values_list("number", "origin", "of_number"))
    assert origins == [(1, "read", None), (2, "corrected", None), (3, "corrected", None), (4, "restored", 1)]
    assert AssetEvent.objects.filter(name=EventName.TEXT_CORRECTED, user__username="nodira").count() == 3


def test_of_two_people_who_change_a_word_the_later_is_told_and_loses_nothing(staff: Client, page: Page) -> None:
    edition = edition_on(staff, page)
    other = Client()
    other.force_login(User.objects.create_superuser("ruslan", first_name="Ruslan"))
    assert change(other, page, edition, do="set", index=0, text="Қарши").status_code == 200
    late = change(staff, page, edition, do="set", index=0, text="Тошкент")
    assert late.status_code == 409
    assert "ruslan" in late.json()["message"].lower()
    assert late.json()["words"][0][0] == "Қарши"
    page.refresh_from_db()
    assert page.text == "Қарши"
    again = change(staff, page, late.json()["edition"], do="set", index=0, text="Тошкент")
    assert again.status_code == 200
    assert [bytes(row.words) != b"" for row in page.versions.all()] == [True, True, True]


def test_of_two_people_who_rewrite_a_page_the_later_sees_both_and_decides(staff: Client, page: Page) -> None:
    edition = edition_on(staff, page)
    staff.post(screen(page), {"edition": edition, "text": "Қарши"})
    late = staff.post(screen(page), {"edition": edition, "text": "Тошкент шаҳри"})
    assert late.status_code == 409
    shown = late.content.decode()
    assert "Тошкент шаҳри</textarea>" in shown
    assert "<del>Қарши</del>" in shown
    page.refresh_from_db()
    assert page.text == "Қарши"
    edition = re.search(r'name="edition" value="([^"]+)"', shown)[1]  # type: ignore[index]
    staff.post(screen(page), {"edition": edition, "text": "Тошкент шаҳри"})
    page.refresh_from_db()
    assert page.text == "Тошкент шаҳри"


def test_a_page_read_again_meanwhile_is_noticed_too(staff: Client, page: Page, run_tasks: Callable[[], None]) -> None:
    edition = edition_on(staff, page)
    read_again(kind="document", asset_id=page.document_id)
    assert read_page(document_id=page.document_id, number=1)
    assert change(staff, page, edition, do="set", index=0, text="Тошкент").status_code == 409


def test_split_join_remove_and_add_answer_with_the_words_as_they_are_then(staff: Client, page: Page) -> None:
    steps: list[tuple[dict[str, Any], list[str]]] = [
        ({"do": "set", "index": 0, "text": "Тер миз"}, ["Тер", "миз"]),
        ({"do": "join", "index": 0}, ["Термиз"]),
        ({"do": "add", "text": "1924", "x": 0.32, "y": 0.1, "w": 0.1, "h": 0.02}, ["Термиз", "1924"]),
        ({"do": "remove", "index": 0}, ["1924"]),
    ]
    edition = edition_on(staff, page)
    for what, texts in steps:
        answer = change(staff, page, edition, **what).json()
        assert [word[0] for word in answer["words"]] == texts
        edition = answer["edition"]


def test_a_refused_change_says_what_to_do_and_writes_nothing(staff: Client, page: Page) -> None:
    edition = edition_on(staff, page)
    for what in ({"do": "set", "index": 5, "text": "x"}, {"do": "set", "index": 0, "text": " "}, {"do": "fly"}):
        answer = change(staff, page, edition, **what)
        assert answer.status_code == 422
        assert answer.json()["message"]
    assert staff.post(screen(page), {"edition": edition, "text": "x" * 500_000}).status_code == 422
    assert page.versions.count() == 0


def test_only_who_may_change_records_reaches_it(journalist: Client, page: Page, document: Document) -> None:
    for client in (Client(), journalist):
        assert client.get(screen(page)).status_code == 302
        assert change(client, page, page.edition, do="remove", index=0).status_code == 302
        client.post(screen(page), {"edition": page.edition, "text": ""})
        client.post(reverse("catalog_page_restore", args=[document.pk, 1, 1]), {"edition": page.edition})
        assert client.get(reverse("catalog_page_version", args=[document.pk, 1, 1])).status_code == 302
    page.refresh_from_db()
    assert (page.text, page.version) == ("Термиз", 0)


def test_the_reading_room_leads_staff_to_the_screen_and_nobody_else(
    staff: Client, page: Page, make_record: MakeRecord, tie: Callable[..., RecordAsset]
) -> None:
    record: Record = make_record()
    tie(record, page.document)
    address = room_of(record)
    assert screen(page) in staff.get(address, follow=True).content.decode()
    assert screen(page) not in Client().get(address, follow=True).content.decode()
    assert room_of(record).removeprefix("/en") in staff.get(screen(page)).content.decode()
    assert screen(page) in staff.get(reverse("catalog_asset", args=["document", page.document_id])).content.decode()


def correct(page: Page, text: str, client: Client) -> None:
    client.post(screen(page), {"edition": edition_on(client, page), "text": text})
    page.refresh_from_db()
    assert page.version == 2


def test_reading_a_file_again_leaves_corrected_pages_alone(staff: Client, page: Page) -> None:
    correct(page, "Тошкент", staff)
    again = read_again(kind="document", asset_id=page.document_id)
    assert (again.pages, again.left_alone) == (0, 1)
    page.refresh_from_db()
    assert (page.state, page.text) == (PageState.READY, "Тошкент")


def test_a_corrected_page_read_again_keeps_its_text_and_offers_the_reading(
    staff: Client, page: Page, run_tasks: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> None:
    correct(page, "Тошкент", staff)
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(reverse("catalog_read_again", args=["document", page.document_id]), {"page": 1})
    page.refresh_from_db()
    assert (page.state, page.text) == (PageState.READY, "Тошкент"), "it is shown all the while"
    run_tasks()
    page.refresh_from_db()
    assert page.text == "Тошкент"
    reading = page.versions.get(number=3)
    assert reading.origin == "read"
    assert AssetEvent.objects.filter(name=EventName.READING_KEPT).count() == 1
    address = reverse("catalog_page_version", args=[page.document_id, 1, 3])
    assert address in staff.get(screen(page)).content.decode()
    assert (
        "yangi oʻqish solishtirishni kutmoqda"
        in staff.get(f"/admin/files/document/{page.document_id}/").content.decode()
    )
    assert "<del>Тошкент</del>" in staff.get(address + "?now").content.decode()
    staff.post(address + "restore/", {"edition": edition_on(staff, page)})
    page.refresh_from_db()
    assert page.text == "\n".join(page.text.split("\n"))
    assert "Тошкент" not in page.text
    assert page.versions.get(number=4).origin == "taken"
    assert address not in staff.get(screen(page)).content.decode().split("<h2>Tarix")[0]


def test_a_page_corrected_while_it_is_being_read_stays_corrected(staff: Client, page: Page) -> None:
    edition = edition_on(staff, page)
    Page.objects.update(state=PageState.READING, claimed_by="another")
    assert change(staff, page, edition, do="set", index=0, text="Тошкент").status_code == 422, "never read so far"
    Page.objects.update(read_at="2026-01-01T00:00:00Z")
    edition = edition_on(staff, page)
    assert change(staff, page, edition, do="set", index=0, text="Тошкент").status_code == 200
    Page.objects.filter(pk=page.pk).update(state=PageState.READING)
    park_page(page, Reason("ocr_timeout", "The page took too long."))
    page.refresh_from_db()
    assert (page.state, page.text) == (PageState.READY, "Тошкент")


def test_a_reading_of_a_turned_page_is_kept_as_the_page_is_shown(staff: Client, page: Page) -> None:
    correct(page, "Тошкент", staff)
    words = (Word("Термиз", 0.1, 0.2, 0.3, 0.05, 0, 90),)
    reading = PageReading(words, "Термиз", "Термиз", ("ru",), "Cyrl", TextSource.OCR, 90, 0.0, 90, "rus")
    assert keep_reading(page, reading)
    assert not keep_reading(page, reading), "the same reading is kept once"
    (kept,) = unpack(bytes(page.versions.get(number=3).words)).words()
    assert (kept.x, kept.y, kept.w, kept.h) == pytest.approx((0.2, 0.6, 0.05, 0.3), abs=1e-4)


def test_a_page_is_read_in_the_languages_it_was_told(db: None, run_tasks: Callable[[], None]) -> None:
    text = "Отчёт таможни за 1924 год. Через мост прошло сорок вагонов с чаем и шёлком."
    document = Document(title="o", page_count=1, media_type="image/jpeg", original_name="o.jpg")
    document.file = ContentFile(draw_text(text).jpeg(), name="o.jpg")
    document.save()
    page = Page.objects.create(document=document, number=1, state=PageState.READY, models_used="eng", text="Oruem")
    read_again(kind="document", asset_id=document.pk, page=1, languages=["ru", "en"])
    assert read_page(document_id=document.pk, number=1)
    page.refresh_from_db()
    assert (page.models_used, page.languages) == ("rus+eng", ["ru"])
    assert "таможни" in page.text
