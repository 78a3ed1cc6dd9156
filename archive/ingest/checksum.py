"""Measure a file once from end to end: SHA-256 and size."""

from __future__ import annotations

import hashlib
from pathlib import Path

_CHUNK_BYTES = 1024 * 1024


def checksum(path: Path) -> tuple[str, int]:
    """Return the SHA-256 (lower-case hexadecimal) and the size in bytes, reading 1 MiB at a time."""
    digest = hashlib.sha256()
    size_bytes = 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
            size_bytes += len(chunk)
    return digest.hexdigest(), size_bytes
