"""Keep files private: a stored file's address is the door that checks the right to see it, never the file itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol, cast

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage

CHUNK_BYTES = 1 << 16
STORAGE_ERRORS = (OSError, BotoCoreError, ClientError)
"""What either storage raises when it cannot give a file; FileNotFoundError among them says that there is none."""


class PrivateStorage(Protocol):
    """What the archive asks of either storage beyond Django's own."""

    def size(self, name: str) -> int:
        """Return the size in bytes; raise FileNotFoundError."""

    def stretch(self, name: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes ``start`` to ``end`` (inclusive) of a stored file, and fetch no more than these."""


def private_storage() -> PrivateStorage:
    """Return the storage that the settings name."""
    return cast(PrivateStorage, default_storage)


def door_address(name: str) -> str:
    """Return the address at which the door hands out the stored file ``name``."""
    return reverse("file", kwargs={"name": name})


@deconstructible(path="archive.storage.PrivateFileStorage")
class PrivateFileStorage(FileSystemStorage):
    """Store files in a local folder that no web server shows."""

    def url(self, name: str | None) -> str:
        """Return the door's address for a stored file."""
        return door_address(name or "")

    def _save(self, name: str, content: File[Any]) -> str:
        """Store a file; one that lies in this storage already, an upload, shares its bytes and is not copied.

        Stored bytes are never changed, so it does not matter which of the two names goes first.
        """
        held = self._held(content)
        if held is None:
            return str(super()._save(name, content))  # type: ignore[misc]  # the stubs leave it out
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(held, path)
        except FileExistsError:
            return self._save(self.get_available_name(name), content)
        except OSError:
            return str(super()._save(name, content))  # type: ignore[misc]  # a disk without links
        return name.replace("\\", "/")

    def _held(self, content: File[Any]) -> Path | None:
        source = getattr(content.file, "name", None)
        if not isinstance(source, str) or not Path(source).is_absolute():
            return None
        path = Path(source)
        return path if path.is_relative_to(self.location) and path.is_file() else None

    def stretch(self, name: str, start: int, end: int) -> Iterator[bytes]:
        """Yield a stretch of a file; it is opened when the first chunk is asked for."""
        with self.open(name, "rb") as file:
            file.seek(start)
            left = end - start + 1
            while left > 0 and (chunk := file.read(min(CHUNK_BYTES, left))):
                left -= len(chunk)
                yield chunk


@deconstructible(path="archive.storage.PrivateS3Storage")
class PrivateS3Storage(S3Storage):
    """Store files in a private bucket; bytes still leave through the door."""

    def url(self, name: str, *_args: Any, **_kwargs: Any) -> str:
        """Return the door's address for a stored object."""
        return door_address(name)

    def stretch(self, name: str, start: int, end: int) -> Iterator[bytes]:
        """Yield a stretch of an object; opening it whole would fetch a film for its first second."""
        if end < start:
            return
        stored = self.bucket.Object(self._normalize_name(name))
        try:
            body = stored.get(Range=f"bytes={start}-{end}")["Body"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise FileNotFoundError(f"There is no object {name}.") from error
            raise
        with body:
            yield from body.iter_chunks(CHUNK_BYTES)
