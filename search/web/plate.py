"""Make what the plate of a photograph shows: one picture of the record and its neighbors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from archive.choices import AssetState
from archive.models import Photo
from archive.renditions import PHOTO_SIZES
from catalog.models import Record
from search.web.state import with_query


def plate(record: Record, photos: Sequence[Photo], number: int) -> dict[str, Any]:
    """Return ``photo`` and ``viewer_json`` for the template; nothing while no picture is ready."""
    ready = [photo for photo in photos if photo.state == AssetState.READY]
    if not ready:
        return {}
    number = min(max(1, number), len(ready))
    photo = ready[number - 1]
    images = _images(photo)
    shown = images[-2] if len(images) > 1 else images[-1]
    return {
        "photo": {
            "url": shown["url"],
            "srcset": ", ".join(f"{image['url']} {image['width']}w" for image in images),
            "width": images[-1]["width"],
            "height": images[-1]["height"],
            "alt": photo.default_alt_text if photo.description else "",
            "number": number,
            "count": len(ready),
            "prev_url": _address(record, number - 1) if number > 1 else "",
            "next_url": _address(record, number + 1) if number < len(ready) else "",
        },
        "viewer_json": {"images": images, "hits": [], "current": 0, "state": "ready", "page": number, "flag": ""},
    }


def _images(photo: Photo) -> list[dict[str, Any]]:
    """Return the sizes kept of a photo, smallest first, each size once; never larger than the original."""
    found: dict[int, dict[str, Any]] = {}
    across, down = photo.upright_size
    longest = max(across, down, 1)
    for size, edge in sorted(PHOTO_SIZES.items(), key=lambda item: item[1]):
        scale = min(1.0, edge / longest)
        width, height = max(1, round(across * scale)), max(1, round(down * scale))
        url = reverse("photo-image", args=[photo.uid, size])
        found.setdefault(width, {"url": url, "width": width, "height": height})
    return list(found.values())


def _address(record: Record, number: int) -> str:
    return with_query(record.get_absolute_url(), [("page", number)])
