"""Make small files that a careless reader would choke on, each with what is wrong with it.

Nothing here is dangerous to hold on disk: the biggest file is a few kilobytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from archive.specimens.markup import blocks_of
from archive.specimens.pdfs import PdfFacts, born_digital_pdf
from archive.specimens.types import PageSpec

PASSWORD = "seal-0118"  # noqa: S105


@dataclass(frozen=True, slots=True)
class HostileFile:
    """A file name, its bytes, and what is wrong in one sentence."""

    name: str
    content: bytes
    fault: str


def jpeg(size: tuple[int, int] = (320, 200)) -> bytes:
    """Return a small sound JPEG, a plain slope of gray."""
    out = BytesIO()
    Image.linear_gradient("L").resize(size).save(out, "JPEG", quality=80)
    return out.getvalue()


def truncated_jpeg() -> HostileFile:
    """Return a JPEG that stops in the middle of its picture data."""
    whole = jpeg((640, 400))
    return HostileFile("truncated.jpg", whole[: len(whole) // 2], "The picture data stops half way.")


def wrong_extension() -> HostileFile:
    """Return a PDF that calls itself a JPEG."""
    pdf = born_digital_pdf(PageSpec(blocks_of("A page that calls itself a picture."))).content
    return HostileFile("really_a_pdf.jpg", pdf, "A PDF under the name of a JPEG.")


def empty_file() -> HostileFile:
    """Return a file of no bytes."""
    return HostileFile("empty.pdf", b"", "There are no bytes in it.")


def pixel_bomb() -> HostileFile:
    """Return a PNG of about 1 KB whose header promises 60,000 by 60,000 pixels."""
    side = 60_000
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 4096, 9)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", rows), _chunk(b"IEND", b""))
    return HostileFile("bomb.png", b"\x89PNG\r\n\x1a\n" + b"".join(chunks), "3,600,000,000 pixels promised.")


def encrypted_pdf() -> HostileFile:
    """Return a PDF that opens only with ``PASSWORD``."""
    made = born_digital_pdf(PageSpec(blocks_of("Closed to readers.")), PdfFacts(password=PASSWORD))
    return HostileFile("encrypted.pdf", made.content, "A password is needed to open it.")


def broken_pdf() -> HostileFile:
    """Return a PDF that loses its cross-reference table and half its objects."""
    whole = born_digital_pdf(PageSpec(blocks_of("Half of this file is gone."))).content
    return HostileFile("broken.pdf", whole[: len(whole) // 3], "The file stops after a third.")


def plain_noise() -> HostileFile:
    """Return bytes of no known format under an honest-looking name."""
    noise = bytes((place * 73 + 41) % 251 for place in range(2048))
    return HostileFile("noise.tif", noise, "The bytes follow no known format.")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


MAKERS: tuple[Callable[[], HostileFile], ...] = (
    truncated_jpeg,
    wrong_extension,
    empty_file,
    pixel_bomb,
    encrypted_pdf,
    broken_pdf,
    plain_noise,
)
