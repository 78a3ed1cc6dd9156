"""The page of a photograph shows the picture in the sizes that are kept of it."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from archive.choices import AssetState
from archive.models import Photo
from catalog.models import RecordAsset
from tests.integration.search.conftest import Maker


def a_photo(color: str) -> Photo:
    packed = BytesIO()
    Image.new("RGB", (1500, 1000), color).save(packed, "JPEG")
    photo = Photo(title="p", width=1500, height=1000, state=AssetState.READY)
    photo.file = ContentFile(packed.getvalue(), name="p.jpg")
    photo.save()
    return photo


def test_a_photo_is_shown_in_its_sizes_and_pictures_can_be_turned_to(client: Client, make_record: Maker) -> None:
    record = make_record(kind="photo", title_en="The gate")
    for order, color in enumerate(("red", "blue")):
        RecordAsset.objects.create(record=record, photo=a_photo(color), sort_order=order)
    page = client.get(f"/en/record/{record.pid}/")
    assert page.status_code == 200
    photo = page.context["photo"]
    assert (photo["count"], photo["number"], photo["width"], photo["height"]) == (2, 1, 1500, 1000)
    assert [image["width"] for image in page.context["viewer_json"]["images"]] == [400, 1280, 1500]
    assert client.get(photo["next_url"]).context["photo"]["number"] == 2
    offered = [(offer.pixels, bool(offer.url)) for offer in page.context["downloads"]]
    assert offered == [("1500 × 1000", True), ("1500 × 1000", False)] * 2
