"""Turn a name, or the beginning of one that is being typed, into keys that meet whatever the spelling."""

from __future__ import annotations

import re

from search.indices import analyzer

LONGEST_KEY = 120
MOST_WORDS = 6
# Letters whose key depends on what follows: y falls away before a vowel (sentyabr), ц is ts or s.
_OPEN_END = re.compile(r"(?<=[bcdfghjklmnpqrstvxzʻ])y$")


def name_keys(name: str) -> tuple[tuple[int, str], ...]:
    """Return rank and key for each word of a name at which one may begin to type: 0 for the first, else 1."""
    words = [token.forms.script for token in analyzer().tokens(name)][:MOST_WORDS]
    return tuple((min(at, 1), " ".join(words[at:])[:LONGEST_KEY]) for at in range(len(words)))


def typed_keys(typed: str) -> tuple[str, ...]:
    """Return the beginnings of keys for a text whose last word may be unfinished; none where it has no letters."""
    words = [token.forms.script for token in analyzer().tokens(typed)][: MOST_WORDS + 1]
    if not words:
        return ()
    before = "".join(f"{word} " for word in words[:-1])
    return tuple(f"{before}{last}" for last in word_beginnings(typed))


def word_beginnings(typed: str) -> tuple[str, ...]:
    """Return how the key of the last, perhaps unfinished word may begin."""
    tokens = analyzer().tokens(typed)
    if not tokens:
        return ()
    last = tokens[-1]
    key = last.forms.script
    found = [key]
    if _OPEN_END.search(key):
        found.append(key[:-1])
    if last.raw.lower().endswith("ц"):
        found.append(key.removesuffix("s") + "ts")
    return tuple(found)


def between(key: str) -> tuple[bytes, bytes]:
    """Return the lowest and the first too high stored key that begins so; stored keys are UTF-8 bytes.

    As bytes, both databases compare them alike and find a range by index, whatever the collation of their texts.
    """
    low = key.encode()
    return low, low + b"\xff"
