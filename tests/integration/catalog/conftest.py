"""What tests of the catalog share: small files, records, people and their clients."""

from __future__ import annotations

import functools
import io
import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image
from wagtail.users.models import UserProfile

from archive.choices import AssetState, PageState
from archive.extract.types import Word
from archive.extract.words import pack
from archive.models import Document, Page, Photo
from archive.renditions import PHOTO_SIZES, photo_filter
from archive.renditions.page_images import store_page_images
from catalog.models import Record, RecordAsset, User

MakeRecord = Callable[..., Record]


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Keep stored files in a folder of the test; Wagtail remembers renditions by key, and keys come again."""
    cache.clear()
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "archive.storage.PrivateFileStorage", "OPTIONS": {"location": str(tmp_path / "files")}},
    }


@functools.cache
def jpeg(seed: int = 1, size: tuple[int, int] = (320, 240)) -> bytes:
    """Return a colorful picture that is no page; each seed makes other bytes."""
    rng, pixels = random.Random(seed), size[0] * size[1]
    red, blue = rng.randbytes(pixels), rng.randbytes(pixels).translate(bytes(90 + 110 * n // 256 for n in range(256)))
    green = (bytes(7 * x % 256 for x in range(256)) * (pixels // 256 + 1))[:pixels]
    picture = Image.merge("RGB", [Image.frombytes("L", size, band) for band in (red, green, blue)])
    packed = io.BytesIO()
    picture.save(packed, "JPEG", quality=80)
    return packed.getvalue()


@functools.cache
def page_png(seed: int = 1) -> bytes:
    """Return a white sheet with black lines; each seed makes other bytes."""
    sheet = Image.new("L", (620, 877), 250)
    for line in range(60, 800, 24):
        for start in range(60, 540, 40):
            sheet.paste(20, (start, line, start + 24 + seed % 9, line + 8))
    packed = io.BytesIO()
    sheet.save(packed, "PNG")
    return packed.getvalue()


@pytest.fixture
def make_record(db: None) -> MakeRecord:
    """Return a function that makes a published record."""

    def make(**fields: Any) -> Record:
        fields = {"kind": "document", "original_title": "Hujjat", "access": "public", "live": True, **fields}
        record = Record(**fields)
        record.save()
        return record

    return make


@pytest.fixture
def photo(db: None) -> Photo:
    """Return a photo with its renditions, described by no record; its metadata was read and says nothing."""
    made = Photo(title="Karvon", media_type="image/jpeg", state=AssetState.READY, technical={"metadata": {}})
    made.original_name = "Термиз karvon.jpg"
    made.file = ContentFile(jpeg(), name="karvon.jpg")
    made.save()
    made.get_renditions(*(photo_filter(size) for size in PHOTO_SIZES))
    return made


@pytest.fixture
def document(db: None) -> Document:
    """Return a document of one read page, described by no record."""
    made = Document(title="Hisobot", media_type="image/png", state=AssetState.READY, page_count=1)
    made.original_name = "Ҳисобот.png"
    made.file = ContentFile(page_png(), name="hisobot.png")
    made.save()
    word = Word("Термиз", 0.1, 0.1, 0.2, 0.02, 0, 95)
    page = Page.objects.create(document=made, number=1, state=PageState.READY, text="Термиз", words=pack([word]))
    store_page_images(page, Image.new("L", (620, 877), 250))
    return made


@pytest.fixture
def tie() -> Callable[[Record, Photo | Document], RecordAsset]:
    """Return a function that shows an asset in a record."""

    def do(record: Record, asset: Photo | Document) -> RecordAsset:
        row: RecordAsset = RecordAsset.objects.create(record=record, **{asset.kind: asset})
        return row

    return do


@pytest.fixture
def cataloguer(db: None) -> User:
    """Return a person of the group Cataloguers, with no other right."""
    user = User.objects.create_user("nodira", "nodira@example.org", "parol-parol-1", first_name="Nodira")
    user.groups.add(Group.objects.get(name="Cataloguers"))
    return user


@pytest.fixture
def staff(cataloguer: User) -> Client:
    """Return a client of a cataloguer."""
    client = Client()
    client.force_login(cataloguer)
    return client


@pytest.fixture
def in_english(cataloguer: User) -> Iterator[None]:
    """Show the staff screens, and say everything else, in English."""
    UserProfile.objects.update_or_create(user=cataloguer, defaults={"preferred_language": "en"})
    with translation.override("en"):
        yield


@pytest.fixture
def journalist(db: None) -> Client:
    """Return a client of a journalist accredited for long."""
    user = User.objects.create_user("jurnalist", accredited_until=date(2099, 1, 1))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def settle(
    run_tasks: Callable[[], None], django_capture_on_commit_callbacks: Any
) -> Callable[[Callable[[], Any]], Any]:
    """Return a function that does something and then all that follows from it, tasks of tasks among them."""

    def do(act: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            done = act()
        # What a task leaves for the commit is done after it.
        for _ in range(4):
            with django_capture_on_commit_callbacks(execute=True):
                run_tasks()
        return done

    return do


@pytest.fixture
def deposit(staff: Client, settle: Callable[[Callable[[], Any]], Any]) -> Callable[..., Any]:
    """Return a function that deposits files by name and content through the admin and lets them be read."""

    def do(files: dict[str, bytes], **fields: str) -> Any:
        uploads = [SimpleUploadedFile(name, content) for name, content in files.items()]
        posted = {"access": "public", **fields, "files": uploads}
        return settle(lambda: staff.post("/admin/deposit/", posted))

    return do
