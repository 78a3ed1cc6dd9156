"""Keep the bytes of uploads in the deposit's own folder, private and within reach of every worker, until taken in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from archive.storage import private_storage


def spool_folder(deposit: UUID) -> str:
    """Return the storage folder of a deposit's uploads; the door hands out nothing of it."""
    return f"deposits/{deposit.hex[:2]}/{deposit.hex}"


def keep(*, name: str, file: File[Any]) -> None:
    """Store an upload under a name of ours, replacing what a broken one left there."""
    default_storage.delete(name)
    file.seek(0)
    stored = default_storage.save(name, file)
    if stored != name:
        default_storage.delete(stored)
        raise FileExistsError(name)


def is_stored(name: str) -> bool:
    """Say whether the bytes of an upload are there."""
    return default_storage.exists(name)


def drop(name: str) -> None:
    """Delete an upload's bytes; may be repeated."""
    default_storage.delete(name)


@contextmanager
def fetched(name: str) -> Iterator[Path]:
    """Give stored bytes as a local path: their own where files are local, else a temporary copy.

    Raises FileNotFoundError.
    """
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        path = None
    if path is not None:
        yield path
        return
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy:
        storage = private_storage()
        for chunk in storage.stretch(name, 0, storage.size(name) - 1):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def scratch_folder(deposit: UUID) -> Path:
    """Return the local folder in which members of a deposit's archives are unpacked, one at a time."""
    return Path(settings.FILE_UPLOAD_TEMP_DIR) / f"deposit-{deposit.hex}"


def clear_scratch(deposit: UUID) -> None:
    """Delete what unpacking left behind."""
    shutil.rmtree(scratch_folder(deposit), ignore_errors=True)
