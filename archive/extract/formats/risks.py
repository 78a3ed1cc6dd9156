"""Say which formats few programs read, so that an archive should plan for them.

By words in PRONOM's names: formats of one maker's cameras, and of sound and film whose programs are no longer made.
"""

from __future__ import annotations

from typing import Final

RISKY_WORDS: Final = (
    "camera raw", "canon raw", "canon cr", "nikon", "fujifilm", "olympus raw", "panasonic raw", "sony arw", "pentax",
    "samsung raw", "realmedia", "realaudio", "realvideo", "windows media", "flash video", "macromedia flash",
    "shockwave", "quicktime vr", "indeo", "encrypted",
)  # fmt: skip


def is_at_risk(name: str) -> bool:
    """Say whether a format, by its name in PRONOM, is one that few programs read."""
    plain = name.lower()
    return any(word in plain for word in RISKY_WORDS)
