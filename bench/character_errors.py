"""Count character errors between a true text and a reading, with blanks, dashes and apostrophes folded."""

from __future__ import annotations

import unicodedata

import numpy as np

_FOLD = str.maketrans(dict.fromkeys("'‘’`´ʻʼ", "'") | dict.fromkeys("‐‑‒–—―−", "-"))


def folded(text: str) -> str:
    """Return NFC with one blank between words, one apostrophe and one dash."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_FOLD).split())


def distance(one: str, other: str) -> int:
    """Return the Levenshtein distance."""
    against = np.array([ord(sign) for sign in other])
    places = np.arange(len(other) + 1)
    row = places.copy()
    for count, sign in enumerate(one, 1):
        following = np.empty_like(row)
        following[0] = count
        following[1:] = np.minimum(row[1:] + 1, row[:-1] + (against != ord(sign)))
        row = np.minimum.accumulate(following - places) + places
    return int(row[-1])


def error_pct(truth: str, reading: str) -> float:
    """Return the character error rate in percent of the truth."""
    true = folded(truth)
    return 100 * distance(true, folded(reading)) / max(len(true), 1)
