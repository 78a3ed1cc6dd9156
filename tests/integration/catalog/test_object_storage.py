"""The whole way of a file, from deposit to deletion, on an S3 service that the test starts."""

from __future__ import annotations

import importlib.util
import json
import random
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from archive.choices import AssetState
from archive.models import Document, Photo
from archive.storage import private_storage
from catalog.models import DepositFile, Record
from config.health import check_storage
from config.object_storage import s3_access, s3_backend
from tests.integration.archive.work.conftest import wait_for
from tests.integration.catalog.conftest import jpeg, page_png
from tests.integration.catalog.test_door import body
from tests.integration.catalog.test_uploads import Sender

BUCKET, FOLDER = "fonds-test", "archive/files"
ACCESS = {"region": "us-east-1", "access_key": "fonds", "secret_key": "not-for-the-queue"}

pytestmark = pytest.mark.object_storage


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """Start an S3 service of our own and return its address."""
    assert importlib.util.find_spec("moto"), "moto is missing; bin/setup test installs it"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # By name, not by number: a bucket would get a host name of its own if it were not addressed by path.
    address = f"http://localhost:{port}"

    def has_bucket() -> bool:
        try:
            client(address).create_bucket(Bucket=BUCKET)
        except (BotoCoreError, ClientError):
            return False
        return True

    try:
        wait_for(has_bucket, seconds=60)
        yield address
    finally:
        running.terminate()
        running.wait()


def client(address: str) -> Any:
    access = s3_access(endpoint=address, **ACCESS)
    return boto3.client(
        "s3",
        endpoint_url=address,
        region_name=ACCESS["region"],
        aws_access_key_id=ACCESS["access_key"],
        aws_secret_access_key=ACCESS["secret_key"],
        config=access["AWS_S3_CLIENT_CONFIG"],
    )


@pytest.fixture
def keys(service: str, settings: Any, _own_files: None) -> Callable[[], set[str]]:
    """Keep files in the service; return a function that lists the objects there."""
    for name, value in s3_access(endpoint=service, **ACCESS).items():
        setattr(settings, name, value)
    settings.STORAGES = {**settings.STORAGES, "default": s3_backend(f"s3://{BUCKET}/{FOLDER}")}

    def listed() -> set[str]:
        rows = client(service).list_objects_v2(Bucket=BUCKET).get("Contents", [])
        return {row["Key"].removeprefix(f"{FOLDER}/") for row in rows}

    for key in listed():
        client(service).delete_object(Bucket=BUCKET, Key=f"{FOLDER}/{key}")
    return listed


@pytest.fixture
def deposited(
    keys: Callable[[], set[str]], staff: Client, run_tasks: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> tuple[Photo, Document]:
    """Deposit a photo and a scanned page through the admin and have both read."""
    files = [SimpleUploadedFile("Термиз karvon.jpg", jpeg(1)), SimpleUploadedFile("hisobot.png", page_png(1))]
    with django_capture_on_commit_callbacks(execute=True):
        staff.post("/admin/deposit/", {"files": files, "access": "public"})
    run_tasks()
    Record.objects.update(downloads="open")
    return Photo.objects.get(), Document.objects.get()


def test_originals_renditions_and_page_images_lie_in_the_folder_of_the_bucket(
    deposited: tuple[Photo, Document], keys: Callable[[], set[str]]
) -> None:
    photo, document = deposited
    assert (photo.state, document.state, str(document.state_reason)) == (AssetState.READY, AssetState.READY, "")
    wanted = {photo.file.name, document.file.name, *(made.file.name for made in photo.renditions.all())}
    wanted |= {document.pages.get().image_name(size) for size in ("thumb", "medium", "large")}
    assert keys() == wanted
    assert len(wanted) == 8
    assert photo.technical["metadata"]


def test_the_door_hands_out_what_was_deposited(deposited: tuple[Photo, Document]) -> None:
    photo, document = deposited
    address = reverse("asset-original", args=["photo", photo.uid])
    whole = Client().get(f"{address}?download")
    assert body(whole) == jpeg(1)
    assert whole["Content-Length"] == str(len(jpeg(1)))
    assert "filename*=utf-8''" in whole["Content-Disposition"]
    assert body(Client().get(reverse("asset-original", args=["document", document.uid]))) == page_png(1)
    for size in ("thumb", "medium", "large"):
        for image in (
            reverse("photo-image", args=[photo.uid, size]),
            reverse("page-image", args=[document.uid, 1, size]),
        ):
            assert body(Client().get(image)).startswith(b"\xff\xd8"), image


def test_ranges_and_entity_tags_hold_and_only_the_range_is_fetched(deposited: tuple[Photo, Document]) -> None:
    photo, _ = deposited
    fetched: list[str] = []
    events = photo.file.storage.connection.meta.client.meta.events
    events.register("before-call.s3.GetObject", lambda params, **_: fetched.append(params["headers"]["Range"]))
    address = reverse("asset-original", args=["photo", photo.uid])
    whole = jpeg(1)
    for asked, expected in {"bytes=10-19": whole[10:20], "bytes=-5": whole[-5:], "bytes=7-": whole[7:]}.items():
        response = Client().get(address, headers={"Range": asked})
        assert (response.status_code, body(response)) == (206, expected), asked
    assert fetched == ["bytes=10-19", f"bytes={len(whole) - 5}-{len(whole) - 1}", f"bytes=7-{len(whole) - 1}"]
    assert Client().get(address, headers={"Range": "bytes=99999999-"}).status_code == 416
    again = Client().get(address, headers={"If-None-Match": Client().get(address)["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")
    head = Client().head(address)
    assert (head["Content-Length"], body(head)) == (str(len(whole)), b"")
    assert len(fetched) == 3, "neither the tag nor the head needs the bytes"


def test_a_hidden_file_and_an_object_that_is_gone_are_404(
    deposited: tuple[Photo, Document], keys: Callable[[], set[str]]
) -> None:
    photo, document = deposited
    photo.file.storage.delete(photo.file.name)
    assert Client().get(reverse("asset-original", args=["photo", photo.uid])).status_code == 404
    Record.objects.update(access="staff")
    assert Client().get(reverse("asset-original", args=["document", document.uid])).status_code == 404


def test_deleting_assets_leaves_no_object_and_no_key_in_the_queue(
    deposited: tuple[Photo, Document],
    keys: Callable[[], set[str]],
    run_tasks: Callable[[], None],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for asset in deposited:
            asset.delete()
    tasks = json.dumps(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
    assert "delete_file_from_storage" in str(list(DBTaskResult.objects.values_list("task_path", flat=True)))
    assert ACCESS["secret_key"] not in tasks
    run_tasks()
    assert keys() == set()


def test_health_writes_reads_and_removes_a_file(keys: Callable[[], set[str]]) -> None:
    assert check_storage().ok
    assert keys() == set()


def test_a_file_sent_in_parts_comes_back_whole_and_in_stretches(keys: Callable[[], set[str]]) -> None:
    content = random.Random(1).randbytes(18 << 20)
    name = default_storage.save("originals/ab/large.bin", ContentFile(content))
    storage = private_storage()
    assert storage.size(name) == len(content)
    assert b"".join(storage.stretch(name, 0, len(content) - 1)) == content
    assert b"".join(storage.stretch(name, 9_000_000, 9_000_099)) == content[9_000_000:9_000_100]
    with pytest.raises(FileNotFoundError):
        b"".join(storage.stretch("originals/ab/absent.bin", 0, 9))


def test_a_file_in_pieces_is_gathered_here_and_goes_to_the_bucket_when_it_is_whole(
    keys: Callable[[], set[str]], staff: Client, settings: Any, run_tasks: Callable[[], None]
) -> None:
    sender, picture = Sender(staff), jpeg(3)
    sender.begin(len(picture), body=picture[:1000])
    parts = Path(settings.FILE_UPLOAD_TEMP_DIR) / "parts"
    assert [path.stat().st_size for path in parts.iterdir()] == [1000]
    assert (sender.offset(), keys()) == (1000, set())
    assert sender.send(picture[1000:], 1000).status_code == 204
    assert keys() == {DepositFile.objects.get().location}
    assert list(parts.iterdir()) == []
    assert sender.offset() == len(picture)
    run_tasks()
    assert DepositFile.objects.get().outcome == "ingested"
    assert DepositFile.objects.get().location not in keys()

    sender.begin(len(picture), body=picture[:1000], path="boshqa.jpg")
    assert sender.call("DELETE").status_code == 204
    assert list(parts.iterdir()) == []
