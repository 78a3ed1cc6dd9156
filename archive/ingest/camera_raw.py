"""Tell camera RAW files from the TIFF and ISO containers they are dressed in."""

from __future__ import annotations

from pathlib import Path

from archive.extract.pictures import tiff

_HEADS = (
    (0, b"FUJIFILMCCD-RAW", "image/x-fuji-raf"),
    (0, b"IIU\0", "image/x-panasonic-rw2"),
    (0, b"IIRO", "image/x-olympus-orf"),
    (0, b"IIRS", "image/x-olympus-orf"),
    (0, b"MMOR", "image/x-olympus-orf"),
    (4, b"ftypcrx ", "image/x-canon-cr3"),
    (8, b"CR\x02", "image/x-canon-cr2"),
)
_MAKERS = (
    ("nikon", "image/x-nikon-nef"),
    ("sony", "image/x-sony-arw"),
    ("pentax", "image/x-pentax-pef"),
    ("ricoh", "image/x-pentax-pef"),
    ("samsung", "image/x-samsung-srw"),
)
_SENSOR = frozenset({32803, 34892})  # color filter array, linear RAW (TIFF/EP, ISO 12234-2; DNG 1.7, chapter 2)


def raw_type(path: Path, head: bytes) -> str:
    """Return the media type of a camera RAW file by its first bytes and, of a TIFF, its first directory; else ""."""
    for place, mark, name in _HEADS:
        if head[place : place + len(mark)] == mark:
            return name
    if not tiff.is_tiff(head):
        return ""
    try:
        return next((_of_directory(directory) for directory in tiff.directories(path)), "")
    except tiff.TiffBroken:
        return ""


def _of_directory(directory: tiff.Directory) -> str:
    if tiff.DNG_VERSION in directory.entries:
        return "image/x-adobe-dng"
    pictures = [directory, *directory.sub_directories()]
    if not any(picture.number_of(tiff.PHOTOMETRIC, -1) in _SENSOR for picture in pictures):
        return ""
    maker = directory.text_of(tiff.MAKE).casefold()
    return next((name for mark, name in _MAKERS if maker.startswith(mark)), "image/x-raw")
