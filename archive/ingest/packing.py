"""Open zip and tar archives as sources of files: listed and unpacked one member at a time, within limits."""

from __future__ import annotations

import re
import stat
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from gzip import BadGzipFile, GzipFile
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

import magic

from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.walk import is_system_name, system_file

_HEAD_BYTES = 4096
_TAR_BLOCK = 512
_CHUNK_BYTES = 1 << 20
MEBIBYTE = 1024 * 1024
# ISO 29500-2 (OPC), 10; ODF 1.3 part 2, 3.3: what the packages of office programs begin with.
_OFFICE_MEMBERS = frozenset({b"mimetype", b"[Content_Types].xml"})
_DRIVE = re.compile(r"[A-Za-z]:|[^/\\\\]+:(?:[/\\\\]|$)")
"""A drive of Windows, or a volume of other systems, before the path."""
_OFFICE_FOLDERS = (b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/")


class Packing(StrEnum):
    """The forms of archive that are unpacked."""

    ZIP = "zip"
    TAR = "tar"
    TAR_GZ = "tar.gz"


@dataclass(frozen=True, slots=True)
class PackLimits:
    """What an archive may hold; one beyond ``max_members`` or ``max_ratio`` is refused before it is unpacked."""

    max_bytes: int = 2 * 1024**3
    max_members: int = 100_000
    max_ratio: int = 200
    small_bytes: int = 16 * MEBIBYTE
    """What may be unpacked however tightly it is packed: a white page is small, and no bomb."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: where it stands (a number only the archive understands), its name and stated size."""

    position: int
    name: str
    size_bytes: int


class Pack(Protocol):
    """An open archive."""

    def members(self) -> Iterator[Member]:
        """Yield its files, no folders; raises ``IngestRefused`` where the archive cannot be read on."""

    def extract(self, position: int, target: Path) -> None:
        """Write one member to a file that is replaced; raises ``IngestRefused`` with the member's own reason."""


def packing_of(path: Path) -> Packing | None:
    """Tell whether a file is an archive to be unpacked; office files and books, which are zips too, are not."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None if _is_other_package(head) else Packing.ZIP
    if head.startswith(b"\x1f\x8b"):
        return Packing.TAR_GZ if _begins_as_tar(_unpacked_head(path)) else None
    return Packing.TAR if _begins_as_tar(head[:_TAR_BLOCK]) else None


@contextmanager
def open_pack(path: Path, limits: PackLimits) -> Iterator[Pack]:
    """Open an archive; raises ``IngestRefused`` for one that is broken or beyond its limits."""
    from archive.ingest.tars import TarPack  # noqa: PLC0415 - both build on this module
    from archive.ingest.zips import ZipPack  # noqa: PLC0415

    packing = packing_of(path)
    if packing is None:
        raise broken()
    opened = ZipPack(path, limits) if packing is Packing.ZIP else TarPack(path, limits, packing)
    try:
        yield opened
    finally:
        opened.close()


def name_refusal(name: str) -> IngestRefused | None:
    """Return why a member's name is refused: it leads out of the archive, or is a system's own."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(name) or "\0" in name:
        message = gettext_noop("The name of this file leads out of the archive. Pack it anew under a plain name.")
        return IngestRefused(Reason.UNSAFE_PATH, message)
    return system_file() if any(is_system_name(part) for part in path.parts) else None


def mode_refusal(mode: int) -> IngestRefused | None:
    """Return why a member of this Unix file mode is refused; 0 says nothing."""
    if stat.S_ISLNK(mode):
        return link_refusal()
    if stat.S_IFMT(mode) and not stat.S_ISREG(mode):
        return IngestRefused(Reason.SYSTEM_FILE, gettext_noop("This is a device, pipe or socket, not a file."))
    return None


def link_refusal() -> IngestRefused:
    """Make the refusal of a link in an archive."""
    return IngestRefused(Reason.SYMLINK, gettext_noop("This is a symbolic link. Give the file it points to instead."))


def size_refusal(size_bytes: int, limits: PackLimits) -> IngestRefused | None:
    """Return why a member of this unpacked size is refused."""
    if size_bytes <= limits.max_bytes:
        return None
    message = gettext_noop("This file has %(size)d MB; at most %(limit)d MB are taken.")
    return IngestRefused(Reason.TOO_LARGE, message, size=-(-size_bytes // MEBIBYTE), limit=limits.max_bytes // MEBIBYTE)


def copy_member(source: IO[bytes], target: Path, limits: PackLimits, *, size_bytes: int) -> None:
    """Copy a member a piece at a time, no more of it than it says it has; raises ``IngestRefused``."""
    left = size_bytes
    with target.open("wb") as out:
        while chunk := source.read(min(_CHUNK_BYTES, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise size_refusal(limits.max_bytes + 1, limits) or broken()
            out.write(chunk)
    if left:
        raise cut_off()


def refuse_nested(path: Path) -> None:
    """Raise ``IngestRefused`` for an unpacked member that is an archive itself."""
    if packing_of(path) is not None:
        message = gettext_noop("This is an archive inside an archive. Unpack it and deposit it by itself.")
        raise IngestRefused(Reason.NESTED_ARCHIVE, message)


def too_many(limits: PackLimits) -> IngestRefused:
    """Make the refusal of an archive with more files than are taken."""
    message = gettext_noop("This archive has more than %(limit)d files. Split it.")
    return IngestRefused(Reason.TOO_MANY_FILES, message, limit=limits.max_members)


def too_tight() -> IngestRefused:
    """Make the refusal of what grows beyond all measure when it is unpacked."""
    message = gettext_noop("This is packed so tightly that unpacking it could fill the disk. Deposit it unpacked.")
    return IngestRefused(Reason.PACKED_TOO_TIGHTLY, message)


def cut_off() -> IngestRefused:
    """Make the refusal of an archive that ends before it says it does."""
    message = gettext_noop("This archive ends too early: a part of it is missing. Copy it again.")
    return IngestRefused(Reason.TRUNCATED, message)


def broken() -> IngestRefused:
    """Make the refusal of an archive, or a member, that cannot be unpacked."""
    message = gettext_noop("This archive is damaged and cannot be unpacked here. Pack it anew.")
    return IngestRefused(Reason.DAMAGED, message)


def is_office_package(head: bytes) -> bool:
    """Tell a zip that is the file of an office program or a book by its first member."""
    name = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return name in _OFFICE_MEMBERS or name.startswith(_OFFICE_FOLDERS)


def _is_other_package(head: bytes) -> bool:
    return is_office_package(head) or magic.from_buffer(head, mime=True) != "application/zip"


def _begins_as_tar(head: bytes) -> bool:
    try:
        tarfile.TarInfo.frombuf(head[:_TAR_BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _unpacked_head(path: Path) -> bytes:
    try:
        with GzipFile(path) as stream:
            return stream.read(_TAR_BLOCK)
    except (BadGzipFile, EOFError, zlib.error):
        return b""
