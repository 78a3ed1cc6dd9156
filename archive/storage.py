"""Keep files private: a stored file's address is the door that checks the right to see it, never the file itself."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage


def door_address(name: str) -> str:
    """Return the address at which the door hands out the stored file ``name``."""
    return reverse("file", kwargs={"name": name})


@deconstructible(path="archive.storage.PrivateFileStorage")
class PrivateFileStorage(FileSystemStorage):
    """Store files in a local folder that no web server shows."""

    def url(self, name: str | None) -> str:
        """Return the door's address for a stored file."""
        return door_address(name or "")


@deconstructible(path="archive.storage.PrivateS3Storage")
class PrivateS3Storage(S3Storage):
    """Store files in a private bucket; bytes still leave through the door."""

    def url(self, name: str, *_args: Any, **_kwargs: Any) -> str:
        """Return the door's address for a stored object."""
        return door_address(name)
