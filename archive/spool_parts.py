"""Keep what has arrived so far of a file sent in pieces: on a disk of this machine, locked while a piece is written.

Where files are kept locally a part lies in its final place from the first byte on. Where they are kept in S3 it lies in
the folder for uploads, and goes to the bucket once it is whole.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from archive.spool import drop, keep


class PartBusy(RuntimeError):
    """Raised when another request is writing to the part at this moment."""


@dataclass(slots=True)
class Part:
    """A part held open and locked; its size is that of the bytes on disk."""

    handle: int

    @property
    def size_bytes(self) -> int:
        """Return how many bytes are there."""
        return os.fstat(self.handle).st_size

    def append(self, piece: bytes) -> None:
        """Write a piece at the end. Raises OSError, on a full disk for example; what fitted stays."""
        view = memoryview(piece)
        while view:
            view = view[os.write(self.handle, view) :]

    def cut(self, size_bytes: int) -> None:
        """Take away what stands behind so many bytes."""
        os.ftruncate(self.handle, size_bytes)

    def settle(self) -> None:
        """Have the disk keep what was written, whatever happens to the machine."""
        os.fsync(self.handle)


def part_path(name: str) -> Path:
    """Return where the part of a spooled file lies on this machine."""
    if is_local():
        return Path(default_storage.path(name))
    return _parts_folder() / name.rpartition("/")[2]


def part_size(name: str) -> int:
    """Return how many bytes of a part are on disk; 0 when there is none on this machine."""
    try:
        return part_path(name).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def held_part(name: str) -> Iterator[Part]:
    """Open a part for writing, made if need be, and lock it; the lock goes with the process. Raises PartBusy."""
    path = part_path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, settings.FILE_UPLOAD_PERMISSIONS)
    try:
        try:
            # Of the open file, not of the process: two threads of one server keep each other out too.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PartBusy(name) from error
        yield Part(handle)
    finally:
        os.close(handle)


def is_held(name: str) -> bool:
    """Say whether a part is being written to."""
    if not part_path(name).exists():
        return False
    try:
        with held_part(name):
            return False
    except PartBusy:
        return True


def store_part(name: str) -> None:
    """Bring a whole part to where workers find it; nothing to do where files are local. May be repeated."""
    if is_local():
        return
    path = part_path(name)
    if path.exists():
        with path.open("rb") as source:
            keep(name=name, file=File(source))
        path.unlink()


def drop_part(name: str) -> None:
    """Delete a part, wherever it is; may be repeated."""
    part_path(name).unlink(missing_ok=True)
    drop(name)


def sweep_parts(*, older_than_seconds: float) -> None:
    """Delete parts of S3 uploads that nobody has written to for so long; local ones go with their rows."""
    if is_local() or not _parts_folder().is_dir():
        return
    before = time.time() - older_than_seconds
    for path in _parts_folder().iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def free_bytes() -> int:
    """Return how much room is left on the disk that takes parts."""
    folder = Path(settings.MEDIA_ROOT) if is_local() else Path(settings.FILE_UPLOAD_TEMP_DIR)
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _parts_folder() -> Path:
    return Path(settings.FILE_UPLOAD_TEMP_DIR) / "parts"


def is_local() -> bool:
    """Say whether files are kept on a disk of this machine: a part is then in its place from the first byte on."""
    try:
        default_storage.path("x")
    except NotImplementedError:
        return False
    return True
