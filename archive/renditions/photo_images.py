"""Store the copies of a photograph: one upright sRGB picture in a few sizes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image

from archive.extract.pictures import draw
from archive.models import Photo, PhotoRendition
from archive.renditions import JPEG_QUALITY, PHOTO_SIZES, photo_filter


def store_photo_images(photo: Photo, path: Path) -> None:
    """Store the copies of ``PHOTO_SIZES`` that are missing, as Wagtail would name them; never upscaled.

    Wagtail's own way holds the whole picture in memory several times over, keeps foreign color profiles and does not
    know every format. Raises what ``archive.extract.pictures.draw`` raises.
    """
    made = set(PhotoRendition.objects.filter(image=photo).values_list("filter_spec", flat=True))
    missing = {size: edge for size, edge in PHOTO_SIZES.items() if photo_filter(size) not in made}
    if not missing:
        return
    picture = draw(path, photo.media_type, max(missing.values()))
    copies = []
    for size, edge in sorted(missing.items(), key=lambda item: -item[1]):
        if max(picture.size) > edge:
            picture = picture.copy()
            picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3)
        copies.append(_copy(photo, photo_filter(size), picture))
    PhotoRendition.objects.bulk_create(copies)


def _copy(photo: Photo, spec: str, picture: Image.Image) -> PhotoRendition:
    packed = BytesIO()
    picture.save(packed, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    file = ContentFile(packed.getvalue(), name=f"{photo.uid.hex}.{spec.replace('|', '.')}.jpg")
    size = {"width": picture.width, "height": picture.height}
    return PhotoRendition(image=photo, filter_spec=spec, focal_point_key="", file=file, **size)
