"""Note the hash of a photo, from the small copy that was made of it."""

from __future__ import annotations

import logging

from PIL import Image

from archive.extract.pictures.hashing import bands_of, picture_hash
from archive.models import Photo, PhotoHash, PhotoRendition
from archive.renditions import photo_filter

SMALL = "thumb"
_SIGN = 1 << 63

logger = logging.getLogger(__name__)


def note_hash(*, photo: Photo) -> PhotoHash:
    """Take the hash of a photo's small copy and have it compared; without a copy it counts as showing nothing."""
    made = PhotoRendition.objects.filter(image=photo, filter_spec=photo_filter(SMALL)).first()
    value = None
    if made is not None:
        try:
            with made.file.storage.open(made.file.name, "rb") as file, Image.open(file, formats=["JPEG"]) as picture:
                value = picture_hash(picture)
        except OSError:
            logger.warning("The small copy of photo %s could not be read to be compared", photo.pk, exc_info=True)
    fields: dict[str, int | None] = {"bits": None, **{f"band_{place}": None for place in range(4)}}
    if value is not None:
        parts = bands_of(value)
        fields = {"bits": signed(value), **{f"band_{place}": part for place, part in enumerate(parts)}}
    found, _ = PhotoHash.objects.update_or_create(photo=photo, defaults={**fields, "compared_at": None})
    return found


def signed(value: int) -> int:
    """Return 64 bits as databases keep them."""
    return value - (1 << 64) if value & _SIGN else value


def unsigned(value: int) -> int:
    """Return the 64 bits of what a database keeps."""
    return value & ((1 << 64) - 1)
