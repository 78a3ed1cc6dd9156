"""Why something could not be read is said in the reader's language, also of files taken in before there were codes."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.users.models import UserProfile

from archive.choices import AssetState, PageState
from archive.extract.errors import OcrTimeout, PageUnreadable
from archive.models import AssetEvent, Document, Page
from archive.operations.examine_asset import examine_asset
from archive.operations.read_page import read_page
from archive.reasons import Reason, reason_from, reason_of
from catalog.models import User
from config.environment import PROJECT_DIR
from pages.catalogs import parse

SAID = {
    "en": "1 of 2 pages could not be read.",
    "ru": "Не прочитано страниц: 1 из 2.",
    "uz": "2 sahifadan 1 tasini oʻqib boʻlmadi.",
    "uz-cyrl": "2 саҳифадан 1 тасини ўқиб бўлмади.",
}
FORMER = "1 of 3 pages could not be read."


@pytest.fixture
def document(db: None) -> Document:
    """Return a document of two pages, the second beyond the end of its file."""
    made = Document(title="Hisobot", media_type="image/png", state=AssetState.WORKING, page_count=2)
    made.original_name = "hisobot.png"
    made.file = ContentFile(b"no image at all", name="hisobot.png")
    made.save()
    Page.objects.create(document=made, number=1, state=PageState.READY, text="Термиз")
    Page.objects.create(document=made, number=2)
    return made


@pytest.fixture
def staff(db: None) -> Client:
    user = User.objects.create_user("nodira")
    user.groups.add(Group.objects.get(name="Cataloguers"))
    client = Client()
    client.force_login(user)
    return client


def speak(code: str) -> None:
    UserProfile.objects.update_or_create(
        user=User.objects.get(username="nodira"), defaults={"preferred_language": code}
    )


@pytest.mark.parametrize("code", SAID)
def test_a_parked_page_is_explained_in_every_language_on_the_staff_screens(
    document: Document, staff: Client, code: str
) -> None:
    assert read_page(document_id=document.pk, number=2)
    document.refresh_from_db()
    assert document.state == AssetState.READY
    assert document.state_reason == Reason("pages_parked", document.state_reason.message, {"parked": 1, "pages": 2})
    page = document.pages.get(number=2)
    assert (page.state, page.reason.code) == (PageState.PARKED, "document_unreadable")
    speak(code)
    shown = staff.get(reverse("catalog_asset", args=["document", document.pk])).content.decode()
    assert SAID[code] in shown
    with override(code):
        sentence = str(page.reason)
    assert (sentence == page.reason.sentence) == (code == "en")
    # Once as the reason of the page, once in the log of events.
    assert shown.count(sentence.split("hisobot", maxsplit=1)[0].strip() or "hisobot") >= 2
    assert SAID[code] in staff.get(reverse("catalog_assets") + "?kind=document").content.decode()


def test_the_command_line_says_it_in_english_whatever_the_site_speaks(document: Document) -> None:
    read_page(document_id=document.pk, number=2)
    out, err = StringIO(), StringIO()
    with override("uz"):
        call_command("text", str(document.pk), "--page", "2", "--json", stdout=out, stderr=err)
    said = json.loads(out.getvalue())
    assert said["reason_code"] == "document_unreadable"
    assert said["reason"].startswith("The file ")


def test_a_file_that_cannot_be_opened_keeps_its_code_and_its_event(document: Document) -> None:
    examine_asset(kind="document", asset_id=document.pk)
    document.refresh_from_db()
    assert (document.state, document.state_reason.code) == (AssetState.FAILED, "document_unreadable")
    event = AssetEvent.objects.get(name="failed")
    assert reason_from(event.detail["reason"]) == document.state_reason


def test_a_sentence_stored_before_there_were_codes_stays_readable(document: Document, staff: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_document SET state_reason = %s", [FORMER])
    AssetEvent.objects.create(kind="document", asset_id=document.pk, name="page_parked", detail={"reason": FORMER})
    document.refresh_from_db()
    assert (document.state_reason.sentence, document.state_reason.code) == (FORMER, "")
    shown = staff.get(reverse("catalog_asset", args=["document", document.pk])).content.decode()
    assert shown.count(FORMER) == 2
    document.save()
    document.refresh_from_db()
    assert str(document.state_reason) == FORMER


def test_a_sentence_with_a_percent_sign_is_no_trouble() -> None:
    assert str(reason_from("100 % lost, 5 %s")) == "100 % lost, 5 %s"
    failed = PageUnreadable("Page %(number)s of %(name)s has no size.", number=3, name="50 %(x)s.pdf")
    assert reason_of(failed).sentence == str(failed) == "Page 3 of 50 %(x)s.pdf has no size."
    with override("ru"):
        assert str(reason_of(failed)) == "У страницы 3 файла 50 %(x)s.pdf нет размера."


def test_no_reason_is_false_and_empty(document: Document) -> None:
    document.refresh_from_db()
    assert not document.state_reason
    assert str(document.state_reason) == ""
    assert Document.objects.filter(state_reason="").exists()


def test_what_is_stored_can_be_read_back() -> None:
    reason = reason_of(OcrTimeout("It took %(seconds)s seconds: “%(name)s”", seconds=5, name='a"b\\c'))
    assert reason_from(reason.stored()) == reason
    assert reason_from(reason.as_dict()) == reason


def marked(folder: Path) -> Iterator[str]:
    """Yield every sentence marked for translation below a folder."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "gettext_noop":
                (argument,) = node.args
                assert isinstance(argument, ast.Constant), path
                yield str(argument.value)


@pytest.mark.parametrize("code", ["ru", "uz", "uz_Cyrl"])
def test_every_reason_of_the_archive_is_in_the_catalogs(code: str) -> None:
    catalog = PROJECT_DIR / "locale" / code / "LC_MESSAGES" / "django.po"
    known = {entry.msgid for entry in parse(catalog.read_text(encoding="utf-8"))}
    sentences = set(marked(PROJECT_DIR / "archive"))
    assert len(sentences) > 30
    assert sentences - known == set()
