"""Measure a picture by its header: size, pages, resolution, whether it lies on its side, whether a camera made it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from archive.extract.pictures import tiff
from archive.extract.pictures.drawing import BROKEN, MOST_PROMISED_PIXELS, PILLOW_FORMATS, RAW_TYPES
from archive.extract.pictures.errors import PictureBroken, PictureTooLarge
from archive.extract.pictures.raw import raw_size

_EXIF_IFD, _GPS_IFD, _ORIENTATION = 0x8769, 0x8825, 0x0112
_EXPOSURE = frozenset({0x829A, 0x829D, 0x920A})  # exposure time, f-number, focal length
_LYING_FROM = 5
_CENTIMETERS = 3


@dataclass(frozen=True, slots=True)
class Page:
    """One picture of a file as stored; ``directory`` finds it within a TIFF, ``is_whole`` that its bytes are there."""

    width: int
    height: int
    is_turned: bool = False
    directory: int = 0
    is_whole: bool = True

    @property
    def upright(self) -> tuple[int, int]:
        """Return width and height as seen."""
        return (self.height, self.width) if self.is_turned else (self.width, self.height)


@dataclass(frozen=True, slots=True)
class Measures:
    """What a header says."""

    pages: tuple[Page, ...]
    dots_per_inch: float = 0.0
    is_from_camera: bool = False

    @property
    def first(self) -> Page:
        """Return the first page."""
        return self.pages[0]


def measure(path: Path, media_type: str, most_pages: int = 10_000) -> Measures:
    """Return what the header of a picture says; of a TIFF at most ``most_pages`` + 1 pages.

    Raises PictureBroken, and PictureTooLarge for a size beyond all that any limit could allow.
    """
    if media_type in RAW_TYPES:
        size = raw_size(path)
        return Measures((Page(size.width, size.height, size.is_turned),), is_from_camera=True)
    if media_type == "image/tiff":
        return _of_tiff(path, most_pages)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large sizes and odd metadata; both are judged elsewhere
            return _of_pillow(path, media_type)
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(MOST_PROMISED_PIXELS) from error
    except BROKEN as error:
        raise PictureBroken(str(error)) from error


def _of_pillow(path: Path, media_type: str) -> Measures:
    with Image.open(path, formats=PILLOW_FORMATS[media_type]) as image:
        try:
            exif = _exif_of(image)
            # The maker's name alone proves nothing: scanners write theirs too.
            is_from_camera = not _EXPOSURE.isdisjoint(exif.get_ifd(_EXIF_IFD)) or bool(exif.get_ifd(_GPS_IFD))
            is_turned = int(exif.get(_ORIENTATION, 1)) >= _LYING_FROM
            dots_per_inch = float(image.info.get("dpi", (0, 0))[0])
        except (*BROKEN, KeyError, ZeroDivisionError):
            # Broken metadata do not make a sound image unfit.
            is_from_camera, is_turned, dots_per_inch = False, False, 0.0
        return Measures((Page(image.width, image.height, is_turned),), dots_per_inch, is_from_camera)


def _exif_of(image: Image.Image) -> Image.Exif:
    """Return the EXIF before the pixels; of a PNG without any, Pillow would decode all pixels to look on."""
    return Image.Exif() if image.format == "PNG" and "exif" not in image.info else image.getexif()


def _of_tiff(path: Path, most_pages: int) -> Measures:
    pages: list[Page] = []
    copies: list[Page] = []
    dots_per_inch, is_from_camera = 0.0, False
    try:
        for directory in tiff.directories(path):
            page = _page_of(directory)
            if directory.number == 0:
                dots_per_inch, is_from_camera = _resolution(directory), _has_exposure(directory)
            (pages if directory.is_page else copies).append(page)
            if len(pages) > most_pages or len(copies) > most_pages:
                break
    except (tiff.TiffBroken, OSError) as error:
        raise PictureBroken(str(error)) from error
    found = pages or copies
    if not found:
        raise PictureBroken("a TIFF without a picture")
    return Measures(tuple(found), dots_per_inch, is_from_camera)


def _page_of(directory: tiff.Directory) -> Page:
    width, height = directory.number_of(tiff.WIDTH), directory.number_of(tiff.HEIGHT)
    if not width or not height:
        raise tiff.TiffBroken("a picture without a size")
    turned = directory.number_of(tiff.ORIENTATION, 1) in range(_LYING_FROM, 9)
    return Page(width, height, turned, directory.number, directory.lies_within)


def _resolution(directory: tiff.Directory) -> float:
    per_unit = directory.ratio_of(tiff.X_RESOLUTION)
    return per_unit * 2.54 if directory.number_of(tiff.RESOLUTION_UNIT, 2) == _CENTIMETERS else per_unit


def _has_exposure(directory: tiff.Directory) -> bool:
    exif, gps = directory.below(tiff.EXIF), directory.below(tiff.GPS)
    return bool(exif and not _EXPOSURE.isdisjoint(exif.entries)) or bool(gps and gps.entries)
