"""Files come in pieces by tus 1.0.0: they go on where they broke off, and only for the one who began them."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.spool_parts import held_part, part_path
from catalog.models import Deposit, DepositFile, Record, ResumableUpload, User
from catalog.operations.deposits.ask_to_undo import ask_to_undo
from catalog.operations.deposits.change_course import cancel_deposit
from catalog.operations.deposits.reclaim_files import reclaim_deposits, reclaim_files
from catalog.operations.uploads.end_upload import expire_uploads
from catalog.operations.uploads.finish_upload import finish_if_whole
from tests.integration.catalog.conftest import jpeg

pytestmark = pytest.mark.usefixtures("in_english")
RunTasks = Callable[[], None]
PICTURE = jpeg(1)


class Sender:
    """Speaks tus as a client does."""

    def __init__(self, client: Client, address: str = "") -> None:
        self.client = client
        self.address = address

    def open(self, **fields: str) -> str:
        """Open a deposit as the form's script does; return its uid."""
        posted = {"access": "staff", "visit": str(uuid4()), **fields}
        answer = self.client.post("/admin/deposit/", posted, headers={"X-Fonds-Open": "1"})
        assert answer.status_code == 200, answer.content
        return str(answer.json()["deposit"])

    def call(self, method: str, body: bytes = b"", address: str = "", **headers: str) -> Any:
        """Make one request."""
        named = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(
            method, address or self.address, body, "application/offset+octet-stream", headers=named
        )

    def begin(self, size: int, deposit: str = "", body: bytes = b"", path: str = "surat.jpg", **more: str) -> Any:
        """Begin an upload, with a first piece if there is one."""
        words = {"deposit": deposit or self.open(), "path": path} | more
        coded = ",".join(f"{name} {base64.b64encode(word.encode()).decode()}" for name, word in words.items())
        answer = self.call("POST", body, reverse("catalog_uploads"), Upload_Length=str(size), Upload_Metadata=coded)
        if answer.status_code == 201:
            self.address = answer["Location"]
        return answer

    def send(self, body: bytes, offset: int, **headers: str) -> Any:
        """Send a piece."""
        return self.call("PATCH", body, Upload_Offset=str(offset), **headers)

    def offset(self) -> int:
        """Ask how much has arrived."""
        answer = self.call("HEAD")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        return int(answer["Upload-Offset"])


@pytest.fixture
def sender(staff: Client) -> Sender:
    return Sender(staff)


def test_the_server_says_what_it_can(sender: Sender, settings: Any) -> None:
    answer = sender.call("OPTIONS", address=reverse("catalog_uploads"))
    assert answer.status_code == 204
    assert (answer["Tus-Version"], answer["Tus-Resumable"]) == ("1.0.0", "1.0.0")
    assert answer["Tus-Extension"] == "creation,creation-with-upload,termination,checksum,expiration"
    assert answer["Tus-Checksum-Algorithm"] == "sha256,sha1"
    assert answer["Tus-Max-Size"] == str(settings.FONDS_MAX_RESUMABLE_BYTES)
    assert sender.call("PUT", address=reverse("catalog_uploads")).status_code == 405
    old = sender.client.post(reverse("catalog_uploads"), headers={"Tus-Resumable": "0.2.2"})
    assert (old.status_code, old["Tus-Version"]) == (412, "1.0.0")


def test_a_file_in_pieces_is_taken_in_with_its_path_as_if_it_had_come_at_once(
    sender: Sender, run_tasks: RunTasks
) -> None:
    made = sender.begin(len(PICTURE), path="Термиз/1924/карвон.jpg")
    assert (made.status_code, made["Upload-Offset"]) == (201, "0")
    assert "GMT" in made["Upload-Expires"]
    file = DepositFile.objects.get()
    assert (file.outcome, made["Fonds-File"]) == ("receiving", str(file.pk))
    for start in range(0, len(PICTURE), 2000):
        answer = sender.send(PICTURE[start : start + 2000], start)
        assert answer.status_code == 204
        assert sender.offset() == int(answer["Upload-Offset"]) == min(start + 2000, len(PICTURE))
    run_tasks()
    file.refresh_from_db()
    assert (file.outcome, file.path, file.name) == ("ingested", "Термиз/1924/карвон.jpg", "карвон.jpg")
    assert file.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert Record.objects.get().original_title == "карвон"
    assert Deposit.objects.get().state == "ended"
    assert sender.offset() == len(PICTURE), "whoever missed the last answer hears it now"


def test_a_small_file_needs_one_request(sender: Sender, run_tasks: RunTasks) -> None:
    made = sender.begin(len(PICTURE), body=PICTURE)
    assert (made.status_code, made["Upload-Offset"]) == (201, str(len(PICTURE)))
    run_tasks()
    assert DepositFile.objects.get().outcome == "ingested"


def test_many_small_files_do_not_make_as_many_tasks(sender: Sender, run_tasks: RunTasks) -> None:
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - needs loaded applications

    deposit = sender.open()
    for number in range(8):
        picture = jpeg(number, (40, 30))
        sender.begin(len(picture), deposit, picture, path=f"{number}.jpg")
    assert DBTaskResult.objects.filter(task_path="catalog.tasks.work_on").count() == 2
    run_tasks()
    assert DepositFile.objects.filter(outcome="ingested").count() == 8
    assert Deposit.objects.get().state == "ended"


def test_an_empty_file_is_refused_by_name_and_does_not_hold_up_the_deposit(sender: Sender, run_tasks: RunTasks) -> None:
    assert sender.begin(0, path="bo'sh.jpg").status_code == 201
    run_tasks()
    file = DepositFile.objects.get()
    assert (file.outcome, file.reason.code) == ("refused", "empty")
    assert Deposit.objects.get().state == "ended"


def test_a_piece_at_the_wrong_place_changes_nothing(sender: Sender) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    for offset in (0, 999, 1001):
        assert sender.send(PICTURE[offset : offset + 100], offset).status_code == 409
    assert sender.offset() == 1000
    assert sender.send(PICTURE[1000:] + b"more", 1000).status_code == 413
    assert sender.offset() == 1000
    assert sender.client.patch(sender.address, b"x", headers={"Tus-Resumable": "1.0.0"}).status_code == 415


def test_two_requests_never_write_to_one_upload_at_once(sender: Sender) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    with held_part(DepositFile.objects.get().location):
        assert sender.send(PICTURE[1000:], 1000).status_code == 423
        assert sender.call("HEAD").status_code == 423
        assert sender.call("DELETE").status_code == 423
    assert sender.send(PICTURE[1000:], 1000).status_code == 204


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_piece_that_arrives_damaged_is_asked_for_again(sender: Sender, algorithm: str, run_tasks: RunTasks) -> None:
    def summed(data: bytes) -> str:
        return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"

    sender.begin(len(PICTURE))
    first, rest = PICTURE[:1500], PICTURE[1500:]
    assert sender.send(first[:-1] + b"?", 0, Upload_Checksum=summed(first)).status_code == 460
    assert sender.offset() == 0
    assert sender.send(first, 0, Upload_Checksum=summed(first)).status_code == 204
    assert sender.send(rest, 1500, Upload_Checksum="crc32 AAAA").status_code == 400
    assert sender.send(rest, 1500, Upload_Checksum=summed(rest)).status_code == 204
    run_tasks()
    assert DepositFile.objects.get().outcome == "ingested"


def test_bytes_whose_checksum_was_never_compared_do_not_count(sender: Sender) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    # What a process leaves that was killed in the middle of a piece with a checksum.
    with held_part(DepositFile.objects.get().location) as part:
        part.append(b"unproven")
    ResumableUpload.objects.update(unproven_from=1000)
    assert sender.offset() == 1000
    assert sender.send(PICTURE[1000:], 1000).status_code == 204
    assert part_path(DepositFile.objects.get().location).read_bytes() == PICTURE


def test_the_disk_says_how_much_has_arrived_not_the_database(sender: Sender) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    with held_part(DepositFile.objects.get().location) as part:
        part.append(PICTURE[1000:1700])
    assert sender.offset() == 1700
    with held_part(DepositFile.objects.get().location) as part:
        part.append(PICTURE[1700:])
    assert sender.offset() == len(PICTURE)
    assert DepositFile.objects.get().outcome == "waiting", "killed after its last byte, it is finished when asked"


def test_an_upload_begun_again_under_its_key_goes_on(sender: Sender) -> None:
    deposit = sender.open()
    sender.begin(len(PICTURE), deposit, PICTURE[:1000], key="abc")
    first = sender.address
    again = sender.begin(len(PICTURE), deposit, PICTURE[:1000], key="abc")
    assert (again.status_code, again["Upload-Offset"], sender.address) == (201, "1000", first)
    sender.begin(len(PICTURE), deposit, PICTURE[:1000], key="other")
    assert sender.address != first
    assert DepositFile.objects.count() == 2


def test_nobody_goes_on_with_or_learns_of_the_upload_of_another(sender: Sender, journalist: Client) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    deposit = str(Deposit.objects.get().uid)
    other = User.objects.create_superuser("ruslan", password="parol-parol-2")
    stranger = Sender(Client(), sender.address)
    stranger.client.force_login(other)
    for method in ("HEAD", "PATCH", "DELETE"):
        assert stranger.call(method, b"x", Upload_Offset="1000").status_code == 404
    assert stranger.begin(5, deposit).status_code == 422
    assert Sender(journalist, sender.address).call("HEAD").status_code in {302, 403}
    signed_out = Sender(Client(), sender.address).call("HEAD", X_Requested_With="XMLHttpRequest")
    assert signed_out.status_code == 403
    assert sender.offset() == 1000


def test_the_token_is_asked_for(cataloguer: User) -> None:
    strict = Sender(Client(enforce_csrf_checks=True))
    strict.client.force_login(cataloguer)
    assert strict.begin(5, str(uuid4())).status_code == 403


def test_a_canceled_upload_is_forgotten_with_its_bytes(sender: Sender, run_tasks: RunTasks) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    path = part_path(DepositFile.objects.get().location)
    assert path.exists()
    assert sender.call("DELETE").status_code == 204
    assert not path.exists()
    assert sender.call("HEAD").status_code == 404
    run_tasks()
    assert not DepositFile.objects.exists()
    assert Deposit.objects.get().state == "ended"


@pytest.mark.parametrize("path", ["../../etc/passwd", "a/../../b.jpg", "..\\b.jpg"])
def test_a_path_that_leads_out_is_refused(sender: Sender, path: str) -> None:
    answer = sender.begin(5, path=path)
    assert answer.status_code == 422
    assert "leads out" in answer.content.decode()


def test_odd_names_are_kept_as_far_as_they_can_be_shown(sender: Sender) -> None:
    deposit = sender.open()
    names = {
        "/abs//a.jpg": "abs/a.jpg",
        "Oʻzbek й.jpg": "Oʻzbek й.jpg",
        "bad\x00name\n.jpg": "bad�name�.jpg",
        "\u202egpj.exe": "�gpj.exe",
        "папка/./ф.jpg": "папка/ф.jpg",
    }
    for sent, shown in names.items():
        sender.begin(5, deposit, path=sent)
        assert DepositFile.objects.latest("pk").path == shown
    raw = (
        f"deposit {base64.b64encode(deposit.encode()).decode()},path {base64.b64encode(b'a' + bytes([0xFF])).decode()}"
    )
    assert (
        sender.call("POST", address=reverse("catalog_uploads"), Upload_Length="5", Upload_Metadata=raw).status_code
        == 201
    )
    assert DepositFile.objects.latest("pk").path == "a�"


def test_what_is_not_understood_is_said(sender: Sender) -> None:
    address = reverse("catalog_uploads")
    for headers in (
        {"Upload_Length": "-1", "Upload_Metadata": ""},
        {"Upload_Length": "5", "Upload_Metadata": "deposit ***"},
        {"Upload_Length": "5", "Upload_Metadata": "path YQ=="},
        {"Upload_Metadata": "path YQ=="},
    ):
        assert sender.call("POST", b"", address, **headers).status_code == 400


def test_a_file_too_large_or_without_room_is_refused_before_it_is_sent(
    sender: Sender, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deposit = sender.open()
    assert sender.begin(settings.FONDS_MAX_RESUMABLE_BYTES + 1, deposit).status_code == 413
    settings.FONDS_DISK_RESERVE_BYTES = 1 << 60
    answer = sender.begin(5, deposit)
    assert answer.status_code == 507
    assert "no room" in answer.content.decode()
    settings.FONDS_DISK_RESERVE_BYTES = 0
    settings.FONDS_OPEN_UPLOADS = 1
    assert sender.begin(5, deposit).status_code == 201
    assert sender.begin(5, deposit).status_code == 429
    assert DepositFile.objects.count() == 1


def test_a_disk_that_fills_up_keeps_what_arrived(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    import resource  # noqa: PLC0415
    import signal  # noqa: PLC0415

    sender.begin(len(PICTURE), body=PICTURE[:1000])
    # The kernel refuses to let files of this process grow beyond this, as a full disk would.
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    size = part_path(DepositFile.objects.get().location).stat().st_size + 500
    monkeypatch.setattr("catalog.operations.uploads.append_to_upload._note", lambda *_args, **_changes: None)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
        answer = sender.send(PICTURE[1000:], 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert answer.status_code == 507
    assert "full" in answer.content.decode()
    assert sender.offset() == size


def test_an_unfinished_upload_is_left_alone_until_it_expires(sender: Sender, settings: Any) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    path = part_path(DepositFile.objects.get().location)
    Deposit.objects.update(opened_at=timezone.now() - timedelta(hours=1), worked_at=None)
    assert reclaim_files(living=set()) == 0
    assert reclaim_deposits(living=set()) == 0, "there is nothing to do but wait"
    assert expire_uploads() == 0
    ResumableUpload.objects.update(touched_at=timezone.now() - timedelta(days=settings.FONDS_UPLOAD_DAYS, hours=1))
    assert expire_uploads() == 1
    file = DepositFile.objects.get()
    assert (file.outcome, file.reason.code) == ("refused", "upload_expired")
    assert "7 days" in file.reason.sentence
    assert not path.exists()
    assert sender.call("HEAD").status_code == 404


def test_an_upload_that_was_whole_when_its_server_died_is_finished(sender: Sender) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    with held_part(DepositFile.objects.get().location) as part:
        part.append(PICTURE[1000:])
    ResumableUpload.objects.update(received_bytes=len(PICTURE), touched_at=timezone.now() - timedelta(minutes=5))
    expire_uploads()
    assert DepositFile.objects.get().outcome == "waiting"


def test_a_file_larger_than_a_form_takes_is_taken_in_when_it_came_in_pieces(
    sender: Sender, settings: Any, run_tasks: RunTasks
) -> None:
    settings.FONDS_MAX_UPLOAD_BYTES = 1024
    sender.begin(len(PICTURE), body=PICTURE)
    run_tasks()
    assert DepositFile.objects.get().outcome == "ingested"


def test_a_stored_original_shares_its_bytes_with_the_spool_until_that_is_dropped(
    sender: Sender, settings: Any, run_tasks: RunTasks
) -> None:
    sender.begin(len(PICTURE), body=PICTURE)
    inode = part_path(DepositFile.objects.get().location).stat().st_ino
    run_tasks()
    originals = [path for path in Path(settings.MEDIA_ROOT).rglob("*.jpg") if "originals" in path.parts]
    assert [path.stat().st_ino for path in originals] == [inode], "ten gigabytes are not copied"


def test_a_deposit_undone_meanwhile_takes_nothing_more(sender: Sender, cataloguer: User, run_tasks: RunTasks) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    deposit = Deposit.objects.get()
    path = part_path(DepositFile.objects.get().location)
    cancel_deposit(deposit=deposit)
    ask_to_undo(deposit=deposit, scope="whole", user=cataloguer)  # type: ignore[arg-type]
    run_tasks()
    assert DepositFile.objects.get().outcome == "dropped"
    assert not path.exists()
    assert sender.send(PICTURE[1000:], 1000).status_code == 404
    assert sender.begin(5, str(deposit.uid)).status_code == 422


def test_only_a_piece_may_be_as_large_as_a_piece(sender: Sender, settings: Any) -> None:
    settings.FONDS_MAX_UPLOAD_BYTES = 1024 * 1024
    sender.begin(64 * 1024 * 1024)
    large = str(32 * 1024 * 1024)
    assert sender.send(b"x" * (3 * 1024 * 1024), 0).status_code == 204
    for address, kind in ((sender.address, "text/plain"), ("/admin/login/", "application/offset+octet-stream")):
        refused = sender.client.generic("POST", address, b"x", kind, CONTENT_LENGTH=large)
        assert refused.status_code == 413
    beyond = str(80 * 1024 * 1024)
    refused = sender.client.generic(
        "PATCH", sender.address, b"x", "application/offset+octet-stream", CONTENT_LENGTH=beyond
    )
    assert refused.status_code == 413


def test_a_refused_file_is_given_anew_and_keeps_its_row(sender: Sender, settings: Any, run_tasks: RunTasks) -> None:
    sender.begin(500, path="papka/buzuq.jpg", body=PICTURE[:500])
    run_tasks()
    row = DepositFile.objects.get()
    assert row.outcome == "refused"
    page = sender.client.get(reverse("catalog_deposit_page", args=[row.deposit_id])).content.decode()
    assert "Give this file anew" in page
    act = reverse("catalog_deposit_act", args=[row.deposit_id, "replace"])
    good = SimpleUploadedFile("butun.jpeg", PICTURE)
    sender.client.post(act, {"file": row.pk, "given": good})
    assert Deposit.objects.get().state == "working"
    run_tasks()
    row.refresh_from_db()
    assert (row.outcome, row.path, row.size_bytes) == ("ingested", "papka/buzuq.jpeg", len(PICTURE))
    assert not [path for path in (Path(settings.MEDIA_ROOT) / "deposits").rglob("*") if path.is_file()]
    again = sender.client.post(act, {"file": row.pk, "given": SimpleUploadedFile("b.jpg", PICTURE)}, follow=True)
    assert "Only a file that was not taken in" in again.content.decode()


def test_a_refused_member_of_an_archive_is_given_anew(sender: Sender, run_tasks: RunTasks) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("a.jpg", jpeg(20))
        out.writestr("b.jpg", jpeg(21)[:400])
    sender.begin(len(packed.getvalue()), path="hammasi.zip", body=packed.getvalue())
    run_tasks()
    row = DepositFile.objects.get(outcome="refused")
    act = reverse("catalog_deposit_act", args=[row.deposit_id, "replace"])
    sender.client.post(act, {"file": row.pk, "given": SimpleUploadedFile("b.jpg", jpeg(21))})
    run_tasks()
    row.refresh_from_db()
    assert (row.outcome, row.path) == ("ingested", "hammasi.zip/b.jpg")
    assert Deposit.objects.get().state == "ended"


def test_a_deposit_shows_what_is_arriving_and_its_sender_may_forget_it(sender: Sender, run_tasks: RunTasks) -> None:
    sender.begin(4096, path="katta.mp4", body=b"x" * 1024)
    row = DepositFile.objects.get()
    address = reverse("catalog_deposit_page", args=[row.deposit_id])
    page = sender.client.get(address).content.decode()
    assert "1.0\xa0KB of 4.0\xa0KB have arrived" in page
    stranger = Client()
    stranger.force_login(User.objects.create_superuser("ruslan", password="parol-parol-2"))
    act = reverse("catalog_deposit_act", args=[row.deposit_id, "forget"])
    assert act not in stranger.get(address).content.decode()
    stranger.post(act, {"file": row.pk})
    assert DepositFile.objects.exists()
    sender.client.post(act, {"file": row.pk})
    assert not DepositFile.objects.exists()


def test_an_upload_that_was_canceled_or_unproven_meanwhile_is_not_finished(sender: Sender) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    upload = ResumableUpload.objects.select_related("file").get()
    with held_part(upload.file.location) as part:
        part.append(PICTURE[1000:])
    ResumableUpload.objects.update(unproven_from=1000)
    assert not finish_if_whole(upload=upload)
    assert DepositFile.objects.get().outcome == "receiving"
    ResumableUpload.objects.update(unproven_from=None)
    assert finish_if_whole(upload=upload)


def test_what_a_killed_undo_left_of_an_upload_is_dropped_by_the_next(
    sender: Sender, cataloguer: User, run_tasks: RunTasks
) -> None:
    sender.begin(len(PICTURE), body=PICTURE[:1000])
    deposit, file = Deposit.objects.get(), DepositFile.objects.get()
    cancel_deposit(deposit=deposit)
    ask_to_undo(deposit=deposit, scope="whole", user=cataloguer)  # type: ignore[arg-type]
    # The process ended between the row and its bytes.
    DepositFile.objects.filter(pk=file.pk).update(outcome="dropped")
    run_tasks()
    assert not part_path(file.location).exists()
