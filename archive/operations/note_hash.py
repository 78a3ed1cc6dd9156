"""Note the hash of a photo, from the small copy that was made of it."""

from __future__ import annotations

import logging

from PIL import Image

from archive.extract.pictures.hashing import bands_of, picture_hash
from archive.models import Photo, PhotoHash, PhotoRendition
from archive.renditions import photo_filter
from archive.renditions.photo_images import SMALLEST

_SIGN = 1 << 63

logger = logging.getLogger(__name__)


def note_hash(*, photo: Photo, small: Image.Image | None = None) -> None:
    """Take the hash of a photo's small copy and have it compared; without a copy it counts as showing nothing.

    ``small`` is the picture of that copy where the caller holds it; else the copy is read.
    """
    value = _hash_of_copy(photo) if small is None else picture_hash(small)
    fields: dict[str, int | None] = {"bits": None, **{f"band_{place}": None for place in range(4)}}
    if value is not None:
        parts = bands_of(value)
        fields = {"bits": signed(value), **{f"band_{place}": part for place, part in enumerate(parts)}}
    fields["compared_at"] = None
    row = PhotoHash(photo=photo, **fields)
    PhotoHash.objects.bulk_create([row], update_conflicts=True, unique_fields=["photo"], update_fields=[*fields])


def _hash_of_copy(photo: Photo) -> int | None:
    made = PhotoRendition.objects.filter(image=photo, filter_spec=photo_filter(SMALLEST)).first()
    if made is None:
        return None
    try:
        with made.file.storage.open(made.file.name, "rb") as file, Image.open(file, formats=["JPEG"]) as picture:
            return picture_hash(picture)
    except OSError:
        logger.warning("The small copy of photo %s could not be read to be compared", photo.pk, exc_info=True)
        return None


def signed(value: int) -> int:
    """Return 64 bits as databases keep them."""
    return value - (1 << 64) if value & _SIGN else value


def unsigned(value: int) -> int:
    """Return the 64 bits of what a database keeps."""
    return value & ((1 << 64) - 1)
