"""Store the poster of a recording in a few sizes."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from archive.renditions import JPEG_QUALITY, POSTER_SIZES

POSTER_MARK = "-poster"
"""What a poster's storage name ends with, before its sizes."""


def store_poster(name: str, picture: Image.Image) -> None:
    """Store a picture in every size of ``POSTER_SIZES`` under ``name`` and the size; never upscaled."""
    for size, edge in sorted(POSTER_SIZES.items(), key=lambda item: -item[1]):
        if max(picture.size) > edge:
            picture = picture.copy()
            picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        packed = BytesIO()
        picture.save(packed, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
        default_storage.save(f"{name}-{size}.jpg", ContentFile(packed.getvalue()))


def forget_poster(name: str) -> None:
    """Delete a poster that another one replaced, in every size; none is no trouble."""
    for size in POSTER_SIZES if name else ():
        default_storage.delete(f"{name}-{size}.jpg")
