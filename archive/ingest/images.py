"""Check the header and the bytes of an image without ever holding all of its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from archive.extract.pictures import Measures, PictureBroken, PictureTooLarge, draw, measure
from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.media_types import MediaType
from archive.ingest.truncation import is_cut_off
from archive.ingest.types import IngestLimits

REDUCED_PIXELS = 512
_PLAIN_STRUCTURE = frozenset({"image/png", "image/webp", "image/gif", "image/heic", "image/avif", "image/jp2"})
"""Types that state their own length so plainly that one that is shorter is cut off, whatever a decoder makes of it."""


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
    """Return the facts of an image of a known type; every byte of its first frame is read once, in strips if it can be.

    Raises ``IngestRefused``: ``damaged``, ``truncated``, ``too_many_pixels`` (width times height,
    before anything is decoded), ``too_many_pages`` (frames of a TIFF).
    """
    try:
        measures = measure(path, media_type.name, limits.max_pages)
        _check(measures, limits)
        if media_type.name in _PLAIN_STRUCTURE and is_cut_off(path):
            raise _truncated()
        reduced = draw(path, media_type.name, REDUCED_PIXELS, measures.first.directory, by_profile=False)
    except PictureTooLarge as error:
        raise _too_many_pixels(min(limits.max_pixels, error.most)) from error
    except PictureBroken as error:
        raise _broken(path) from error
    first = measures.first
    return ImageFacts(
        first.width, first.height, len(measures.pages), measures.dots_per_inch, measures.is_from_camera,
        reduced.convert("RGB"),
    )  # fmt: skip


def _check(measures: Measures, limits: IngestLimits) -> None:
    """Check the number of pages, and the size and place of each."""
    if len(measures.pages) > limits.max_pages:
        message = gettext_noop("This file has more than %(limit)d pages. Split it.")
        raise IngestRefused(Reason.TOO_MANY_PAGES, message, limit=limits.max_pages)
    for page in measures.pages:
        if page.width * page.height > limits.max_pixels:
            raise _too_many_pixels(limits.max_pixels)
        if not page.is_whole:
            raise _truncated()


def _broken(path: Path) -> IngestRefused:
    if is_cut_off(path):
        return _truncated()
    message = gettext_noop("This image is damaged and cannot be read. Send another copy of it.")
    return IngestRefused(Reason.DAMAGED, message)


def _truncated() -> IngestRefused:
    message = gettext_noop("This image ends too early: a part of it is missing. Copy it again.")
    return IngestRefused(Reason.TRUNCATED, message)


def _too_many_pixels(most: int) -> IngestRefused:
    message = gettext_noop("This image has more than %(limit)d million pixels. Save it smaller or as several parts.")
    return IngestRefused(Reason.TOO_MANY_PIXELS, message, limit=most // 1_000_000)
