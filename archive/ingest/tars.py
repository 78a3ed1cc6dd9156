"""Read tar archives (POSIX.1-2001 pax, GNU), plain or packed by gzip: members by the place of their header."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterator
from gzip import BadGzipFile, GzipFile
from io import RawIOBase
from pathlib import Path
from typing import IO, Any, cast

from archive.ingest import packing
from archive.ingest.errors import IngestRefused
from archive.ingest.packing import Member, Packing, PackLimits

_LONGEST_READ = 4 * packing.MEBIBYTE
_BROKEN = (tarfile.TarError, BadGzipFile, zlib.error, EOFError, ValueError, OverflowError)


class _Guarded(RawIOBase):
    """A stream that refuses to give more than its packed size justifies, or to give much at once."""

    def __init__(self, path: Path, limits: PackLimits, form: Packing) -> None:
        self._stream: Any = GzipFile(path) if form is Packing.TAR_GZ else path.open("rb")
        size_bytes = path.stat().st_size
        self._most = max(limits.small_bytes, limits.max_ratio * size_bytes)
        self._size_bytes = size_bytes if form is Packing.TAR else None

    def read(self, size: int = -1) -> bytes:
        # Long names and pax headers state their own length, and tarfile reads them whole.
        if size < 0 or size > _LONGEST_READ:
            raise packing.too_tight()
        return cast(bytes, self._checked(self._stream.read(size)))

    def seek(self, offset: int, whence: int = 0) -> int:
        if self._size_bytes is not None and offset > self._size_bytes:
            raise packing.cut_off()
        if offset > self._most:
            raise packing.too_tight()
        return cast(int, self._checked(self._stream.seek(offset, whence)))

    def tell(self) -> int:
        return cast(int, self._stream.tell())

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _checked(self, answer: Any) -> Any:
        if self._stream.tell() > self._most:
            raise packing.too_tight()
        return answer


class TarPack:
    """An open tar; no list of its members is kept."""

    def __init__(self, path: Path, limits: PackLimits, form: Packing) -> None:
        self.limits = limits
        self._stream = _Guarded(path, limits, form)
        try:
            self._tar = tarfile.TarFile(fileobj=cast(IO[bytes], self._stream), mode="r", errors="surrogateescape")
        except (*_BROKEN, OSError) as error:
            self._stream.close()
            raise packing.broken() from error

    def close(self) -> None:
        """Close the file."""
        self._tar.close()
        self._stream.close()

    def members(self) -> Iterator[Member]:
        """Yield the files and what is passed over; raises ``IngestRefused`` where the archive cannot be read on."""
        count = 0
        self._go_to(0)
        while (info := self._next()) is not None:
            if info.isdir():
                continue
            count += 1
            if count > self.limits.max_members:
                raise packing.too_many(self.limits)
            yield Member(info.offset, _name(info), info.size)

    def extract(self, position: int, target: Path) -> None:
        """Write one file; raises ``IngestRefused``."""
        self._go_to(position)
        info = self._next()
        if info is None:
            raise packing.broken()
        refusal = self._refusal(info)
        if refusal is not None:
            raise refusal
        try:
            source = self._tar.extractfile(info)
            if source is None:
                raise packing.broken()
            with source:
                packing.copy_member(source, target, self.limits, size_bytes=info.size)
        except _BROKEN as error:
            raise packing.cut_off() from error
        packing.refuse_nested(target)

    def _refusal(self, info: tarfile.TarInfo) -> IngestRefused | None:
        if info.issym() or info.islnk():
            return packing.name_refusal(_name(info)) or packing.link_refusal()
        mode = 0 if info.isreg() else 0o020000  # a device: what is no file, folder or link
        return (
            packing.name_refusal(_name(info))
            or packing.mode_refusal(mode)
            or packing.size_refusal(info.size, self.limits)
        )

    def _go_to(self, position: int) -> None:
        self._tar.firstmember = None  # type: ignore[attr-defined]
        self._tar.members.clear()  # type: ignore[attr-defined]  # the list the module keeps of all it has read
        self._stream.seek(position)
        self._tar.offset = position

    def _next(self) -> tarfile.TarInfo | None:
        try:
            info = self._tar.next()
        except (tarfile.ReadError, EOFError) as error:
            raise packing.cut_off() from error
        except _BROKEN as error:
            raise packing.broken() from error
        self._tar.members.clear()  # type: ignore[attr-defined]
        if info is None:
            self._check_end()
        return info

    def _check_end(self) -> None:
        """Raise where the archive does not end with the block of zeros that says so: Python ends in silence."""
        self._stream.seek(self._tar.offset)
        block = self._stream.read(tarfile.BLOCKSIZE)
        if len(block) < tarfile.BLOCKSIZE:
            raise packing.cut_off()
        if any(block):
            raise packing.broken()


def _name(info: tarfile.TarInfo) -> str:
    return info.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
