"""Draw a picture upright in 8-bit gray or sRGB, within a long edge, strip by strip where the format allows."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path
from typing import Any, BinaryIO

import pillow_heif
import pyvips
from PIL import Image, Jpeg2KImagePlugin

from archive.extract.pictures.color import upright_srgb
from archive.extract.pictures.errors import PictureBroken, PictureTooLarge
from archive.extract.pictures.raw import develop

RAW_TYPES = frozenset(
    {"image/x-adobe-dng", "image/x-canon-cr2", "image/x-canon-cr3", "image/x-nikon-nef", "image/x-sony-arw",
     "image/x-fuji-raf", "image/x-olympus-orf", "image/x-panasonic-rw2", "image/x-pentax-pef", "image/x-samsung-srw",
     "image/x-raw"}
)  # fmt: skip
STREAMED_TYPES = frozenset({"image/jpeg", "image/png", "image/tiff", "image/webp", "image/gif"})
"""What libvips reads in strips; as packaged it does not read HEVC, JPEG 2000 and BMP. Pillow reads those, whole."""

MOST_WHOLE_PIXELS = 100_000_000
MOST_PROMISED_PIXELS = 2_000_000_000
WHOLE_EDGE = 2_000_000
PILLOW_FORMATS = {
    "image/bmp": ("BMP", "DIB"), "image/heic": ("HEIF",), "image/avif": ("AVIF", "HEIF"), "image/jp2": ("JPEG2000",),
    "image/tiff": ("TIFF",), "image/jpeg": ("JPEG",), "image/png": ("PNG",), "image/webp": ("WEBP",),
    "image/gif": ("GIF",),
}  # fmt: skip
"""What Pillow is let try; its reader of JPEG opens MPO too, which has no entry of its own."""
BROKEN = (ValueError, SyntaxError, EOFError, OSError, TypeError, MemoryError, struct.error)
PROFILE = "icc-profile-data"
_UNSCALED = frozenset({"float", "double", "int", "uint", "short"})

pillow_heif.register_heif_opener()
# Pillow's own limit is lower than what a site may allow; every reader here is asked about a size before it decodes.
Image.MAX_IMAGE_PIXELS = MOST_PROMISED_PIXELS // 2
pyvips.cache_set_max(0)  # libvips remembers files by name; a replaced file would be shown as it was


def draw(
    path: Path, media_type: str, edge: int | None = None, directory: int = 0, *, by_profile: bool = True
) -> Image.Image:
    """Return the picture as "L" or "RGB", upright, never upscaled; ``directory`` chooses within a TIFF.

    ``by_profile`` honors a color profile in the file; what only looks at shapes does without.

    All bytes of the picture are read: one that was cut off raises PictureBroken, whatever could still be shown of it.
    Raises PictureTooLarge for formats that must be decoded whole.
    """
    if media_type in RAW_TYPES:
        return develop(path, edge)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if media_type in STREAMED_TYPES:
                return _by_vips(path, media_type, edge, directory, by_profile=by_profile)
            return _by_pillow(path, media_type, edge)
    except (*BROKEN, pyvips.Error, Image.DecompressionBombError) as error:
        raise PictureBroken(str(error)) from error


def _by_vips(path: Path, media_type: str, edge: int | None, directory: int, *, by_profile: bool) -> Image.Image:
    # By descriptor, not by name: libvips reads no name that is not UTF-8.
    with path.open("rb") as stream:
        whole = _streamed(stream, {"page": directory} if media_type == "image/tiff" else {})
        if whole.bands <= 2 and whole.format in _UNSCALED:
            return _by_pillow(path, media_type, edge, directory)
        is_gray = whole.interpretation in {"b-w", "grey16"} and whole.bands <= 2
        # Making a color transform takes longer than drawing a small photo; sRGB without a profile needs none.
        is_foreign = whole.get_typeof(PROFILE) != 0 or whole.interpretation not in {"srgb", "b-w"}
        colors = {"output_profile": "srgb"} if by_profile and is_foreign else {}
        shrink = _shrink(max(whole.width, whole.height), edge)
        if media_type == "image/jpeg" and shrink > 1:
            stream.seek(0)
            whole = _streamed(stream, {"shrink": shrink})
        wanted = edge or WHOLE_EDGE
        small = whole.thumbnail_image(wanted, height=wanted, size="down", **colors)
        return _as_picture(small, is_gray=is_gray)


def _streamed(stream: BinaryIO, options: dict[str, int]) -> Any:
    source = pyvips.Source.new_from_descriptor(stream.fileno())
    return pyvips.Image.new_from_source(source, "", access="sequential", fail_on="error", **options)


def _shrink(side: int, edge: int | None) -> int:
    """Return by how much a JPEG may be reduced while it is decoded, leaving twice the edge to reduce it well."""
    return next((factor for factor in (8, 4, 2) if edge and side // factor >= 2 * edge), 1)


def _as_picture(small: Any, *, is_gray: bool) -> Image.Image:
    if small.hasalpha():
        small = small.flatten(background=255)
    small = small.colourspace("b-w" if is_gray else "srgb").cast("uchar")
    pixels = small.write_to_memory()
    mode = "RGB" if small.bands >= 3 else "L"
    return Image.frombytes(mode, (small.width, small.height), pixels)


def _by_pillow(path: Path, media_type: str, edge: int | None, directory: int = 0) -> Image.Image:
    with Image.open(path, formats=PILLOW_FORMATS[media_type]) as image:
        image.seek(directory)
        pixels = image.width * image.height
        if edge and isinstance(image, Jpeg2KImagePlugin.Jpeg2KImageFile):
            pixels = _reduce(image, edge)
        if pixels > MOST_WHOLE_PIXELS:
            raise PictureTooLarge(MOST_WHOLE_PIXELS)
        image.load()
        if edge and max(image.size) > edge:
            image.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return upright_srgb(image)


def _reduce(image: Jpeg2KImagePlugin.Jpeg2KImageFile, edge: int) -> int:
    """Have a JPEG 2000 decoded at the smallest of its own resolutions that is enough; return its pixels."""
    steps = 0
    while steps < 5 and max(image.size) >> (steps + 1) >= edge:
        steps += 1
    image.reduce = steps
    return (image.width >> steps) * (image.height >> steps)
