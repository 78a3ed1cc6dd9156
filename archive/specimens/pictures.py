"""Make one small picture in every format and color space that staff send: left red, right blue, a white foot.

The colors are those of sRGB, so that whoever draws it can be checked by eye and by number.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import numpy as np
import pillow_heif
import pyvips
from PIL import Image

WIDTH, HEIGHT = 240, 160
RED, BLUE, WHITE = (200, 40, 30), (30, 80, 190), (255, 255, 255)
ORIENTATION = 0x0112
_CODES = {1: "B", 2: "s", 3: "H", 4: "I", 5: "2I", 10: "2i"}

pillow_heif.register_heif_opener()


def chart(size: tuple[int, int] = (WIDTH, HEIGHT)) -> Image.Image:
    """Return the picture itself."""
    width, height = size
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (width // 2, 0, width, height))
    picture.paste(WHITE, (0, height * 3 // 4, width, height))
    return picture


def encoded(picture: Image.Image, name: str, **options: Any) -> bytes:
    """Return a picture in one of Pillow's formats."""
    out = BytesIO()
    picture.save(out, name, **options)
    return out.getvalue()


def _strip() -> Any:
    picture = chart()
    flat = pyvips.Image.new_from_memory(picture.tobytes(), WIDTH, HEIGHT, 3, "uchar")
    return flat.copy(interpretation="srgb")


def wide_gamut_jpeg() -> bytes:
    """Return the picture in the colors of Display P3, with its profile."""
    return bytes(_strip().icc_transform("p3", input_profile="srgb").jpegsave_buffer(Q=95))


def cmyk(name: str) -> bytes:
    """Return the picture in the inks of libvips' own press profile, embedded; ``name`` is JPEG or TIFF."""
    inks = _strip().icc_transform("cmyk", input_profile="srgb")
    return bytes(inks.jpegsave_buffer(Q=95) if name == "JPEG" else inks.tiffsave_buffer(compression="lzw"))


def deep_tiff() -> bytes:
    """Return the picture in 16 bits a channel."""
    return bytes(_strip().colourspace("rgb16").tiffsave_buffer(compression="lzw", predictor="horizontal"))


def lab_tiff() -> bytes:
    """Return the picture in CIE Lab."""
    return bytes(_strip().colourspace("lab").tiffsave_buffer())


def pyramid_tiff() -> bytes:
    """Return the picture twice as large with smaller copies of itself, as scanning software keeps it."""
    large = _strip().resize(4, kernel="nearest")
    return bytes(large.tiffsave_buffer(pyramid=True, tile=True, tile_width=128, tile_height=128, compression="deflate"))


def sheets_tiff(pages: int = 3) -> bytes:
    """Return a TIFF of several sheets."""
    return encoded(chart(), "TIFF", save_all=True, append_images=[chart()] * (pages - 1), compression="tiff_lzw")


def turned(name: str, orientation: int = 6) -> bytes:
    """Return the picture lying on its side, with the orientation that tells a viewer to set it up."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    back = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}[orientation]
    # As bytes, of which the writer of HEIC makes a box of its own.
    return encoded(chart().transpose(back), name, exif=exif.tobytes())


def camera_raw() -> bytes:
    """Return a DNG: one color a pixel in a Bayer pattern, linear, 16 bits (DNG 1.4)."""
    linear = (np.asarray(chart(), dtype=np.float64) / 255) ** 2.2
    sensor = np.empty((HEIGHT, WIDTH))
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        sensor[row::2, column::2] = linear[row::2, column::2, channel]
    pixels = (sensor * 60_000).astype("<u2").tobytes()
    # The matrix from XYZ to linear sRGB (IEC 61966-2-1): this camera sees as a screen shows.
    matrix = (3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570)
    tags: dict[int, tuple[int, tuple[int, ...] | bytes]] = {
        254: (4, (0,)), 256: (4, (WIDTH,)), 257: (4, (HEIGHT,)), 258: (3, (16,)), 259: (3, (1,)), 262: (3, (32803,)),
        271: (2, b"Specimen\0"), 272: (2, b"Specimen One\0"), 274: (3, (1,)), 277: (3, (1,)), 278: (4, (HEIGHT,)),
        284: (3, (1,)), 33421: (3, (2, 2)), 33422: (1, (0, 1, 1, 2)), 50706: (1, (1, 4, 0, 0)),
        50707: (1, (1, 1, 0, 0)), 50708: (2, b"Specimen One\0"), 50714: (4, (0,)), 50717: (4, (60_000,)),
        50721: (10, tuple(part for value in matrix for part in (round(value * 10_000), 10_000))),
        50728: (5, (1, 1, 1, 1, 1, 1)), 50778: (3, (21,)),
    }  # fmt: skip
    return tiff_of(tags, pixels)


def tiff_of(tags: Mapping[int, tuple[int, tuple[int, ...] | bytes]], pixels: bytes) -> bytes:
    """Return a little-endian TIFF of one uncompressed strip with just the given tags (TIFF 6.0, section 2)."""
    wanted = {**tags, 273: (4, (0,)), 279: (4, (len(pixels),))}
    packed = {tag: (kind, _packed(kind, values)) for tag, (kind, values) in wanted.items()}
    start = 8 + 2 + 12 * len(packed) + 4
    extra_bytes = sum(len(body) + len(body) % 2 for _, (_, body) in packed.values() if len(body) > 4)
    packed[273] = (4, (1, struct.pack("<I", start + extra_bytes)))
    rows, extra = b"", b""
    for tag, (kind, (count, body)) in sorted(packed.items()):
        place = body.ljust(4, b"\0")
        if len(body) > 4:
            place = struct.pack("<I", start + len(extra))
            extra += body + b"\0" * (len(body) % 2)
        rows += struct.pack("<HHI", tag, kind, count) + place
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(packed)) + rows + b"\0" * 4 + extra + pixels


def _packed(kind: int, values: tuple[int, ...] | bytes) -> tuple[int, bytes]:
    if isinstance(values, bytes):
        return len(values), values
    code = _CODES[kind]
    count = len(values) // len(struct.unpack(f"<{code}", bytes(struct.calcsize(code))))
    return count, struct.pack("<" + code * count, *values)


PICTURES: Mapping[str, Callable[[], bytes]] = {
    "plain.jpg": lambda: encoded(chart(), "JPEG", quality=95),
    "wide-gamut.jpg": wide_gamut_jpeg,
    "press.jpg": lambda: cmyk("JPEG"),
    "plain.png": lambda: encoded(chart(), "PNG"),
    "palette.png": lambda: encoded(chart().quantize(8), "PNG"),
    "clear.png": lambda: encoded(_clear(), "PNG"),
    "plain.tif": lambda: encoded(chart(), "TIFF"),
    "deep.tif": deep_tiff,
    "press.tif": lambda: cmyk("TIFF"),
    "lab.tif": lab_tiff,
    "pyramid.tif": pyramid_tiff,
    "plain.webp": lambda: encoded(chart(), "WEBP", quality=95),
    "plain.gif": lambda: encoded(chart(), "GIF"),
    "plain.bmp": lambda: encoded(chart(), "BMP"),
    "plain.avif": lambda: encoded(chart(), "AVIF", quality=95),
    "plain.heic": lambda: encoded(chart(), "HEIF", quality=95),
    "plain.jp2": lambda: encoded(chart(), "JPEG2000"),
    "camera.dng": camera_raw,
    "turned.jpg": lambda: turned("JPEG"),
    "turned.tif": lambda: turned("TIFF", 8),
    "turned.heic": lambda: turned("HEIF"),
    "turned.webp": lambda: turned("WEBP", 3),
    "turned.png": lambda: turned("PNG"),
}
"""Every format by the name of its file; all show the same picture upright."""


def _clear() -> Image.Image:
    """Return the picture with its white foot left clear."""
    picture = chart().convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, HEIGHT * 3 // 4, WIDTH, HEIGHT))
    return picture
