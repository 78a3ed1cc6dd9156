"""A photograph of any format is deposited, shown upright in its colors, and offered by Wagtail's own screens too."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from archive.choices import AssetState
from archive.models import Photo, PhotoRendition
from archive.renditions import PHOTO_SIZES
from archive.specimens import pictures

HARD = ["press.jpg", "deep.tif", "lab.tif", "plain.jp2", "plain.heic", "turned.heic", "camera.dng", "turned.tif"]


@pytest.mark.parametrize("name", HARD)
def test_a_photo_of_a_hard_format_is_shown_like_any_other(
    deposit: Callable[..., Any], staff: Client, name: str
) -> None:
    deposit({name: pictures.PICTURES[name]()}, kind="photo")
    photo = Photo.objects.get()
    assert photo.state == AssetState.READY, str(photo.state_reason)
    across, down = photo.upright_size
    assert across > down
    assert PhotoRendition.objects.count() == len(PHOTO_SIZES)
    shown = Client().get(reverse("photo-image", args=[photo.uid, "thumb"]))
    assert shown["Content-Type"] == "image/jpeg"
    with Image.open(io.BytesIO(shown.getvalue())) as picture:
        assert (picture.mode, picture.info.get("icc_profile")) == ("RGB", None)
        left, right = picture.getpixel((40, 40)), picture.getpixel((200, 40))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 150 > left[2]
    assert right[2] > 130 > right[0]
    assert staff.get(reverse("asset-original", args=["photo", photo.uid])).status_code == 200


def test_wagtails_own_sizes_are_made_of_the_upright_copy(deposit: Callable[..., Any], staff: Client) -> None:
    deposit({name: pictures.PICTURES[name]() for name in ("camera.dng", "press.tif")}, kind="photo")
    for photo in Photo.objects.all():
        made = photo.get_rendition("fill-100x100|format-jpeg")
        assert (made.width, made.height) == (100, 100)
    assert staff.get(reverse("wagtailimages:index")).status_code == 200


def test_a_copy_that_is_missing_is_drawn_and_the_others_stay(
    deposit: Callable[..., Any], settle: Callable[..., Any], staff: Client
) -> None:
    deposit({"a.jpg": pictures.PICTURES["plain.jpg"]()}, kind="photo")
    photo = Photo.objects.get()
    kept = set(PhotoRendition.objects.values_list("file", flat=True))
    PhotoRendition.objects.filter(filter_spec__startswith="max-400").delete()
    settle(lambda: staff.post(reverse("catalog_read_again", args=["photo", photo.pk])))
    assert PhotoRendition.objects.count() == len(PHOTO_SIZES)
    assert len(kept & set(PhotoRendition.objects.values_list("file", flat=True))) == len(PHOTO_SIZES) - 1
