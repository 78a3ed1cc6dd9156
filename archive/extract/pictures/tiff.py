"""Walk over the directories of a TIFF without trusting a single length in it.

TIFF 6.0 (https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf), section 2, and BigTIFF
(https://libtiff.gitlab.io/libtiff/specification/bigtiff.html). Pillow reads every value a directory announces, however
long, and knows no pixels of 16-bit CMYK, Lab or floating point; here only what is asked for is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO

WIDTH, HEIGHT, COMPRESSION, MAKE, ORIENTATION = 256, 257, 259, 271, 274
PHOTOMETRIC, SUBFILE, SUB_DIRECTORIES = 262, 254, 330
OFFSETS, COUNTS = (273, 324), (279, 325)
X_RESOLUTION, RESOLUTION_UNIT = 282, 296
EXIF, GPS, DNG_VERSION = 34665, 34853, 50706
REDUCED_IMAGE, MASK = 1, 4
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_CODES = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i", 13: "I", 16: "Q", 17: "q", 18: "Q"}
_MOST_BYTES_A_VALUE = 16 * 1024 * 1024
_MOST_ENTRIES = 4096


class TiffBroken(ValueError):
    """Raised when a directory lies outside the file or makes no sense."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the values of one tag stand."""

    kind: int
    count: int
    place: int


@dataclass(slots=True)
class Directory:
    """One directory of a TIFF; ``number`` counts all directories of the chain, from 0."""

    stream: BinaryIO
    order: str
    number: int
    size_bytes: int
    entries: dict[int, Entry] = field(default_factory=dict)

    def numbers(self, tag: int) -> tuple[int, ...]:
        """Return the whole numbers of a tag; none when it is absent, of another kind or outside of the file."""
        entry = self.entries.get(tag)
        code = _CODES.get(entry.kind) if entry else None
        if entry is None or code is None:
            return ()
        length = entry.count * _SIZES[entry.kind]
        if length > _MOST_BYTES_A_VALUE or entry.place + length > self.size_bytes:
            return ()
        self.stream.seek(entry.place)
        return struct.unpack(f"{self.order}{entry.count}{code}", self.stream.read(length))

    def number_of(self, tag: int, default: int = 0) -> int:
        """Return the first whole number of a tag."""
        return next(iter(self.numbers(tag)), default)

    def ratio_of(self, tag: int) -> float:
        """Return the first rational number of a tag, or 0."""
        entry = self.entries.get(tag)
        if entry is None or entry.kind != 5 or entry.place + 8 > self.size_bytes:
            return 0.0
        self.stream.seek(entry.place)
        above, below = struct.unpack(f"{self.order}2I", self.stream.read(8))
        return float(Fraction(above, below)) if below else 0.0

    def text_of(self, tag: int) -> str:
        """Return the first 200 characters of a text."""
        entry = self.entries.get(tag)
        if entry is None or entry.kind != 2:
            return ""
        self.stream.seek(entry.place)
        return self.stream.read(min(entry.count, 200)).split(b"\0")[0].decode("latin-1")

    @property
    def is_page(self) -> bool:
        """Say whether this is a picture of its own: no smaller copy of another one, no mask."""
        return not self.number_of(SUBFILE) & (REDUCED_IMAGE | MASK)

    @property
    def lies_within(self) -> bool:
        """Say whether all values and pixels lie within the file.

        libtiff fills missing uncompressed strips in silence; stated lengths of compressed strips are often wrong.
        """
        if any(one.place + one.count * _SIZES.get(one.kind, 0) > self.size_bytes for one in self.entries.values()):
            return False
        is_plain = self.number_of(COMPRESSION, 1) == 1
        for offsets_tag, counts_tag in zip(OFFSETS, COUNTS, strict=True):
            offsets, counts = self.numbers(offsets_tag), self.numbers(counts_tag)
            for offset, count in zip_longest(offsets, counts, fillvalue=0):
                if offset + (count if is_plain else 1) > self.size_bytes:
                    return False
        return True

    def sub_directories(self) -> list[Directory]:
        """Return the directories below this one (TIFF Tech Note 1); at most 16, broken ones left out."""
        found = []
        for place in self.numbers(SUB_DIRECTORIES)[:16]:
            try:
                found.append(_read(self.stream, self.order, 0, self.size_bytes, place)[0])
            except TiffBroken:
                continue
        return found

    def below(self, tag: int) -> Directory | None:
        """Return the directory to which a tag points, such as that of EXIF."""
        place = self.number_of(tag)
        try:
            return _read(self.stream, self.order, 0, self.size_bytes, place)[0] if place else None
        except TiffBroken:
            return None


def is_tiff(head: bytes) -> bool:
    """Say whether a file that begins so is a TIFF or BigTIFF."""
    return head[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}


def directories(path: Path) -> Iterator[Directory]:
    """Yield the directories of the main chain while the file is open; use each before the next.

    Raises TiffBroken where the chain leaves the file or comes back to where it was.
    """
    size_bytes = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(16)
        if not is_tiff(head) or len(head) < 8:
            raise TiffBroken("no TIFF")
        order = "<" if head[:1] == b"I" else ">"
        place = (
            struct.unpack(f"{order}Q", head[8:16])[0] if _is_big(stream) else struct.unpack(f"{order}I", head[4:8])[0]
        )
        seen: set[int] = set()
        number = 0
        while place:
            if place in seen:
                raise TiffBroken("the directories go round")
            seen.add(place)
            directory, place = _read(stream, order, number, size_bytes, place)
            yield directory
            number += 1


def _is_big(stream: BinaryIO) -> bool:
    stream.seek(0)
    return b"+" in stream.read(4)


def _read(stream: BinaryIO, order: str, number: int, size_bytes: int, place: int) -> tuple[Directory, int]:
    """Return the directory at a place and the place of the next one."""
    big = _is_big(stream)
    count_code, entry_code, offset_code = ("Q", "HHQ8s", "Q") if big else ("H", "HHI4s", "I")
    inline = 8 if big else 4
    count = _unpacked(stream, f"{order}{count_code}", place)[0]
    if not 0 < count <= _MOST_ENTRIES:
        raise TiffBroken("a directory has no entries, or too many")
    directory = Directory(stream, order, number, size_bytes)
    start = place + struct.calcsize(f"{order}{count_code}")
    step = struct.calcsize(f"{order}{entry_code}")
    for row in range(count):
        tag, kind, values, content = _unpacked(stream, f"{order}{entry_code}", start + row * step)
        length = _SIZES.get(kind, 1) * values
        at = (
            start + (row + 1) * step - inline
            if length <= inline
            else struct.unpack(f"{order}{offset_code}", content)[0]
        )
        directory.entries.setdefault(tag, Entry(kind, values, at))
    after = _unpacked(stream, f"{order}{offset_code}", start + count * step)[0]
    return directory, after


def _unpacked(stream: BinaryIO, code: str, place: int) -> tuple[Any, ...]:
    if place > 2**62:
        raise TiffBroken("a place beyond every file")
    stream.seek(place)
    content = stream.read(struct.calcsize(code))
    if len(content) < struct.calcsize(code):
        raise TiffBroken("a directory lies beyond the end of the file")
    return struct.unpack(code, content)
