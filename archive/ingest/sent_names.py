"""Make of the path that a browser sends for a file one that can be kept and shown."""

from __future__ import annotations

import unicodedata

LONGEST = 4000
STRANGE = frozenset({"Cc", "Cs", "Co", "Cn"})
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of text: "gpj.exe" could be made to look like "exe.jpg"."""


class UnsafePath(ValueError):
    """Raised for a path that leads out of its folder, or is too long to be one."""


def sent_path(sent: str) -> str:
    r"""Return a sent path with ``/`` between its parts, in NFC; the name alone for a file that came without a folder.

    Control characters, halves of characters and marks of direction become "�". It never begins with ``/`` and holds no
    empty part. A backslash counts as ``/``: Windows allows it in no name. Raises UnsafePath for ``..``.
    """
    if len(sent) > LONGEST:
        raise UnsafePath(sent[:80])
    parts = [part for part in sent.replace("\\", "/").split("/") if part.strip() not in {"", "."}]
    if any(part.strip() == ".." for part in parts):
        raise UnsafePath(sent)
    return "/".join(_plain(part) for part in parts)


def _plain(name: str) -> str:
    shown = (
        "�" if letter in TURNING or unicodedata.category(letter) in STRANGE else letter
        for letter in unicodedata.normalize("NFC", name)
    )
    return "".join(shown).strip() or "�"
