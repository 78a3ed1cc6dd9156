"""Normalize characters before anything else looks at a text, keeping track of where each came from."""

from __future__ import annotations

import re
import unicodedata

OKINA = "ʻ"
"""U+02BB, the sign of oʻ and gʻ."""
TUTUQ = "ʼ"
"""U+02BC, the apostrophe everywhere else."""

APOSTROPHES = "'‘’‛`´ʻʼʽʾʿˈˊˋ′‵＇ʹ᾿᾽"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"

_DROPPED = {ord(c): None for c in _INVISIBLE}
_TO_TUTUQ = {ord(c): TUTUQ for c in APOSTROPHES}
_TABLE = {**_DROPPED, **_TO_TUTUQ, ord("İ"): "i"}
_AFTER_OG = re.compile("(?<=[og])" + TUTUQ)
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]*|[\u0300-\u036f]+")


def normalize(text: str) -> str:
    """Return ``text`` in NFC, casefolded, without invisible signs, apostrophes told apart by rule.

    An apostrophe is ʻ (U+02BB) after o and g and ʼ (U+02BC) elsewhere. Nothing else is stripped: marks carry
    meaning in Cyrillic (ў is not у, й is not и).
    """
    folded = unicodedata.normalize("NFC", text).translate(_TABLE).casefold()
    return _AFTER_OG.sub(OKINA, folded) if TUTUQ in folded else folded


def normalize_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the normalized text and, for each of its characters, the index in ``text`` it came from.

    The list is one longer than the normalized text: its last entry is ``len(text)``.
    """
    pieces: list[str] = []
    origins: list[int] = []
    for match in _CLUSTER.finditer(text):
        piece = unicodedata.normalize("NFC", match[0]).translate(_TABLE).casefold()
        pieces.append(piece)
        origins.extend([match.start()] * len(piece))
    origins.append(len(text))
    folded = "".join(pieces)
    return _AFTER_OG.sub(OKINA, folded), origins
