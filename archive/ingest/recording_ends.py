"""Tell by a recording's own structure whether it was cut off."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from archive.ingest.truncation import box_reaches_out

_OGG_TAIL_BYTES = 70_000
"""An Ogg page has 65,307 bytes at most (RFC 3533, 6)."""
_UNKNOWN_32 = frozenset({0, 0xFFFFFFFF, 0x7FFFFFFF, 0x80000000})
_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT = b"\x18\x53\x80\x67"
_MP3_HEAD_BYTES = 4_096
_MP3_SLACK_BYTES = 1_500
"""A frame of layer III has 1,441 bytes at most (ISO 11172-3, 2.4.3.1)."""
_SLACK_BYTES = 1
_ASF_HEAD_BYTES = 16_384
_ASF = bytes.fromhex("3026b2758e66cf11")
_ASF_PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")


def is_recording_cut_off(path: Path) -> bool:
    """Tell whether a file ends before the end its structure announces; true only where it is certain.

    RIFF lengths of WAV and AVI, FORM of AIFF, the boxes of MP4 and QuickTime (ISO 14496-12, 4.2), the segment of
    Matroska and WebM (RFC 8794 and 9559), the last page of Ogg (RFC 3533), the file properties of ASF (its
    specification, 3.2), the Xing header of MP3. A live stream, whose length was not known, counts as whole.
    """
    size_bytes = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(16)
        if head.startswith(b"RIFF"):
            return _is_short(int.from_bytes(head[4:8], "little"), size_bytes)
        if head.startswith(b"FORM"):
            return _is_short(int.from_bytes(head[4:8], "big"), size_bytes)
        if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
            return box_reaches_out(stream, size_bytes)
        if head.startswith(_EBML):
            return _segment_reaches_out(stream, size_bytes)
        if head.startswith(b"OggS"):
            return _last_page_reaches_out(stream, size_bytes)
        if head.startswith(_ASF):
            return _asf_reaches_out(head + stream.read(_ASF_HEAD_BYTES), size_bytes)
        if head.startswith(b"ID3") or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0):
            return _mpeg_reaches_out(stream, head, size_bytes)
    return False


def _is_short(stated: int, size_bytes: int) -> bool:
    return stated not in _UNKNOWN_32 and size_bytes + _SLACK_BYTES < stated + 8


def _variable_number(stream: BinaryIO, *, keeps_mark: bool) -> bytes | None:
    """Read an EBML number (RFC 8794, 4): its first bit set tells how many bytes it has."""
    first = stream.read(1)
    if not first or not first[0]:
        return None
    length = 9 - first[0].bit_length()
    rest = stream.read(length - 1)
    if len(rest) < length - 1:
        return None
    return first + rest if keeps_mark else bytes([first[0] & (0xFF >> length)]) + rest


def _segment_reaches_out(stream: BinaryIO, size_bytes: int) -> bool:
    stream.seek(4)
    header = _variable_number(stream, keeps_mark=False)
    if header is None:
        return True
    stream.seek(int.from_bytes(header, "big"), 1)
    for _ in range(8):
        name = _variable_number(stream, keeps_mark=True)
        length = _variable_number(stream, keeps_mark=False)
        if name is None or length is None:
            return True
        stated = int.from_bytes(length, "big")
        if name == _SEGMENT:
            is_unknown = stated == (1 << (7 * len(length))) - 1
            return not is_unknown and stream.tell() + stated > size_bytes
        stream.seek(stated, 1)
    return False


def _last_page_reaches_out(stream: BinaryIO, size_bytes: int) -> bool:
    start = max(0, size_bytes - _OGG_TAIL_BYTES)
    stream.seek(start)
    tail = stream.read()
    place = tail.rfind(b"OggS")
    if place < 0:
        return True
    page = tail[place:]
    if len(page) < 27 or len(page) < 27 + page[26]:
        return True
    return len(page) < 27 + page[26] + sum(page[27 : 27 + page[26]])


def _mpeg_reaches_out(stream: BinaryIO, head: bytes, size_bytes: int) -> bool:
    """Compare with the number of bytes that the Xing or Info header of the first frame states."""
    start = 0
    if head.startswith(b"ID3"):
        # ID3v2.4, 3.1: four bytes of seven bits each.
        start = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        if start > size_bytes:
            return True
    stream.seek(start)
    frame = stream.read(_MP3_HEAD_BYTES)
    place = max(frame[:200].find(b"Xing"), frame[:200].find(b"Info"))
    if place < 0 or len(frame) < place + 16:
        return False
    flags = int.from_bytes(frame[place + 4 : place + 8], "big")
    if not flags & 2:
        return False
    at = place + (12 if flags & 1 else 8)
    stated = int.from_bytes(frame[at : at + 4], "big")
    # Writers differ by the header's own frame.
    return bool(stated) and size_bytes - start + _MP3_SLACK_BYTES < stated


def _asf_reaches_out(head: bytes, size_bytes: int) -> bool:
    place = head.find(_ASF_PROPERTIES)
    # Identifier, the object's size, the file's identifier; then the size of the file.
    return place >= 0 and size_bytes < int.from_bytes(head[place + 40 : place + 48], "little")
