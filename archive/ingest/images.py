"""Check the header and the bytes of an image without ever holding all of its pixels."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
import pyvips
from PIL import Image, UnidentifiedImageError

from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.types import IngestLimits

REDUCED_PIXELS = 512
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_EXPOSURE = frozenset({0x829A, 0x829D, 0x920A})  # exposure time, f-number, focal length
_VIPS_READS = frozenset({"JPEG", "PNG", "TIFF", "WEBP", "GIF", "HEIF", "AVIF"})

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


def inspect_image(path: Path, limits: IngestLimits) -> ImageFacts:
    """Return the facts of an image; every byte of its first frame is read once, in strips.

    Raises ``IngestRefused``: ``damaged``, ``truncated``, ``too_many_pixels`` (width times height,
    before anything is decoded), ``too_many_pages`` (frames of a TIFF).
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(limits) from error
    except (UnidentifiedImageError, ValueError, SyntaxError, EOFError, OSError) as error:
        raise damaged(error) from error
    with image:
        if image.width * image.height > limits.max_pixels:
            raise _too_many_pixels(limits)
        facts = _header(image, limits)
        reduced = _reduced(path, image)
    return ImageFacts(*facts, reduced)


def _header(image: Image.Image, limits: IngestLimits) -> tuple[int, int, int, float, bool]:
    try:
        frame_count = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
        exif = image.getexif()
        # The maker's name alone proves nothing: scanners write theirs too.
        from_camera = not _EXPOSURE.isdisjoint(exif.get_ifd(_EXIF_IFD)) or bool(exif.get_ifd(_GPS_IFD))
        dpi = float(image.info.get("dpi", (0, 0))[0])
    except (ValueError, SyntaxError, EOFError, OSError, TypeError, KeyError, ZeroDivisionError):
        # Broken metadata in a sound image is not the image's fault.
        frame_count, from_camera, dpi = 1, False, 0.0
    if frame_count > limits.max_pages:
        message = gettext_noop("This file has %(pages)d pages; at most %(limit)d are taken. Split it.")
        raise IngestRefused(Reason.TOO_MANY_PAGES, message, pages=frame_count, limit=limits.max_pages)
    return image.width, image.height, frame_count, dpi, from_camera


def _reduced(path: Path, image: Image.Image) -> Image.Image:
    try:
        if image.format in _VIPS_READS:
            return _reduced_by_vips(path)
        image.thumbnail((REDUCED_PIXELS, REDUCED_PIXELS))
        return image.convert("RGB")
    except (pyvips.Error, ValueError, SyntaxError, EOFError, OSError) as error:
        raise _broken(error) from error


def _reduced_by_vips(path: Path) -> Image.Image:
    # libvips reads in strips: memory stays small for any size. It stops at the first missing byte.
    reduced = pyvips.Image.thumbnail(
        str(path), REDUCED_PIXELS, height=REDUCED_PIXELS, size="down", no_rotate=True,
        fail_on="truncated",
    )  # fmt: skip
    if reduced.hasalpha():
        reduced = reduced.flatten(background=255)
    reduced = reduced.colourspace("srgb").cast("uchar")
    pixels = reduced.write_to_memory()
    mode = "RGB" if reduced.bands >= 3 else "L"
    return Image.frombytes(mode, (reduced.width, reduced.height), pixels).convert("RGB")


def damaged(error: Exception) -> IngestRefused:
    """Make the refusal of an image that cannot be read."""
    message = gettext_noop("This image is damaged and cannot be read. Send another copy of it.")
    refusal = IngestRefused(Reason.DAMAGED, message)
    refusal.__cause__ = error
    return refusal


def _broken(error: Exception) -> IngestRefused:
    words = str(error).lower()
    if any(sign in words for sign in ("truncated", "premature end", "end of file", "eof", "not enough")):
        message = gettext_noop("This image ends too early: a part is missing. Copy it again.")
        return IngestRefused(Reason.TRUNCATED, message)
    return damaged(error)


def _too_many_pixels(limits: IngestLimits) -> IngestRefused:
    message = gettext_noop("This image has more than %(limit)d million pixels. Save it smaller or as several parts.")
    return IngestRefused(Reason.TOO_MANY_PIXELS, message, limit=limits.max_pixels // 1_000_000)
