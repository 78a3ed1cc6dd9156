"""Changed copies of a photo are found and put before a person; nothing is decided or deleted by itself."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageEnhance

from archive.choices import Likeness
from archive.extract.pictures.hashing import LIMIT, bands_of, distance, near_bands, picture_hash
from archive.models import Photo, PhotoHash, SimilarPair
from archive.operations.compare_photos import compare_photos
from archive.operations.note_hash import signed, unsigned
from archive.signals import work_missed
from archive.specimens.scenes.gallery import draw_scene
from catalog.models import DepositFile, User

pytestmark = pytest.mark.usefixtures("in_english")
Settle = Callable[[Callable[[], Any]], Any]


@functools.cache
def scene(name: str) -> Image.Image:
    """Return a small drawing of a scene; each name another picture."""
    picture = draw_scene(name).convert("RGB")
    picture.thumbnail((480, 480))
    return picture


def packed(picture: Image.Image, quality: int = 88, **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality, **options)
    return file.getvalue()


def changed(picture: Image.Image, change: str) -> bytes:
    width, height = picture.size
    if change == "smaller":
        return packed(picture.resize((width // 2, height // 2)))
    if change == "saved again":
        return packed(picture, quality=35)
    if change == "cropped":
        return packed(picture.crop((round(width * 0.03), round(height * 0.015), width, height - round(height * 0.015))))
    if change == "brighter":
        return packed(ImageEnhance.Brightness(picture).enhance(1.15))
    exif = Image.Exif()
    exif[0x0112] = 6
    return packed(picture.transpose(Image.Transpose.ROTATE_90), exif=exif)


@pytest.fixture
def take_in(settle: Settle, db: None) -> Callable[..., Photo]:
    """Return a function that takes a photo in and lets it be examined and compared."""

    def do(name: str, content: bytes) -> Photo:
        def make() -> Photo:
            made = Photo(title=name, media_type="image/jpeg", original_name=name)
            made.file = ContentFile(content, name="x.jpg")
            made.save()
            return made

        made: Photo = settle(make)
        compare_photos(seconds=60)
        return made

    return do


def test_hashes_within_the_limit_always_share_a_near_part() -> None:
    import random  # noqa: PLC0415

    rng = random.Random(4)
    for _ in range(300):
        one = rng.getrandbits(64)
        other = one
        for place in rng.sample(range(64), LIMIT):
            other ^= 1 << place
        assert distance(one, other) == LIMIT
        near = [set(near_bands(band)) for band in bands_of(one)]
        assert any(band in near[place] for place, band in enumerate(bands_of(other)))
        assert unsigned(signed(one)) == one


def test_a_picture_that_shows_nothing_has_no_hash() -> None:
    assert picture_hash(Image.new("RGB", (300, 200), "white")) is None


@pytest.mark.parametrize("change", ["smaller", "saved again", "cropped", "brighter", "turned by EXIF"])
def test_a_changed_copy_is_found_and_another_picture_is_not(take_in: Callable[..., Photo], change: str) -> None:
    picture = scene("steppe_train")
    first = take_in("train.jpg", packed(picture))
    take_in("domes.jpg", packed(scene("domes")))
    copy = take_in("copy.jpg", changed(picture, change))
    pair = SimilarPair.objects.get()
    assert (pair.first_id, pair.second_id, pair.decision) == (first.pk, copy.pk, Likeness.OPEN)


def test_photos_from_before_there_were_hashes_are_compared_too(take_in: Callable[..., Photo]) -> None:
    picture = scene("domes")
    take_in("a.jpg", packed(picture))
    take_in("b.jpg", changed(picture, "smaller"))
    SimilarPair.objects.all().delete()
    PhotoHash.objects.all().delete()
    assert not compare_photos(seconds=60)
    assert SimilarPair.objects.count() == 1


def test_the_worker_compares_by_itself(
    take_in: Callable[..., Photo], run_tasks: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = scene("watchtower")
    take_in("a.jpg", packed(picture))
    take_in("b.jpg", changed(picture, "smaller"))
    SimilarPair.objects.all().delete()
    PhotoHash.objects.update(compared_at=None)
    work_missed.send(sender=None, living=set())
    run_tasks()
    assert SimilarPair.objects.count() == 1


def test_staff_see_both_side_by_side_and_decide(take_in: Callable[..., Photo], staff: Client, cataloguer: User) -> None:
    picture = scene("river_port")
    first = take_in("port.jpg", packed(picture))
    second = take_in("port small.jpg", changed(picture, "smaller"))
    page = staff.get("/admin/similar/").content.decode()
    for said in ("port.jpg", "port small.jpg", "(larger)", first.sha256[:16], second.sha256[:16]):
        assert said in page
    pair = SimilarPair.objects.get()
    staff.post(f"/admin/similar/{pair.pk}/", {"decision": "same", "better": first.pk})
    pair.refresh_from_db()
    assert (pair.decision, pair.better, pair.decided_by) == (Likeness.SAME, first, cataloguer)
    assert "No photos wait" in staff.get("/admin/similar/").content.decode()
    assert "the better one" in staff.get(f"/admin/files/photo/{second.pk}/").content.decode()
    assert Photo.objects.count() == 2
    PhotoHash.objects.update(compared_at=None)
    compare_photos(seconds=60)
    pair.refresh_from_db()
    assert pair.decision == Likeness.SAME, "what was decided is not asked again"
    staff.post(f"/admin/similar/{pair.pk}/", {"decision": "open"})
    assert "port.jpg" in staff.get("/admin/similar/").content.decode()


def test_a_decision_makes_sense_and_is_for_staff(take_in: Callable[..., Photo], staff: Client, client: Client) -> None:
    picture = scene("river_port")
    take_in("a.jpg", packed(picture))
    take_in("b.jpg", changed(picture, "smaller"))
    other = take_in("c.jpg", packed(scene("domes")))
    pair = SimilarPair.objects.get()
    address = f"/admin/similar/{pair.pk}/"
    assert staff.post(address, {"decision": "same", "better": other.pk}).status_code == 404
    assert staff.post(address, {"decision": "nonsense"}).status_code == 404
    client.post(address, {"decision": "different"})
    pair.refresh_from_db()
    assert pair.decision == Likeness.OPEN


def test_a_deposit_says_what_its_photo_is_similar_to(
    take_in: Callable[..., Photo], deposit: Callable[..., Any], staff: Client
) -> None:
    picture = scene("domes")
    take_in("domes.jpg", packed(picture))
    deposit({"again.jpg": changed(picture, "smaller")})
    compare_photos(seconds=60)
    page = staff.get(f"/admin/deposits/{DepositFile.objects.get().deposit_id}/").content.decode()
    assert "similar to domes.jpg" in page


def test_a_photo_is_compared_in_few_queries_however_many_there_are(take_in: Callable[..., Photo]) -> None:
    take_in("a.jpg", packed(scene("domes")))
    row = PhotoHash.objects.get()
    from archive.operations.compare_photos import similar_to  # noqa: PLC0415

    with CaptureQueriesContext(connection) as queries:
        similar_to(row)
    assert len(queries) == 4
