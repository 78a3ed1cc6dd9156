"""Make names of payload files that every file system takes and no manifest has to encode (RFC 8493, 2.1.3)."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_BYTES = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%~\u202a-\u202e\u2066-\u2069\ufffd]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def payload_name(name: str) -> str:
    """Return a file's name without what Windows, a shell or a manifest trips over; letters of all scripts stay."""
    plain = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "file"
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    suffix = PurePosixPath(plain).suffix[:12]
    stem = plain.removesuffix(suffix)
    room = LONGEST_BYTES - len(suffix.encode())
    return stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore").rstrip(" .") + suffix
