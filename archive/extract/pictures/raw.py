"""Read camera RAW files (DNG, CR2, CR3, NEF, ARW, RAF, ORF, RW2, PEF …) with LibRaw.

rawpy (MIT) brings LibRaw (LGPL 2.1) without its GPL demosaic packs; https://www.libraw.org/supported-cameras.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import rawpy
from PIL import Image

from archive.extract.pictures.errors import PictureBroken, PictureTooLarge

MOST_PIXELS = 160_000_000
HALVED_FROM_PIXELS = 30_000_000
_LYING = frozenset({5, 6})  # LibRaw's turns by a quarter


@dataclass(frozen=True, slots=True)
class RawSize:
    """Width and height in pixels as stored, and whether the picture lies on its side."""

    width: int
    height: int
    is_turned: bool


def raw_size(path: Path) -> RawSize:
    """Return the size of the developed picture; nothing is decoded. Raises PictureBroken."""
    try:
        with path.open("rb") as stream, rawpy.imread(_name_of(stream)) as raw:
            sizes = raw.sizes
            return RawSize(sizes.width, sizes.height, sizes.flip in _LYING)
    except (rawpy.LibRawError, OSError, ValueError) as error:
        raise PictureBroken(str(error)) from error


def develop(path: Path, edge: int | None) -> Image.Image:
    """Develop the picture upright in sRGB with the camera's white balance; at half size where that is enough.

    Raises PictureBroken and PictureTooLarge.
    """
    try:
        with path.open("rb") as stream, rawpy.imread(_name_of(stream)) as raw:
            pixels = raw.sizes.width * raw.sizes.height
            if pixels > MOST_PIXELS:
                raise PictureTooLarge(MOST_PIXELS)
            half = pixels > HALVED_FROM_PIXELS or bool(edge and max(raw.sizes.width, raw.sizes.height) >= 2 * edge)
            developed = raw.postprocess(
                use_camera_wb=True, half_size=half, output_color=rawpy.ColorSpace.sRGB, output_bps=8
            )
    except (rawpy.LibRawError, OSError, ValueError) as error:
        raise PictureBroken(str(error)) from error
    picture = Image.fromarray(developed)
    if edge and max(picture.size) > edge:
        picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return picture


def _name_of(stream: BinaryIO) -> str:
    # LibRaw reads no name that is not UTF-8, and rawpy reads a stream whole.
    return f"/proc/self/fd/{stream.fileno()}"
