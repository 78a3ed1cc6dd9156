"""Check the header and the bytes of an image without ever holding all of its pixels."""

from __future__ import annotations

import os
import struct
import warnings
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pillow_heif
import pyvips
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.media_types import MediaType
from archive.ingest.truncation import is_cut_off
from archive.ingest.types import IngestLimits

REDUCED_PIXELS = 512
_COMPRESSION = 259
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_EXPOSURE = frozenset({0x829A, 0x829D, 0x920A})  # exposure time, f-number, focal length
# libvips as packaged does not read HEVC, JPEG 2000 and BMP; Pillow reads those, whole.
_VIPS_READS = frozenset({"JPEG", "MPO", "PNG", "TIFF", "WEBP", "GIF"})
# What Pillow raises on broken files.
_UNREADABLE = (ValueError, SyntaxError, EOFError, OSError, struct.error)

pillow_heif.register_heif_opener()


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What the header of an image says, and a copy of it of at most 512 pixels a side."""

    width: int
    height: int
    frame_count: int
    dots_per_inch: float
    is_from_camera: bool
    reduced: Image.Image


def inspect_image(path: Path, limits: IngestLimits, media_type: MediaType) -> ImageFacts:
    """Return the facts of an image of a known type; every byte of its first frame is read once, in strips.

    Raises ``IngestRefused``: ``damaged``, ``truncated``, ``too_many_pixels`` (width times height,
    before anything is decoded), ``too_many_pages`` (frames of a TIFF).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large sizes and odd metadata; both are judged here
            image = Image.open(path, formats=media_type.pillow_formats)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(limits) from error
    except _UNREADABLE as error:
        raise _broken(path) from error
    with image:
        if image.width * image.height > limits.max_pixels:
            raise _too_many_pixels(limits)
        try:
            facts = _header(image, limits)
            reduced = _reduced_by_vips(path) if image.format in _VIPS_READS else _reduced_by_pillow(image)
        except (pyvips.Error, *_UNREADABLE) as error:
            raise _broken(path) from error
    return ImageFacts(*facts, reduced)


def _header(image: Image.Image, limits: IngestLimits) -> tuple[int, int, int, float, bool]:
    frame_count = _count_pages(image, limits) if isinstance(image, TiffImageFile) else 1
    try:
        exif = image.getexif()
        # The maker's name alone proves nothing: scanners write theirs too.
        is_from_camera = not _EXPOSURE.isdisjoint(exif.get_ifd(_EXIF_IFD)) or bool(exif.get_ifd(_GPS_IFD))
        dots_per_inch = float(image.info.get("dpi", (0, 0))[0])
    except (*_UNREADABLE, TypeError, KeyError, ZeroDivisionError):
        is_from_camera, dots_per_inch = False, 0.0  # broken metadata do not make a sound image unfit
    return image.width, image.height, frame_count, dots_per_inch, is_from_camera


def _count_pages(image: TiffImageFile, limits: IngestLimits) -> int:
    """Count the pages of a TIFF and check the size and place of each; leave the image at the first."""
    for number in range(limits.max_pages + 1):
        try:
            image.seek(number)
        except EOFError:
            image.seek(0)
            return number
        if image.width * image.height > limits.max_pixels:
            raise _too_many_pixels(limits)
        if _lies_beyond_end(image):
            raise _truncated()
    message = gettext_noop("This file has more than %(limit)d pages. Split it.")
    raise IngestRefused(Reason.TOO_MANY_PAGES, message, limit=limits.max_pages)


def _lies_beyond_end(page: TiffImageFile) -> bool:
    # libtiff fills missing uncompressed strips in silence. Stated lengths of compressed strips are often wrong.
    size_bytes = Path(os.fsdecode(page.filename)).stat().st_size
    is_plain = page.tag_v2.get(_COMPRESSION, 1) == 1
    for offsets_tag, counts_tag in ((273, 279), (324, 325)):
        offsets, counts = page.tag_v2.get(offsets_tag, ()), page.tag_v2.get(counts_tag, ())
        for offset, count in zip_longest(offsets, counts, fillvalue=0):
            if offset + (count if is_plain else 1) > size_bytes:
                return True
    return False


def _reduced_by_pillow(image: Image.Image) -> Image.Image:
    image.thumbnail((REDUCED_PIXELS, REDUCED_PIXELS))
    return image.convert("RGB")


def _reduced_by_vips(path: Path) -> Image.Image:
    # libvips reads in strips: memory stays small for any size. It stops at the first missing byte.
    # By descriptor, not by name: libvips remembers files by name, and reads no name that is not UTF-8.
    with path.open("rb") as stream:
        source = pyvips.Source.new_from_descriptor(stream.fileno())
        whole = pyvips.Image.new_from_source(source, "", access="sequential", fail_on="truncated")
        reduced = whole.thumbnail_image(REDUCED_PIXELS, height=REDUCED_PIXELS, size="down", no_rotate=True)
        return _as_picture(reduced)


def _as_picture(reduced: Any) -> Image.Image:
    if reduced.hasalpha():
        reduced = reduced.flatten(background=255)
    reduced = reduced.colourspace("srgb").cast("uchar")
    pixels = reduced.write_to_memory()
    mode = "RGB" if reduced.bands >= 3 else "L"
    return Image.frombytes(mode, (reduced.width, reduced.height), pixels).convert("RGB")


def _broken(path: Path) -> IngestRefused:
    if is_cut_off(path):
        return _truncated()
    message = gettext_noop("This image is damaged and cannot be read. Send another copy of it.")
    return IngestRefused(Reason.DAMAGED, message)


def _truncated() -> IngestRefused:
    message = gettext_noop("This image ends too early: a part of it is missing. Copy it again.")
    return IngestRefused(Reason.TRUNCATED, message)


def _too_many_pixels(limits: IngestLimits) -> IngestRefused:
    message = gettext_noop("This image has more than %(limit)d million pixels. Save it smaller or as several parts.")
    return IngestRefused(Reason.TOO_MANY_PIXELS, message, limit=limits.max_pixels // 1_000_000)
