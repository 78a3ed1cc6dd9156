"""Suggest a title for a file from what it is called."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_MAX_CHARACTERS = 200
_MACHINE_TITLE = re.compile(r"^(microsoft word|microsoft powerpoint|untitled|документ\d*$|.*\.\w{2,5}$)", re.I)


def shown_name(path: Path) -> str:
    """Return a file's own name as valid Unicode, composed; bytes that are not UTF-8 become "�"."""
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", name)


def suggest_title(path: Path, embedded: str = "") -> str:
    """Return the embedded title if a person wrote it, else the file name in words."""
    embedded = " ".join(embedded.split())
    if embedded and not _MACHINE_TITLE.match(embedded):
        return embedded[:_MAX_CHARACTERS]
    name = shown_name(path)
    stem = name[: -len(path.suffix)] if path.suffix and name.endswith(path.suffix) else name
    words = " ".join(stem.replace("_", " ").split())
    return (words or name)[:_MAX_CHARACTERS]
