"""Make one copy: draw it where it is smaller than the original, then describe it."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.delivery.description import Description
from archive.delivery.errors import DeliveryError, LocationKept
from archive.delivery.writing import WRITABLE, write_description
from archive.extract.pictures import draw

JPEG = "image/jpeg"
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """What is wanted: ``edge`` in pixels for a drawn JPEG, None for the original's own format and size."""

    media_type: str
    said: Description
    edge: int | None = None
    quality: int = 90
    keep_location: bool = False
    has_location: bool = False


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """What was made; sizes 0 where it is no drawn picture."""

    media_type: str
    sha256: str
    size_bytes: int
    width: int = 0
    height: int = 0
    is_described: bool = True


def make_copy(source: Path, target: Path, order: CopyOrder) -> MadeCopy:
    """Make a copy of ``source`` at ``target``; the source is only read.

    A format that exiftool does not write leaves as it is, unless it says where it was taken and must not. Raises
    LocationKept, what ``draw`` raises, and what ``write_description`` raises.
    """
    if order.edge is not None:
        return _drawn(source, target, order, order.edge)
    is_described = order.media_type in WRITABLE
    if is_described:
        try:
            write_description(source, target, order.media_type, order.said, keep_location=order.keep_location)
        except DeliveryError:
            is_described = False
    if not is_described:
        if order.has_location and not order.keep_location:
            raise LocationKept
        shutil.copyfile(source, target)
    return MadeCopy(order.media_type, digest_of(target), target.stat().st_size, is_described=is_described)


def _drawn(source: Path, target: Path, order: CopyOrder, edge: int) -> MadeCopy:
    picture = draw(source, order.media_type, edge)
    plain = target.with_suffix(".plain.jpg")
    try:
        picture.save(plain, "JPEG", quality=order.quality, optimize=True, progressive=True, dpi=(300, 300))
        write_description(plain, target, JPEG, order.said, keep_location=order.keep_location, camera=source)
    finally:
        plain.unlink(missing_ok=True)
    return MadeCopy(JPEG, digest_of(target), target.stat().st_size, picture.width, picture.height)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal, read in pieces."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK_BYTES):
            found.update(piece)
    return found.hexdigest()
