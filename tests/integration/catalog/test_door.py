"""Bytes leave through the door only to those who may see every record that shows them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.models import Document, Photo
from catalog.models import Record, RecordAsset
from tests.integration.catalog.conftest import MakeRecord

Tie = Callable[[Record, Photo | Document], RecordAsset]

YESTERDAY, TOMORROW = -1, 1
CASES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "public": ({"access": "public"}, {"public", "accredited", "staff"}),
    "accredited": ({"access": "accredited"}, {"accredited", "staff"}),
    "staff": ({"access": "staff"}, {"staff"}),
    "embargo over": ({"access": "embargo", "days": YESTERDAY}, {"public", "accredited", "staff"}),
    "embargo ends today": ({"access": "embargo", "days": 0}, {"public", "accredited", "staff"}),
    "embargo ahead": ({"access": "embargo", "days": TOMORROW}, {"staff"}),
    "draft": ({"access": "public", "live": False}, {"staff"}),
}


def fields_of(given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a record for a case."""
    fields = dict(given)
    if "days" in fields:
        fields["embargo_until"] = timezone.localdate() + timedelta(days=fields.pop("days"))
    return fields


def byte_addresses(photo: Photo, document: Document) -> list[str]:
    """Return every kind of address at which the two assets give out bytes."""
    rendition = photo.renditions.first()
    assert rendition is not None
    return [
        reverse("asset-original", args=["document", document.uid]),
        *(reverse("photo-image", args=[photo.uid, size]) for size in ("thumb", "medium", "large")),
        *(reverse("page-image", args=[document.uid, 1, size]) for size in ("thumb", "medium", "large")),
        reverse("page-words", args=[document.uid, 1]),
        reverse("page-text", args=[document.uid, 1]),
        *(reverse("page-file", args=[document.uid, 1, form]) for form in ("hocr", "xml", "pdf")),
        *(reverse("document-text", args=[document.uid, form]) for form in ("txt", "hocr", "xml", "pdf")),
        document.file.url,
        rendition.url,
    ]


def body(response: HttpResponseBase) -> bytes:
    """Return the whole body, streamed or not."""
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]


@pytest.fixture
def assets(photo: Photo, document: Document) -> tuple[Photo, Document]:
    """Return both assets."""
    return photo, document


@pytest.fixture
def people(staff: Client, journalist: Client) -> dict[str, Client]:
    """Return a client for each standing."""
    return {"public": Client(), "accredited": journalist, "staff": staff}


@pytest.mark.parametrize("case", CASES)
def test_every_byte_address_follows_the_access_of_the_record(
    case: str, make_record: MakeRecord, tie: Tie, assets: tuple[Photo, Document], people: dict[str, Client]
) -> None:
    given, allowed = CASES[case]
    for asset in assets:
        tie(make_record(**fields_of(given)), asset)
    for address, (who, client) in itertools.product(byte_addresses(*assets), people.items()):
        response = client.get(address)
        expected = 200 if who in allowed else 404
        assert response.status_code == expected, (case, who, address)
        if expected == 200:
            assert body(response)


def test_an_asset_of_two_records_takes_the_strictest(
    make_record: MakeRecord, tie: Tie, photo: Photo, journalist: Client, staff: Client
) -> None:
    tie(make_record(access="public"), photo)
    tie(make_record(access="accredited"), photo)
    address = reverse("photo-image", args=[photo.uid, "large"])
    assert [client.get(address).status_code for client in (Client(), journalist, staff)] == [404, 200, 200]


def test_an_asset_without_a_record_is_the_staffs_alone(
    photo: Photo, document: Document, staff: Client, journalist: Client
) -> None:
    for address in byte_addresses(photo, document):
        assert [client.get(address).status_code for client in (Client(), journalist, staff)] == [404, 404, 200], address


@pytest.fixture
def public_photo(make_record: MakeRecord, tie: Tie, photo: Photo) -> str:
    """Return the address of the original of a public photo."""
    tie(make_record(access="public", kind="photo", downloads="open"), photo)
    return reverse("asset-original", args=["photo", photo.uid])


def test_a_range_is_answered_with_just_those_bytes(public_photo: str, photo: Photo) -> None:
    whole = body(Client().get(public_photo))
    response = Client().get(public_photo, headers={"Range": "bytes=10-19"})
    assert response.status_code == 206
    assert body(response) == whole[10:20]
    assert response["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert response["Content-Length"] == "10"
    assert body(Client().get(public_photo, headers={"Range": "bytes=-5"})) == whole[-5:]
    assert body(Client().get(public_photo, headers={"Range": f"bytes={len(whole) - 3}-"})) == whole[-3:]


def test_a_range_of_thousands_of_digits_is_none(public_photo: str, photo: Photo) -> None:
    for asked in (f"bytes={'9' * 5000}-", f"bytes=0-{'9' * 5000}", f"bytes=-{'9' * 5000}"):
        assert Client().get(public_photo, headers={"Range": asked}).status_code == 200


def test_a_range_behind_the_end_is_416_and_tells_the_size(public_photo: str, photo: Photo) -> None:
    response = Client().get(public_photo, headers={"Range": "bytes=99999999-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{photo.size_bytes}"


def test_an_unchanged_file_is_304_and_a_range_for_another_version_gets_all(public_photo: str) -> None:
    etag = Client().get(public_photo)["ETag"]
    again = Client().get(public_photo, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert body(again) == b""
    other = Client().get(public_photo, headers={"Range": "bytes=0-1", "If-Range": '"another"'})
    assert other.status_code == 200


def test_a_hidden_file_is_404_even_to_who_names_its_entity_tag(public_photo: str, photo: Photo) -> None:
    etag = Client().get(public_photo)["ETag"]
    Record.objects.update(access="staff")
    assert Client().get(public_photo, headers={"If-None-Match": etag}).status_code == 404


def test_head_has_the_headers_and_no_body(public_photo: str, photo: Photo) -> None:
    response = Client().head(public_photo)
    assert response.status_code == 200
    assert response["Content-Length"] == str(photo.size_bytes)
    assert body(response) == b""
    assert Client().post(public_photo).status_code == 405


def test_names_keep_their_letters_and_types_are_not_guessed(public_photo: str) -> None:
    response = Client().get(public_photo, {"download": ""})
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%D0%A2%D0%B5%D1%80%D0%BC%D0%B8%D0%B7%20karvon.jpg"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "image/jpeg"
    assert "no-cache" in response["Cache-Control"]
    assert Client().get(public_photo)["Content-Disposition"].startswith("inline")


def test_words_come_with_boxes_and_the_size_of_the_page(document: Document, staff: Client) -> None:
    answer = staff.get(reverse("page-words", args=[document.uid, 1])).json()
    [[text, *box, line]] = answer["words"]
    assert (text, line) == ("Термиз", 0)
    assert box == pytest.approx([0.1, 0.1, 0.2, 0.02], abs=1e-4)


def test_no_address_outside_the_store_is_answered(staff: Client, document: Document) -> None:
    for name in ("../../etc/passwd", "originals/../../x", "originals/aa/nothing.png", "pages/aa/bb/1-thumb.jpg", "x"):
        assert staff.get(f"/files/{name}").status_code == 404
    assert staff.get(reverse("page-image", args=[document.uid, 7, "thumb"])).status_code == 404
    assert staff.get(f"/assets/document/{document.uid}/1/enormous.jpg").status_code == 404


def test_a_deleted_document_leaves_no_file_behind(
    document: Document, run_tasks: Callable[[], None], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    folder = Path(settings.MEDIA_ROOT)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 4
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    run_tasks()
    assert [path for path in folder.rglob("*") if path.is_file()] == []
