"""Tell a file that was cut off from one that is damaged otherwise, by the lengths it states itself."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

_MAX_PARTS = 100_000


def is_cut_off(path: Path) -> bool:
    """Tell whether an image ends before the end its own structure announces.

    PNG chunks (PNG 1.2, 3.2), RIFF length of WebP (RFC 9649, 2.3), the boxes of HEIC, AVIF and JPEG 2000 (ISO 14496-12,
    4.2), the blocks of GIF (GIF89a, appendix B), the end marker of JPEG (ITU-T T.81, B.1.1.3), the place of the first
    TIFF directory (TIFF 6.0, section 2). Meant for a file whose reading has failed.
    """
    size_bytes = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(16)
        if head.startswith(b"\x89PNG"):
            return _lacks_png_end(stream, size_bytes)
        if head.startswith(b"RIFF"):
            return size_bytes < 8 + int.from_bytes(head[4:8], "little")
        if head[4:8] in {b"ftyp", b"jP  "}:
            return box_reaches_out(stream, size_bytes)
        if head.startswith((b"II*\0", b"MM\0*")):
            return int.from_bytes(head[4:8], "little" if head[:1] == b"I" else "big") + 2 > size_bytes
        if head.startswith(b"GIF8"):
            return _lacks_gif_end(stream)
        if head.startswith(b"\xff\xd8"):
            return not _tail(stream, size_bytes).endswith(b"\xff\xd9")
        if head.startswith(b"BM"):
            return size_bytes < int.from_bytes(head[2:6], "little")
    return False


def _lacks_png_end(stream: BinaryIO, size_bytes: int) -> bool:
    place = 8
    for _ in range(_MAX_PARTS):
        stream.seek(place)
        header = stream.read(8)
        if len(header) < 8:
            return True
        length, name = struct.unpack(">I4s", header)
        place += 12 + length
        if place > size_bytes:
            return True
        if name == b"IEND":
            return False
    return False


def _lacks_gif_end(stream: BinaryIO) -> bool:
    """Go from block to block; what follows the trailer is no matter."""
    stream.seek(10)
    stream.seek(13 + _gif_table(stream.read(1)))
    for _ in range(_MAX_PARTS):
        kind = stream.read(1)
        if kind == b";":
            return False
        if kind == b"!":
            stream.seek(1, 1)
        elif kind == b",":
            stream.seek(8, 1)
            stream.seek(_gif_table(stream.read(1)) + 1, 1)
        else:
            return not kind
        while (length := stream.read(1)) not in {b"", b"\0"}:
            stream.seek(length[0], 1)
        if not length:
            return True
    return False


def _gif_table(flags: bytes) -> int:
    """Return the length of the color table that flags announce."""
    return 3 << ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def box_reaches_out(stream: BinaryIO, size_bytes: int) -> bool:
    """Tell whether a box of ISO 14496-12 states more bytes than the file has."""
    place = 0
    for _ in range(_MAX_PARTS):
        if place >= size_bytes:
            return place > size_bytes
        stream.seek(place)
        header = stream.read(16)
        if len(header) < 8:
            return True
        length = int.from_bytes(header[:4], "big")
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        if length < 8:
            return False  # 0: the box goes on to the end of the file, however long that is
        place += length
    return False


def _tail(stream: BinaryIO, size_bytes: int) -> bytes:
    stream.seek(max(0, size_bytes - 64))
    return stream.read().rstrip(b"\0\r\n ")
