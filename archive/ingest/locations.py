"""Write paths down as text that every database takes, and read them back byte for byte."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

_ESCAPED = re.compile(rb"\\(\\|x[0-9a-f]{2})")
_NUMBER = re.compile(r"\d+")
_LONGEST_NUMBER = 12
ORDER_KEY_LENGTH = 300


def written(path: Path) -> str:
    r"""Return a path as valid Unicode: a byte that is not UTF-8 becomes ``\xNN`` and a backslash is doubled."""
    return os.fsencode(path).replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def read_back(location: str) -> Path:
    """Return the path that ``written`` wrote down."""

    def plain(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return b"\\" if code == b"\\" else bytes([int(code[1:], 16)])

    return Path(os.fsdecode(_ESCAPED.sub(plain, location.encode("utf-8"))))


def shown(path: Path) -> str:
    """Return a path for people: bytes that are not UTF-8 become "�"."""
    return os.fsencode(path).decode("utf-8", "replace")


def location_key(*parts: object) -> str:
    """Return a key of fixed length for a location, however long that is."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()


def order_key(name: str) -> str:
    """Return what puts names in the order people count in: "2.jpg" before "10.jpg"."""
    padded = _NUMBER.sub(lambda digits: digits.group().zfill(_LONGEST_NUMBER), name)
    return padded[:ORDER_KEY_LENGTH]
