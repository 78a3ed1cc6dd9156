"""Store the copies of a photograph: one upright sRGB picture in a few sizes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from archive.extract.pictures import draw
from archive.models import Photo, PhotoRendition
from archive.renditions import JPEG_QUALITY, PHOTO_SIZES, photo_filter

SMALLEST = "thumb"
PROGRESSIVE_EDGE = 1000


def store_photo_images(photo: Photo, path: Path) -> Image.Image | None:
    """Store the copies of ``PHOTO_SIZES`` that are missing, as Wagtail would name them; never upscaled.

    Returns the picture of the smallest of them where it was missing, else None.

    Wagtail's own way holds the whole picture in memory several times over, keeps foreign color profiles and does not
    know every format. Raises what ``archive.extract.pictures.draw`` raises.
    """
    made = set(PhotoRendition.objects.filter(image=photo).values_list("filter_spec", flat=True))
    missing = {size: edge for size, edge in PHOTO_SIZES.items() if photo_filter(size) not in made}
    if not missing:
        return None
    picture = draw(path, photo.media_type, max(missing.values()))
    copies: list[PhotoRendition] = []
    packed: bytes | None = None
    for size, edge in sorted(missing.items(), key=lambda item: -item[1]):
        if max(picture.size) > edge:
            picture = picture.copy()
            picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3)
            packed = None
        # A small photo is its own large copy and its own medium one.
        packed = packed or _packed(picture)
        copies.append(_copy(photo, photo_filter(size), picture, packed))
    PhotoRendition.objects.bulk_create(copies)
    return picture if SMALLEST in missing else None


def _packed(picture: Image.Image) -> bytes:
    packed = BytesIO()
    # A progressive file shortens the wait for a large picture; of a small one it would only take longer to make.
    is_large = max(picture.size) >= PROGRESSIVE_EDGE
    picture.save(packed, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=is_large)
    return packed.getvalue()


def _copy(photo: Photo, spec: str, picture: Image.Image, packed: bytes) -> PhotoRendition:
    field: Any = PhotoRendition._meta.get_field("file")
    told: dict[str, Any] = {"image": photo, "filter_spec": spec, "focal_point_key": ""}
    name = field.generate_filename(PhotoRendition(**told), f"{photo.uid.hex}.{spec.replace('|', '.')}.jpg")
    # Stored here and named: a field that stores would decode each copy to measure what is known.
    stored = field.storage.save(name, ContentFile(packed), max_length=field.max_length)
    return PhotoRendition(**told, file=stored, width=picture.width, height=picture.height)
