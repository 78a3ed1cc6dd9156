"""Tell the files of office programs by what they hold, and check that they are whole, open and no bombs.

ISO 29500-2 (packages of Office Open XML), ODF 1.3 part 2 (packages), MS-CFB with MS-DOC, MS-XLS, MS-PPT (binary files).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

import olefile

from archive.extract.office.types import MAIN_PARTS, OFFICE_TYPES
from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.packing import PackLimits, is_office_package
from archive.ingest.zips import count_entries

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_LISTING_BYTES = 4 << 20
_CHUNK_BYTES = 1 << 20
_MOST_MEMBERS = 20_000
_MOST_BYTES = 1 << 30
"""What a package may unpack to; LibreOffice would hold much of it in memory."""
_CONTENT_TYPE = re.compile(rb"ContentType\s*=\s*[\"']([^\"']{1,200})[\"']")
_WORD, _EXCEL, _POWERPOINT = "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"
_STREAMS = (("WordDocument", _WORD), ("Workbook", _EXCEL), ("Book", _EXCEL), ("PowerPoint Document", _POWERPOINT))
_LIMITS = PackLimits(max_members=_MOST_MEMBERS)


def office_type(path: Path, head: bytes) -> str:
    """Return the media type of an office file, "" for others; raises ``IngestRefused`` for one that is broken."""
    if head.startswith(_ZIP):
        return _package_type(path) if is_office_package(head) or _holds_parts(path) else ""
    if head.startswith(_COMPOUND):
        return _compound_type(path)
    return "application/rtf" if head.startswith(_RTF) else ""


def inspect_office(path: Path, media_type: str) -> None:
    """Raise ``IngestRefused`` for an office file that is damaged, cut off, locked, or packed too tightly."""
    if media_type == "application/rtf":
        _check_rtf(path)
    elif zipfile.is_zipfile(path):
        _check_package(path)
    else:
        _check_compound(path, media_type)


def _holds_parts(path: Path) -> bool:
    """Tell whether a zip has the list of parts of a package, wherever it stands."""
    try:
        count_entries(path, _LIMITS)
        with zipfile.ZipFile(path) as package:
            return "[Content_Types].xml" in package.NameToInfo
    except (IngestRefused, *_BROKEN_ZIP):
        return False


_BROKEN_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error, EOFError, OSError)


def _package_type(path: Path) -> str:
    try:
        count_entries(path, _LIMITS)
        with zipfile.ZipFile(path) as package:
            if "mimetype" in package.NameToInfo:
                found = _start_of(package, "mimetype", 200).decode("ascii", "replace").strip()
                return found if found in OFFICE_TYPES else ""
            listed = _start_of(package, "[Content_Types].xml", _LISTING_BYTES)
    except IngestRefused as refusal:
        raise _too_tight() if refusal.reason_code is Reason.TOO_MANY_FILES else _cut_off() from refusal
    except KeyError:
        return ""
    except _BROKEN_ZIP as error:
        raise _damaged() from error
    found_types = (MAIN_PARTS.get(each.decode("ascii", "replace")) for each in _CONTENT_TYPE.findall(listed))
    return next((found for found in found_types if found), "")


def _start_of(package: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with package.open(name) as member:
        return member.read(limit)


def _check_package(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            _check_sizes(entries, path.stat().st_size)
            if any(entry.flag_bits & 0x1 for entry in entries) or _is_locked(package):
                raise _locked()
            for entry in entries:
                with package.open(entry) as member:
                    while member.read(_CHUNK_BYTES):
                        pass  # its checksum is compared at its end
    except _BROKEN_ZIP as error:
        raise _damaged() from error


def _check_sizes(entries: list[zipfile.ZipInfo], size_bytes: int) -> None:
    small, ratio = _LIMITS.small_bytes, _LIMITS.max_ratio
    if sum(entry.compress_size for entry in entries) > size_bytes:
        raise _too_tight()  # members that share their bytes
    total = sum(entry.file_size for entry in entries)
    tight = any(entry.file_size > small and entry.file_size > ratio * max(1, entry.compress_size) for entry in entries)
    if tight or total > _MOST_BYTES or (total > small and total > ratio * size_bytes):
        raise _too_tight()


def _is_locked(package: zipfile.ZipFile) -> bool:
    """Tell a locked OpenDocument: its manifest says how parts are enciphered (ODF 1.3 part 2, 4.4)."""
    names = package.NameToInfo
    if "encrypted-package" in names:
        return True
    listed = _start_of(package, "META-INF/manifest.xml", _LISTING_BYTES) if "META-INF/manifest.xml" in names else b""
    return b"encryption-data" in listed


def _compound_type(path: Path) -> str:
    try:
        with olefile.OleFileIO(path, raise_defects=olefile.DEFECT_FATAL) as compound:
            if compound.exists("EncryptedPackage"):
                raise _locked()
            return next((name for stream, name in _STREAMS if compound.exists(stream)), "")
    except IngestRefused:
        raise
    except _BROKEN_COMPOUND as error:
        raise _damaged() from error


_BROKEN_COMPOUND = (OSError, ValueError, IndexError, TypeError, KeyError, RecursionError, MemoryError, OverflowError)


def _check_compound(path: Path, media_type: str) -> None:
    try:
        with olefile.OleFileIO(path, raise_defects=olefile.DEFECT_INCORRECT) as compound:
            locked = _is_compound_locked(compound, media_type)
            _read_streams(compound)
    except _BROKEN_COMPOUND as error:
        raise _damaged() from error
    if locked:
        raise _locked()


def _is_compound_locked(compound: olefile.OleFileIO, media_type: str) -> bool:
    if media_type == _WORD:
        # MS-DOC 2.5.2: fEncrypted is bit 8 of the flags at offset 10.
        return bool(compound.openstream("WordDocument").read(12)[11] & 0x01)
    if media_type == _EXCEL:
        name = "Workbook" if compound.exists("Workbook") else "Book"
        return _has_filepass(compound.openstream(name).read(4096))
    # MS-PPT 2.3.2: the token of a user's record says whether the file is enciphered.
    user = compound.openstream("Current User").read(16) if compound.exists("Current User") else b""
    return user[12:16] == b"\xdf\xc4\xd1\xf3"


def _has_filepass(start: bytes) -> bool:
    """Tell whether the records of a workbook begin with FilePass (MS-XLS 2.4.117)."""
    place = 0
    for _ in range(20):
        kind, size = (
            int.from_bytes(start[place : place + 2], "little"),
            int.from_bytes(start[place + 2 : place + 4], "little"),
        )
        if kind == 0x2F:
            return True
        place += 4 + size
        if place + 4 > len(start):
            return False
    return False


def _read_streams(compound: olefile.OleFileIO) -> None:
    """Read the chains of the streams that hold the document; a broken chain raises."""
    for stream, _ in _STREAMS:
        if compound.exists(stream):
            compound.openstream(stream).read(_CHUNK_BYTES)


def _check_rtf(path: Path) -> None:
    """Refuse RTF that breaks off: its outermost group is closed by the last brace."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 4096))
        if b"}" not in stream.read():
            raise _cut_off()


def _locked() -> IngestRefused:
    message = gettext_noop("This office file is locked with a password. Open it, save it without one and deposit that.")
    return IngestRefused(Reason.ENCRYPTED, message)


def _damaged() -> IngestRefused:
    message = gettext_noop("This office file is damaged and cannot be opened. Open it, save it anew and deposit that.")
    return IngestRefused(Reason.DAMAGED, message)


def _cut_off() -> IngestRefused:
    message = gettext_noop("This office file ends too early: a part of it is missing. Copy it again.")
    return IngestRefused(Reason.TRUNCATED, message)


def _too_tight() -> IngestRefused:
    message = gettext_noop("This office file is packed so tightly that opening it could fill the memory. Save it anew.")
    return IngestRefused(Reason.PACKED_TOO_TIGHTLY, message)
