"""What leaves the house: who takes which size, what for, described and counted; the original stays untouched."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import translation

from archive.models import AssetEvent, Document, Photo, Recording
from catalog.models import DeliveredCopy, DownloadCount, DownloadStatement, Record, RecordAsset, User
from catalog.operations.issue_api_key import issue_api_key
from catalog.operations.prepare_copy import prepare_copy
from tests.integration.catalog.conftest import MakeRecord
from tests.integration.catalog.test_door import body
from tests.patience import PATIENCE_SECONDS

Tie = Callable[[Record, Any], RecordAsset]
Run = Callable[[], None]


@pytest.fixture
def shown(make_record: MakeRecord, tie: Tie, photo: Photo) -> Record:
    """Return a public record of a photo that says where it was taken."""
    technical = {"metadata": {"gps": {"latitude": 41.3, "longitude": 69.2}}}
    Photo.objects.filter(pk=photo.pk).update(technical=technical)
    record = make_record(kind="photo", title_uz="Karvon", title_ru="Караван", rights="CC-BY-4.0")
    tie(record, photo)
    return record


def address(record: Record, size: str = "web", language: str = "uz") -> str:
    """Return where a size of a record's file is taken."""
    asset = record.record_assets.get().asset
    with translation.override(language):
        return reverse("download", args=[record.pid, asset.kind, asset.uid, size])


def tags_of(content: bytes, tmp_path: Path) -> dict[str, Any]:
    """Return all tags of a file."""
    path = tmp_path / "taken"
    path.write_bytes(content)
    answer = subprocess.run(
        ["exiftool", "-json", "-G1", "-a", str(path)], check=True, capture_output=True, timeout=PATIENCE_SECONDS
    )
    found: dict[str, Any] = json.loads(answer.stdout)[0]
    return found


def test_a_copy_is_prepared_by_a_task_then_handed_out_described(
    shown: Record, photo: Photo, run_tasks: Run, tmp_path: Path
) -> None:
    client = Client()
    waiting = client.get(address(shown, language="ru"))
    assert waiting.status_code == 202
    assert 'hx-get="/ru/record/' in waiting.content.decode()
    run_tasks()
    taken = client.get(address(shown, language="ru"))
    content = body(taken)
    assert (taken.status_code, taken["Content-Type"]) == (200, "image/jpeg")
    assert taken["Content-Disposition"].startswith("attachment")
    assert "no-cache" in taken["Cache-Control"]
    assert "private" in taken["Cache-Control"]
    tags = tags_of(content, tmp_path)
    assert (tags["XMP-dc:Title"], tags["XMP-dc:Title-uz"]) == ("Караван", "Karvon")
    assert tags["XMP-dc:Identifier"].endswith(f"/r/{shown.pid}/")
    copy = DeliveredCopy.objects.get()
    assert copy.sha256 == hashlib.sha256(content).hexdigest()
    event = AssetEvent.objects.get(name="download_made")
    assert event.detail == {"size": "web", "language": "ru", "sha256": copy.sha256}
    with photo.file.open() as original:
        assert hashlib.sha256(original.read()).hexdigest() == photo.sha256


def test_htmx_is_told_when_the_copy_is_ready(shown: Record, run_tasks: Run) -> None:
    client, asked = Client(), {"HX-Request": "true"}
    first = client.get(address(shown), headers=asked)
    assert (first.status_code, "hx-trigger" in first.content.decode()) == (200, True)
    run_tasks()
    then = client.get(address(shown), headers=asked).content.decode()
    assert "hx-trigger" not in then
    assert f'href="{address(shown)}"' in then
    assert not DownloadCount.objects.exists()


@pytest.mark.parametrize(
    ("fields", "public", "accredited"),
    [
        ({"rights": "CC-BY-4.0"}, {"web"}, {"web", "print"}),
        ({"rights": ""}, {"web"}, {"web", "print"}),
        ({"rights": "InC"}, set(), {"web"}),
        ({"rights": "InC", "downloads": "open"}, {"web", "print", "original"}, {"web", "print", "original"}),
        ({"rights": "CC-BY-4.0", "downloads": "staff"}, set(), set()),
        ({"rights": "CC-BY-4.0", "access": "accredited"}, set(), {"web", "print"}),
    ],
)
def test_each_audience_takes_the_sizes_it_may(
    shown: Record,
    journalist: Client,
    staff: Client,
    fields: dict[str, str],
    public: set[str],
    accredited: set[str],
) -> None:
    Record.objects.filter(pk=shown.pk).update(asks_purpose="never", **fields)
    sizes = {"web", "print", "original"}
    for client, expected in ((Client(), public), (journalist, accredited), (staff, sizes)):
        taken = {size for size in sizes if client.get(address(shown, size)).status_code != 404}
        assert taken == expected
    assert Client().get(address(shown, "enormous")).status_code == 404


def test_a_file_of_two_records_follows_the_stricter(
    shown: Record, photo: Photo, make_record: MakeRecord, tie: Tie
) -> None:
    tie(make_record(kind="photo", rights="InC"), photo)
    assert Client().get(address(shown)).status_code == 404


def test_a_document_shown_by_another_record_is_not_taken_through_this_one(
    shown: Record, document: Document, make_record: MakeRecord, tie: Tie
) -> None:
    tie(make_record(), document)
    with translation.override("uz"):
        other = reverse("download", args=[shown.pid, "document", document.uid, "original"])
    assert Client().get(other).status_code == 404


def test_the_file_as_deposited_is_the_staffs_unless_the_record_opens_it_and_it_tells_no_place(
    shown: Record, photo: Photo, journalist: Client, staff: Client
) -> None:
    deposited = reverse("asset-original", args=["photo", photo.uid])
    people = (Client(), journalist, staff)
    assert [client.get(deposited).status_code for client in people] == [404, 404, 200]
    Record.objects.filter(pk=shown.pk).update(downloads="open")
    assert [client.get(deposited).status_code for client in people] == [404, 404, 200]
    Record.objects.filter(pk=shown.pk).update(downloads="open", keeps_location=True)
    assert [client.get(deposited).status_code for client in people] == [200, 200, 200]


def test_a_changed_record_is_described_anew_and_the_old_copy_goes(
    shown: Record, run_tasks: Run, django_capture_on_commit_callbacks: Any, tmp_path: Path
) -> None:
    Client().get(address(shown))
    run_tasks()
    old = DeliveredCopy.objects.get()
    DeliveredCopy.objects.update(asked_on="2026-01-01")
    shown.title_uz = "Tuya karvoni"
    shown.save()
    assert Client().get(address(shown)).status_code == 202
    with django_capture_on_commit_callbacks(execute=True):
        run_tasks()
    assert tags_of(body(Client().get(address(shown))), tmp_path)["XMP-dc:Title"] == "Tuya karvoni"
    assert not DeliveredCopy.objects.filter(pk=old.pk).exists()
    assert not default_storage.exists(old.file_name)
    assert prepare_copy(copy_id=old.pk, keeps_location=False) is False


def test_a_copy_that_cannot_be_made_says_why(shown: Record, photo: Photo, run_tasks: Run) -> None:
    Path(photo.file.path).write_bytes(b"no picture")
    Client().get(address(shown))
    run_tasks()
    answer = Client().get(address(shown, language="uz"))
    assert answer.status_code == 200
    assert DeliveredCopy.objects.get().reason
    assert str(DeliveredCopy.objects.get().reason) in answer.content.decode()


def test_a_purpose_is_asked_where_the_record_wants_it_and_remembered_for_it(
    shown: Record, run_tasks: Run, make_record: MakeRecord
) -> None:
    Record.objects.filter(pk=shown.pk).update(asks_purpose="always")
    client = Client()
    assert 'name="purpose"' in client.get(address(shown)).content.decode()
    assert not DeliveredCopy.objects.exists()
    assert client.post(address(shown), {"purpose": "press"}).status_code == 422
    assert client.post(address(shown), {"purpose": "other"}).status_code == 422
    assert client.post(address(shown), {}).status_code == 422
    posted = client.post(address(shown), {"purpose": "press", "publication": "Xalq soʻzi", "detail": "maqola"})
    assert (posted.status_code, posted["Location"]) == (302, address(shown))
    assert client.get(address(shown)).status_code == 202
    run_tasks()
    assert body(client.get(address(shown)))
    said = DownloadStatement.objects.get()
    assert (said.purpose, said.publication, said.detail, said.standing, said.user) == (
        "press", "Xalq soʻzi", "maqola", "public", None,
    )  # fmt: skip
    [count] = DownloadCount.objects.values_list("size", "purpose", "standing", "count")
    assert count == ("web", "press", "public", 1)
    # Somebody else is asked again.
    assert 'name="purpose"' in Client().get(address(shown)).content.decode()


def test_by_rights_a_purpose_is_asked_for_what_is_not_free(shown: Record, journalist: Client, staff: Client) -> None:
    Record.objects.filter(pk=shown.pk).update(rights="InC")
    assert 'name="purpose"' in journalist.get(address(shown)).content.decode()
    assert staff.get(address(shown)).status_code == 202
    Record.objects.filter(pk=shown.pk).update(asks_purpose="never")
    assert journalist.get(address(shown)).status_code == 202


def test_downloads_are_counted_by_day_and_a_stretch_further_on_is_not(
    shown: Record, run_tasks: Run, journalist: Client
) -> None:
    Client().get(address(shown))
    run_tasks()
    for client in (Client(), Client(), journalist):
        body(client.get(address(shown)))
    body(Client().get(address(shown), headers={"Range": "bytes=10-20"}))
    Client().head(address(shown))
    counts = set(DownloadCount.objects.values_list("standing", "count"))
    assert counts == {("public", 2), ("accredited", 1)}


def test_staff_see_the_counts_and_nobody_else_does(
    shown: Record, run_tasks: Run, staff: Client, in_english: None
) -> None:
    Client().get(address(shown))
    run_tasks()
    body(Client().get(address(shown)))
    page = staff.get(reverse("catalog_downloads")).content.decode()
    assert "1 download from" in page
    assert f"/edit/{shown.pk}/" in page
    table = body(staff.get(reverse("catalog_downloads"), {"format": "csv"})).decode()
    assert table.splitlines()[1].split(",")[1] == shown.pid
    Record.objects.update(**{f"title_{code}": "" for code in ("uz", "ru", "en")}, original_title=" ＝1+1")
    table = body(staff.get(reverse("catalog_downloads"), {"format": "csv"})).decode()
    assert table.splitlines()[1].split(",")[2] == "' ＝1+1", "no table program computes it"
    edit = staff.get(reverse("wagtailsnippets_catalog_record:edit", args=[shown.pk])).content.decode()
    assert "1 download in twelve months" in edit
    empty = staff.get(reverse("catalog_downloads"), {"first": "2001-01-01", "last": "2001-02-01"}).content.decode()
    assert "Nothing was taken in this period" in empty


def test_a_deleted_photo_leaves_no_copy_behind(
    shown: Record, photo: Photo, run_tasks: Run, django_capture_on_commit_callbacks: Any
) -> None:
    Client().get(address(shown))
    run_tasks()
    name = DeliveredCopy.objects.get().file_name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        Photo.objects.get(pk=photo.pk).delete()
    assert not DeliveredCopy.objects.exists()
    assert not default_storage.exists(name)


def test_the_door_hands_out_no_copy_by_its_stored_name(shown: Record, run_tasks: Run, staff: Client) -> None:
    Client().get(address(shown))
    run_tasks()
    assert staff.get(f"/files/{DeliveredCopy.objects.get().file_name}").status_code == 404


def test_the_pages_of_a_closed_document_are_not_taken_as_a_pdf_but_its_text_is(
    document: Document, make_record: MakeRecord, tie: Tie, staff: Client
) -> None:
    record = make_record(rights="InC")
    tie(record, document)
    codes = {
        form: [
            client.get(reverse("document-text", args=[document.uid, form])).status_code for client in (Client(), staff)
        ]
        for form in ("txt", "pdf")
    }
    assert codes == {"txt": [200, 200], "pdf": [404, 200]}


def test_a_file_whose_metadata_is_not_known_may_tell_where_it_was_taken(
    shown: Record, photo: Photo, staff: Client
) -> None:
    deposited = reverse("asset-original", args=["photo", photo.uid])
    Record.objects.filter(pk=shown.pk).update(downloads="open")
    Photo.objects.filter(pk=photo.pk).update(technical={"metadata_problem": {"code": "metadata_timeout"}})
    assert [client.get(deposited).status_code for client in (Client(), staff)] == [404, 200]
    Photo.objects.filter(pk=photo.pk).update(technical={"metadata": {}})
    assert Client().get(deposited).status_code == 200


def test_days_at_the_end_of_time_make_an_empty_report(staff: Client, in_english: None) -> None:
    for first, last in (("0001-01-01", "9999-12-31"), ("9999-12-31", "9999-12-31"), ("", "0001-01-01")):
        page = staff.get(reverse("catalog_downloads"), {"first": first, "last": last})
        assert page.status_code == 200
        assert "Nothing was taken in this period" in page.content.decode()


def test_a_pdf_of_all_pages_is_asked_for_and_counted_as_any_other_copy(
    make_record: MakeRecord, tie: Tie, document: Document, staff: Client
) -> None:
    record = make_record(kind="document", asks_purpose="always", rights="CC-BY-4.0")
    tie(record, document)
    pdf, text = (reverse("document-text", args=[document.uid, form]) for form in ("pdf", "txt"))
    client = Client()
    assert 'name="purpose"' in client.get(pdf).content.decode()
    assert body(client.get(text)), "the text alone may be read without a word"
    assert client.post(text, {"purpose": "study"}).status_code == 405
    assert client.post(pdf, {"purpose": "other"}).status_code == 422
    assert client.post(pdf, {"purpose": "press", "publication": "Xalq soʻzi"})["Location"] == pdf
    assert body(client.get(pdf)).startswith(b"%PDF")
    assert body(staff.get(pdf)).startswith(b"%PDF")
    counted = DownloadCount.objects.order_by("standing").values_list("size", "purpose", "standing", "count")
    assert sorted(counted) == [("original", "", "staff", 1), ("original", "press", "public", 1)]


def test_one_page_with_its_image_leaves_under_the_same_rule(
    make_record: MakeRecord, tie: Tie, document: Document, staff: Client
) -> None:
    record = make_record(kind="document", downloads="staff", asks_purpose="never")
    tie(record, document)
    page = reverse("page-file", args=[document.uid, 1, "pdf"])
    assert Client().get(page).status_code == 404
    assert body(staff.get(page)).startswith(b"%PDF")
    Record.objects.filter(pk=record.pk).update(downloads="open", asks_purpose="always")
    assert 'name="purpose"' in Client().get(page).content.decode()


@pytest.fixture
def letter(document: Document, make_record: MakeRecord, tie: Tie) -> Document:
    """Return an office file with its PDF copy, of a record that asks what for."""
    name = default_storage.save("pages/aa/copy.pdf", ContentFile(b"%PDF-1.7 " + b"a" * 100))
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    Document.objects.filter(pk=document.pk).update(copy_name=name, media_type=word)
    tie(make_record(kind="document", asks_purpose="always", rights="CC-BY-4.0"), document)
    return document


def test_the_pdf_copy_of_an_office_file_is_asked_for_and_counted_as_any_other(letter: Document, staff: Client) -> None:
    client, path = Client(), reverse("document-copy", args=[letter.uid])
    wanted = f"{path}?lang=ru&download"
    assert 'name="purpose"' in client.get(wanted).content.decode()
    assert client.post(wanted, {"purpose": "study"}).status_code == 422
    assert client.post(wanted, {"purpose": "press", "publication": "Xalq soʻzi"})["Location"] == wanted
    taken = client.get(wanted)
    assert body(taken).startswith(b"%PDF")
    assert taken["Content-Disposition"].startswith("attachment")
    assert client.get(wanted, headers={"Range": "bytes=50-60"}).status_code == 206
    assert client.head(wanted).status_code == 200
    assert client.get(wanted, headers={"If-None-Match": taken["ETag"]}).status_code == 304
    assert body(staff.get(path)).startswith(b"%PDF"), "the staff are never asked"
    counted = DownloadCount.objects.values_list("size", "purpose", "standing", "count")
    assert sorted(counted) == [("original", "", "staff", 1), ("original", "press", "public", 1)]


@pytest.fixture
def keyed(journalist: Client) -> Client:
    """Return a client that asks with the key of an accredited journalist."""
    owner = User.objects.get(pk=journalist.session["_auth_user_id"])
    return Client(headers={"Authorization": f"Bearer {issue_api_key(owner=owner, name='script').secret}"})


def test_a_key_takes_the_sizes_of_its_owner_and_each_is_counted(
    shown: Record, photo: Photo, keyed: Client, run_tasks: Run, tmp_path: Path
) -> None:
    listed = keyed.get(f"/api/v1/records/{shown.pid}?lang=ru").json()["assets"][0]["sizes"]
    assert [(each["size"], each["asks_purpose"]) for each in listed] == [("web", False), ("print", False)]
    wanted = {each["size"]: each["address"].removeprefix("http://testserver") for each in listed}
    waiting = keyed.get(wanted["print"])
    assert (waiting.status_code, waiting.json(), waiting["Retry-After"]) == (202, {"state": "waiting"}, "3")
    run_tasks()
    taken = keyed.get(wanted["print"])
    assert (taken.status_code, taken["Content-Type"]) == (200, "image/jpeg")
    assert "Authorization" in taken["Vary"]
    assert tags_of(body(taken), tmp_path)["XMP-dc:Title"] == "Караван", "in the language the program asks in"
    assert DownloadCount.objects.values_list("size", "purpose", "standing", "count").get() == (
        "print", "", "accredited", 1,
    )  # fmt: skip
    assert keyed.get(wanted["print"].replace("print", "original")).status_code == 404
    assert Client().get(wanted["print"]).status_code == 404
    of_public = Client().get(f"/api/v1/records/{shown.pid}").json()["assets"][0]["sizes"]
    assert [each["size"] for each in of_public] == ["web"]
    assert keyed.get(wanted["web"].replace("web", "huge")).status_code == 404
    assert Client(headers={"Authorization": "Bearer fonds_wrong"}).get(wanted["web"]).status_code == 401


def test_a_key_says_in_the_query_what_a_file_is_taken_for(
    shown: Record, photo: Photo, keyed: Client, run_tasks: Run
) -> None:
    Record.objects.filter(pk=shown.pk).update(asks_purpose="always")
    wanted = reverse("asset-size", args=["photo", photo.uid, "web"])
    unsaid = keyed.get(wanted)
    assert (unsaid.status_code, unsaid["Content-Type"]) == (422, "application/problem+json")
    assert "press, research" in unsaid.json()["detail"]
    for said in ("?purpose=gift", "?purpose=press", "?purpose=other"):
        assert keyed.get(wanted + said).status_code == 422, said
    said = f"{wanted}?purpose=press&publication=Xalq"
    assert keyed.get(said).status_code == 202
    run_tasks()
    assert not DownloadStatement.objects.exists(), "nothing is kept of what was not taken"
    assert body(keyed.get(said)).startswith(b"\xff\xd8")
    kept = DownloadStatement.objects.get()
    assert (kept.purpose, kept.publication, kept.user.username) == ("press", "Xalq", "jurnalist")  # type: ignore[union-attr]
    assert DownloadCount.objects.values_list("size", "purpose", "standing").get() == ("web", "press", "accredited")
    assert keyed.get(wanted).status_code == 422, "a key has no visit in which it is remembered"
    assert 'name="purpose"' in Client().get(said).content.decode(), "people say it on the page that asks"


def test_a_key_takes_the_pdf_copy_of_a_record_that_asks(letter: Document, keyed: Client) -> None:
    path = reverse("document-copy", args=[letter.uid])
    assert keyed.get(path)["Content-Type"] == "application/problem+json"
    assert body(keyed.get(f"{path}?purpose=research")).startswith(b"%PDF")
    assert DownloadStatement.objects.get().purpose == "research"


def test_a_copy_that_cannot_be_made_tells_a_program_why(
    shown: Record, photo: Photo, keyed: Client, run_tasks: Run
) -> None:
    wanted = reverse("asset-size", args=["photo", photo.uid, "web"])
    Path(photo.file.path).write_bytes(b"no picture")
    keyed.get(wanted)
    run_tasks()
    answer = keyed.get(wanted)
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["detail"]


@pytest.mark.parametrize(("language", "said"), [("ru", "Для чего"), ("uz-cyrl", "нима учун"), ("en", "What do you")])
def test_the_question_for_a_pdf_is_put_in_the_language_of_the_page_it_came_from(
    letter: Document, language: str, said: str
) -> None:
    client = Client(headers={"Accept-Language": "uz"})
    record = Record.objects.get()
    with translation.override(language):
        shown = client.get(record.get_absolute_url()).content.decode()
    wanted = [path for path in re.findall(r'href="(/assets/document/[^"]+)"', shown) if "lang=" in path]
    assert {urlsplit(path).path.rpartition("/")[2] for path in wanted} == {"copy.pdf", "text.pdf"}
    assert len(wanted) >= 2
    for path in wanted:
        asked = client.get(unescape(path))
        assert said in asked.content.decode()
        assert asked["Content-Language"] == language
        again = client.post(unescape(path), {"purpose": "other"})
        assert said in again.content.decode(), "what is missing is said in it too"
    assert 'href="/assets/document/' in asked.content.decode(), "the other languages lead to the same question"
    assert client.get(wanted[0].partition("?")[0] + "?lang=xx")["Content-Language"] == "uz"


def test_a_file_as_deposited_is_asked_for_and_counted_but_not_while_staff_look_at_it(
    document: Document, make_record: MakeRecord, tie: Tie, staff: Client, keyed: Client
) -> None:
    tie(make_record(kind="document", asks_purpose="always", downloads="open", rights="CC-BY-4.0"), document)
    paths = [reverse("asset-original", args=["document", document.uid]), f"/files/{document.file.name}"]
    for path in paths:
        client = Client()
        assert 'name="purpose"' in client.get(path).content.decode(), path
        assert client.post(path, {"purpose": "research"})["Location"] == path
        assert body(client.get(path)), path
        assert body(staff.get(path)), path
    assert body(staff.get(f"{paths[0]}?download"))
    assert keyed.get(paths[0]).status_code == 422
    counted = DownloadCount.objects.values_list("purpose", "standing", "count")
    assert sorted(counted) == [("", "staff", 1), ("research", "public", 2)]


def test_a_recording_plays_from_its_original_without_a_question(make_record: MakeRecord, tie: Tie) -> None:
    recording = Recording.objects.create(
        title="Ovoz",
        duration=1,
        media_type="audio/mpeg",
        file=ContentFile(b"ID3" * 50, "a.mp3"),
        technical={"metadata": {}},
    )
    tie(make_record(kind="recording", asks_purpose="always", downloads="open", rights="CC-BY-4.0"), recording)
    played = reverse("asset-original", args=["recording", recording.uid])
    assert body(Client().get(played)).startswith(b"ID3")
    assert not DownloadCount.objects.exists()
    assert 'name="purpose"' in Client().get(f"{played}?download").content.decode()
