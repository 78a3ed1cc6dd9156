"""Read zip archives (PKWARE APPNOTE 6.3): members by their place in the central directory."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from archive.ingest import packing
from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.packing import Member, PackLimits

_ENCRYPTED, _UTF8 = 0x1, 0x800  # general purpose flags, 4.4.4
_UNIX = 3  # made by, 4.4.2
_DIRECTORY_END = b"PK\x05\x06"
_DIRECTORY_END_64 = b"PK\x06\x06"
_ENTRY = b"PK\x01\x02"
_ENTRY_BYTES = 46
_TAIL_BYTES = 65_557
_RUSSIAN_DOS = "cp866"
"""What Windows of this region names files in when it packs without UTF-8."""


class ZipPack:
    """An open zip; its directory is counted before Python reads it whole."""

    def __init__(self, path: Path, limits: PackLimits) -> None:
        self.limits = limits
        count_entries(path, limits)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, EOFError) as error:
            raise packing.broken() from error
        self._entries = self._zip.infolist()
        if sum(entry.compress_size for entry in self._entries) > path.stat().st_size:
            self._zip.close()
            raise packing.too_tight()  # members that share their bytes: Fifield, “A better zip bomb”, 2019

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def members(self) -> Iterator[Member]:
        """Yield the files."""
        for position, entry in enumerate(self._entries):
            if not entry.is_dir():
                yield Member(position, _name(entry), entry.file_size)

    def extract(self, position: int, target: Path) -> None:
        """Write one file; raises ``IngestRefused``."""
        try:
            entry = self._entries[position]
        except IndexError as error:
            raise packing.broken() from error
        refusal = self._refusal(entry)
        if refusal is not None:
            raise refusal
        try:
            with self._zip.open(entry) as source:
                packing.copy_member(source, target, self.limits, size_bytes=entry.file_size)
        except EOFError as error:
            raise packing.cut_off() from error
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error, struct.error) as error:
            raise packing.broken() from error
        packing.refuse_nested(target)

    def _refusal(self, entry: zipfile.ZipInfo) -> IngestRefused | None:
        mode = entry.external_attr >> 16 if entry.create_system == _UNIX else 0
        refusal = (
            packing.name_refusal(_name(entry))
            or packing.mode_refusal(mode)
            or packing.size_refusal(entry.file_size, self.limits)
        )
        if refusal is not None:
            return refusal
        if entry.flag_bits & _ENCRYPTED:
            message = gettext_noop("This file in the archive is locked with a password. Deposit it unpacked.")
            return IngestRefused(Reason.ENCRYPTED, message)
        ratio = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > self.limits.small_bytes and ratio > self.limits.max_ratio:
            return packing.too_tight()
        return None


def _name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name; one not marked as UTF-8 may be so all the same, or is in the letters of Russian DOS."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_RUSSIAN_DOS, "replace")


def count_entries(path: Path, limits: PackLimits) -> None:
    """Refuse a directory of too many entries; it is walked here, for Python would read all of it into memory."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _TAIL_BYTES))
        tail = stream.read(_TAIL_BYTES)
        end = tail.rfind(_DIRECTORY_END)
        if end < 0 or len(tail) - end < 22:
            raise packing.cut_off()
        length, start = struct.unpack("<II", tail[end + 12 : end + 20])
        place = size - len(tail) + end - length
        if start == 0xFFFFFFFF or length == 0xFFFFFFFF:
            end_64 = tail.rfind(_DIRECTORY_END_64)
            if end_64 < 0 or len(tail) - end_64 < 56:
                raise packing.broken()
            length = struct.unpack("<Q", tail[end_64 + 40 : end_64 + 48])[0]
            place = size - len(tail) + end_64 - length
        if place < 0:
            raise packing.broken()
        stream.seek(place)
        count = 0
        while len(header := stream.read(_ENTRY_BYTES)) == _ENTRY_BYTES and header.startswith(_ENTRY):
            count += 1
            if count > limits.max_members:
                raise packing.too_many(limits)
            stream.seek(sum(struct.unpack("<HHH", header[28:34])), 1)
