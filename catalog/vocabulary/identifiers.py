"""Make and check the permanent ids of records: opaque, short, safe in a URL and over the telephone.

An id is eight random characters of Douglas Crockford's base 32 (https://www.crockford.com/base32.html: digits and
capitals without I, L, O, U) and one check character of the same alphabet. The check is a polynomial over the field of
32 elements GF(2)[x]/(x⁵+x²+1): with a = x, the sum c₁·a⁸ + c₂·a⁷ + … + c₉·a⁰ is zero. A changed character changes the
sum by a non-zero multiple of a power of a; two swapped characters at i and j change it by (cᵢ−cⱼ)(aⁱ−aʲ), which is not
zero as a has order 31. So every single wrong character and every swap of two characters, neighbors or not, is caught.
"""

from __future__ import annotations

from random import Random

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "‐": None, "‑": None, "–": None})
_MODULUS = 0b100101


class PidNotValid(ValueError):
    """A text that is no permanent id: wrong length, a character outside the alphabet, or a check that fails."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"“{text}” is not a permanent id. One looks like K7QX-93MC-4; check it for a typing error.")


def new_pid(random: Random) -> str:
    """Return a fresh id of nine characters, as stored and as in addresses: "K7QX93MC4".

    Give ``random.SystemRandom()``; a seeded ``Random`` makes the same ids again (demo, tests). There are 32⁸ of them.
    """
    payload = "".join(random.choice(ALPHABET) for _ in range(LENGTH - 1))
    return payload + check_character(payload)


def check_character(payload: str) -> str:
    """Return the character that makes the sum of the eight payload characters and itself zero."""
    total = 0
    for character in payload:
        total = _times_x(total ^ _VALUES[character])
    return ALPHABET[total]


def normalize_pid(text: str) -> str:
    """Return the stored form of an id as people write it: any case, O for 0, I or L for 1, hyphens or blanks.

    Raises ``PidNotValid``.
    """
    pid = text.strip().upper().translate(_READ_AS)
    if len(pid) != LENGTH or not all(character in _VALUES for character in pid):
        raise PidNotValid(text)
    if check_character(pid[:-1]) != pid[-1]:
        raise PidNotValid(text)
    return pid


def display_pid(pid: str) -> str:
    """Return an id in groups for reading and citing: "K7QX-93MC-4"."""
    return f"{pid[:4]}-{pid[4:8]}-{pid[8:]}"


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _MODULUS if value & 0b100000 else value
