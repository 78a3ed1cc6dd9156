"""Make the small sound files of every format from which broken ones are made."""

from __future__ import annotations

import random
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image

from archive.specimens.markup import blocks_of
from archive.specimens.pdfs import born_digital_pdf
from archive.specimens.recordings import FILMS, make_film, make_sound
from archive.specimens.types import PageSpec

SIZE = (96, 64)
ENCODINGS: dict[str, tuple[str, str, dict[str, object]]] = {
    "jpeg": (".jpg", "JPEG", {"quality": 85}),
    "progressive": (".jpg", "JPEG", {"quality": 85, "progressive": True}),
    "png": (".png", "PNG", {}),
    "tiff": (".tif", "TIFF", {}),
    "tiff_lzw": (".tif", "TIFF", {"compression": "tiff_lzw"}),
    "tiff_deflate": (".tif", "TIFF", {"compression": "tiff_deflate"}),
    "tiff_jpeg": (".tif", "TIFF", {"compression": "jpeg"}),
    "webp": (".webp", "WEBP", {"quality": 80}),
    "webp_lossless": (".webp", "WEBP", {"lossless": True}),
    "gif": (".gif", "GIF", {}),
    "bmp": (".bmp", "BMP", {}),
    "heic": (".heic", "HEIF", {}),
    "avif": (".avif", "AVIF", {}),
    "jp2": (".jp2", "JPEG2000", {}),
}
"""Of each image format its extension, Pillow's name for it and the options it is saved with."""
SOUNDS = (".mp3", ".wav", ".flac", ".m4a", ".ogg", ".aiff", ".wma")
MOVING = (".mp4", ".mkv", ".webm", ".avi", ".mov", ".wmv")


def grain(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture of colored noise, which no compression makes small; a larger one is smooth."""
    if size[0] > SIZE[0]:
        return grain(seed).resize(size)
    rng = random.Random(seed)  # noqa: S311 - specimens have to be the same every time
    return Image.frombytes("RGB", size, rng.randbytes(size[0] * size[1] * 3))


def picture(encoding: str, seed: int, size: tuple[int, int] = SIZE, **options: object) -> bytes:
    """Return a sound picture in one of ENCODINGS; each seed makes another one."""
    _, form, usual = ENCODINGS[encoding]
    if form == "HEIF":
        pillow_heif.register_heif_opener()
    out = BytesIO()
    grain(seed, size).save(out, form, **{**usual, **options})
    return out.getvalue()


def pdf(seed: int, paragraphs: int = 1) -> bytes:
    """Return a sound PDF with letters; each seed makes another text."""
    text = "\n\n".join(f"Hujjat {seed}, {part}-band. Bojxona posti xabar beradi." for part in range(1, paragraphs + 1))
    return born_digital_pdf(PageSpec(blocks_of(text))).content


@cache
def recording(suffix: str) -> bytes:
    """Return a sound recording of three seconds in the format of an extension."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"ovoz{suffix}"
        made = make_film(path, 3, size="64x48") if suffix in FILMS else make_sound(path, 3)
        return made.read_bytes()
