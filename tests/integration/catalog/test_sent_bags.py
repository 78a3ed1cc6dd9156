"""A bag sent from a browser, file by file, is recognized and verified as one on disk or in an archive is."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.choices import FileOutcome
from catalog.models import Deposit, ResumableUpload, User
from catalog.operations.deposits.change_course import cancel_deposit, resume_deposit
from catalog.operations.uploads.end_upload import expire_uploads
from tests.integration.catalog.conftest import jpeg
from tests.integration.catalog.test_bags import bag, outcomes

pytestmark = pytest.mark.usefixtures("in_english")

A_DAY = timedelta(days=1)


class Browser:
    """Sends a folder as the form's script does: file by file, all of it held until it is complete."""

    def __init__(self, client: Client) -> None:
        self.client = client
        answer = client.post(
            "/admin/deposit/", {"access": "staff", "visit": str(uuid4())}, headers={"X-Fonds-Open": "1"}
        )
        self.uid = answer.json()["deposit"]

    @property
    def deposit(self) -> Deposit:
        return Deposit.objects.get(uid=self.uid)

    def send(self, files: dict[str, bytes], bag: str = "qop/") -> None:
        for path, content in files.items():
            words = {"deposit": self.uid, "path": f"qop/{path}", "key": path, "bag": bag}
            coded = ",".join(
                f"{name} {base64.b64encode(word.encode()).decode()}" for name, word in words.items() if word
            )
            headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": coded}
            kind = "application/offset+octet-stream"
            answer = self.client.generic("POST", reverse("catalog_uploads"), content, kind, headers=headers)
            assert answer.status_code == 201, answer.content

    def complete(self, bag: str = "qop/") -> Any:
        return self.client.post(reverse("catalog_complete_bag"), {"deposit": self.uid, "bag": bag})


@pytest.fixture
def browser(staff: Client) -> Browser:
    return Browser(staff)


def test_a_bag_sent_from_a_browser_is_held_until_it_is_complete_and_then_checked_as_any(
    browser: Browser, settle: Callable[..., Any]
) -> None:
    files = bag({"1.jpg": jpeg(1), "2.jpg": jpeg(2), "3.jpg": jpeg(3)}, tags={"metadata.csv": b"Filename,Title\n"})
    files["data/1.jpg"] = jpeg(11)
    del files["data/2.jpg"]
    files["data/begona.jpg"] = jpeg(4)
    settle(lambda: browser.send(files))
    assert set(browser.deposit.files.values_list("outcome", flat=True)) == {FileOutcome.RECEIVING}
    assert settle(browser.complete).json() == {"files": len(files)}
    found = outcomes(browser.deposit)
    assert found["data/1.jpg"] == (FileOutcome.REFUSED, "bag_mismatch")
    assert found["data/2.jpg"] == (FileOutcome.REFUSED, "bag_missing")
    assert found["data/begona.jpg"] == (FileOutcome.REFUSED, "bag_stray")
    assert found["data/3.jpg"] == (FileOutcome.INGESTED, "")
    tags = {path: outcome for path, (outcome, _code) in found.items() if not path.startswith("data/")}
    assert set(tags.values()) == {FileOutcome.ATTACHED}
    assert browser.deposit.state == "ended"
    assert [fact[1] for fact in browser.deposit.bag_info or []] == ["Source-Organization", "External-Description"]
    assert browser.deposit.manifests.count() == 1


def test_what_is_missing_from_a_sent_bag_may_come_later_or_be_given_anew(
    browser: Browser, settle: Callable[..., Any]
) -> None:
    files = bag({"1.jpg": jpeg(1), "2.jpg": jpeg(2)})
    late = {path: files.pop(path) for path in ("data/1.jpg", "data/2.jpg")}
    settle(lambda: browser.send(files))
    settle(browser.complete)
    assert outcomes(browser.deposit)["data/1.jpg"] == (FileOutcome.REFUSED, "bag_missing")
    settle(lambda: browser.send({"data/1.jpg": late["data/1.jpg"], "data/3.jpg": jpeg(3)}))
    settle(browser.complete)
    row = browser.deposit.files.get(path="qop/data/2.jpg")
    act = reverse("catalog_deposit_act", args=[browser.deposit.pk, "replace"])
    settle(lambda: browser.client.post(act, {"file": row.pk, "given": SimpleUploadedFile("2.jpg", jpeg(2))}))
    found = outcomes(browser.deposit)
    assert found["data/1.jpg"] == found["data/2.jpg"] == (FileOutcome.INGESTED, "")
    assert found["data/3.jpg"] == (FileOutcome.REFUSED, "bag_stray")
    assert browser.deposit.files.filter(path="qop/data/1.jpg").count() == 1


def test_a_folder_sent_beside_a_bag_or_with_no_word_of_it_is_taken_in_as_it_comes(
    browser: Browser, settle: Callable[..., Any]
) -> None:
    settle(lambda: browser.send(bag({"1.jpg": jpeg(1)}), bag=""))
    found = outcomes(browser.deposit)
    assert found["data/1.jpg"] == (FileOutcome.INGESTED, "")
    assert browser.deposit.state == "ended"


@pytest.mark.parametrize("age", [timedelta(hours=7), timedelta(days=60)])
def test_a_bag_whose_sender_never_came_back_is_taken_in_with_what_has_come(
    browser: Browser, settle: Callable[..., Any], age: timedelta
) -> None:
    files = bag({"1.jpg": jpeg(1), "2.jpg": jpeg(2)})
    del files["data/2.jpg"]
    settle(lambda: browser.send(files))
    settle(expire_uploads)
    assert browser.deposit.files.filter(outcome=FileOutcome.RECEIVING).count() == len(files)
    page = browser.client.get(reverse("catalog_deposit_page", args=[browser.deposit.pk])).content.decode()
    assert "once all of its bag has come" in page
    ResumableUpload.objects.update(touched_at=timezone.now() - age)
    if age < A_DAY:
        # While one of them is half here, its sender may still come back.
        half = ResumableUpload.objects.filter(file__path="qop/bag-info.txt")
        half.update(received_bytes=1)
        settle(expire_uploads)
        assert browser.deposit.files.filter(outcome=FileOutcome.RECEIVING).count() == len(files)
        half.update(received_bytes=F("size_bytes"))
    settle(expire_uploads)
    found = outcomes(browser.deposit)
    assert (found["data/1.jpg"][0], found["data/2.jpg"][1]) == (FileOutcome.INGESTED, "bag_missing")


def test_only_who_sent_a_bag_may_say_that_it_is_complete(browser: Browser) -> None:
    browser.send(bag({"1.jpg": jpeg(1)}))
    stranger = Client()
    stranger.force_login(User.objects.create_superuser("ruslan", password="parol-parol-2"))
    given = {"deposit": browser.uid, "bag": "qop/"}
    assert stranger.post(reverse("catalog_complete_bag"), given).status_code == 422
    assert browser.client.post(reverse("catalog_complete_bag"), {"deposit": "x"}).status_code == 422
    assert browser.complete("boshqa/").json() == {"files": 0}
    assert set(browser.deposit.files.values_list("outcome", flat=True)) == {FileOutcome.RECEIVING}


def test_a_stopped_deposit_checks_a_bag_that_was_complete_meanwhile_when_it_goes_on(
    browser: Browser, settle: Callable[..., Any]
) -> None:
    settle(lambda: browser.send({**bag({"1.jpg": jpeg(1)}), "data/1.jpg": jpeg(2)}))
    cancel_deposit(deposit=browser.deposit)
    settle(browser.complete)
    assert browser.deposit.state == "canceled"
    settle(lambda: resume_deposit(deposit=browser.deposit))
    assert outcomes(browser.deposit)["data/1.jpg"] == (FileOutcome.REFUSED, "bag_mismatch")
