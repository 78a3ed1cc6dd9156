"""Append payload to a bag in a tar file and finish it; after a kill the work goes on from the last mark.

Source: RFC 8493 (BagIt 1.0), https://www.rfc-editor.org/rfc/rfc8493; POSIX.1-2001 (pax) for the tar file.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

BLOCK = 512
MEMBER_MODE = 0o644
TAR, MANIFEST = "bag.tar", "manifest.txt"


class ContentDiffers(Exception):
    """Raised when the bytes of a payload file are not those announced; nothing of it stays in the bag."""


@dataclass(frozen=True, slots=True)
class BagMark:
    """Say up to where a bag is whole: bytes of the tar file and of each file beside it, payload bytes and files."""

    tar: int = 0
    beside: Mapping[str, int] = field(default_factory=dict)
    payload_bytes: int = 0
    payload_files: int = 0


class BagWriter:
    """Write a bag named ``name`` into ``folder``; ``tables`` are payload files that grow with it and are added last.

    Of the whole bag no more than a chunk is in memory at any time. Everything after the mark given is cut off.
    Raises FileNotFoundError where what the mark speaks of is not there.
    """

    def __init__(self, folder: Path, name: str, mark: BagMark, *, tables: Iterable[str] = ()) -> None:
        self.folder, self.name = folder, name
        self.payload_bytes, self.payload_files = mark.payload_bytes, mark.payload_files
        folder.mkdir(parents=True, exist_ok=True)
        self._tar = self._opened(TAR, mark.tar)
        wanted = dict(mark.beside or {})
        self.tables = {table: self._opened(table, wanted.get(table, 0)) for table in tables}
        self._manifest = self._opened(MANIFEST, wanted.get(MANIFEST, 0))

    def _opened(self, name: str, size: int) -> BinaryIO:
        path = self.folder / name
        if size and (not path.is_file() or path.stat().st_size < size):
            raise FileNotFoundError(path)
        file = path.open("r+b" if path.is_file() else "w+b")
        file.truncate(size)
        file.seek(size)
        return file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._tar, self._manifest, *self.tables.values()):
            file.close()

    def add(self, path: str, size: int, chunks: Iterable[bytes], sha256: str = "") -> str:
        """Append a payload file (``path`` below ``data/``) of a known size; return its SHA-256.

        Raises ContentDiffers, and takes it out again, where size or checksum are not as told. What reading raises
        passes through, and it is taken out as well.
        """
        start = self._tar.tell()
        try:
            told = self._append(f"data/{path}", size, chunks)
            if sha256 and told != sha256:
                raise ContentDiffers(path)
        except BaseException:
            self._tar.seek(start)
            self._tar.truncate(start)
            raise
        self._manifest.write(f"{told}  data/{path}\n".encode())
        self.payload_bytes += size
        self.payload_files += 1
        return told

    def _append(self, path: str, size: int, chunks: Iterable[bytes]) -> str:
        entry = tarfile.TarInfo(f"{self.name}/{path}")
        entry.size, entry.mode = size, MEMBER_MODE
        self._tar.write(entry.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape"))
        digest, written = hashlib.sha256(), 0
        for chunk in chunks:
            written += len(chunk)
            if written > size:
                break
            digest.update(chunk)
            self._tar.write(chunk)
        if written != size:
            raise ContentDiffers(path)
        self._tar.write(b"\0" * (-size % BLOCK))
        return digest.hexdigest()

    def mark(self) -> BagMark:
        """Bring everything to the disk and return up to where the bag is whole."""
        files = {MANIFEST: self._manifest, **self.tables}
        for file in (self._tar, *files.values()):
            file.flush()
            os.fsync(file.fileno())
        beside = {name: file.tell() for name, file in files.items()}
        return BagMark(self._tar.tell(), beside, self.payload_bytes, self.payload_files)

    def finish(self, info: Mapping[str, str]) -> Path:
        """Add the tables and the tag files, close the tar file and return its path; ``info`` is for bag-info.txt."""
        for table, file in self.tables.items():
            size = file.tell()
            self.add(table, size, _from_start(file, size))
        self._manifest.flush()
        said = {**info, "Payload-Oxum": f"{self.payload_bytes}.{self.payload_files}"}
        tags = {
            "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": "".join(f"{name}: {_one_line(text)}\n" for name, text in said.items()).encode(),
        }
        sums = [(path, self._append(path, len(body), [body])) for path, body in tags.items()]
        size = self._manifest.tell()
        name = "manifest-sha256.txt"
        sums.append((name, self._append(name, size, _from_start(self._manifest, size))))
        listed = "".join(f"{told}  {path}\n" for path, told in sums).encode()
        self._append("tagmanifest-sha256.txt", len(listed), [listed])
        self._tar.write(b"\0" * (2 * BLOCK))
        self._tar.flush()
        os.fsync(self._tar.fileno())
        return self.folder / TAR


def _from_start(file: BinaryIO, size: int) -> Iterable[bytes]:
    file.flush()
    file.seek(0)
    left = size
    while left > 0 and (chunk := file.read(min(1 << 20, left))):
        left -= len(chunk)
        yield chunk
    file.seek(size)


def _one_line(text: str) -> str:
    return " ".join(str(text).split())
