"""Spell out the voices of Uzbek verbs: chains of passive, reflexive, reciprocal and causative suffixes."""

from __future__ import annotations

from search.analysis.characters import OKINA
from search.analysis.uzbek.endings import VOWELS

LA = "la"
"""Makes verbs of nouns. It stays when -lan and -lash and what follows them fall: rivojlan- and rivojlantir- meet."""

_MADE = ("la", "lan", "lash", "lat", "lantir", "lashtir", "lattir")
_AFTER_CONSONANT = frozenset(
    [
        "aver",
        "il",
        "in",
        "ish",
        "tir",
        "dir",
        "ir",
        "ar",
        "iz",
        "giz",
        "kiz",
        "gaz",
        "kaz",
        "qaz",
        "t",
        "it",
        "sat",
        "ol",
    ]
)
_AFTER_VOWEL = frozenset(("l", "n", "sh", "t", "ttir"))
_SECOND = ("il", "in", "ish", "tir", "dir", "aver", "ol")
_THIRD = ("il", "in", "ish", "aver", "ol")
# Where a verb of two letters may be left: et-il, ol-in, ot-tir.
_AFTER_TWO = frozenset(["il", "in", "tir", "dir", "kaz", "iz", "ol", "ish", "sat"])
_IR_AFTER = ("sh", "ch", "t", "p")
_ONLY_AFTER = {"ar": ("chiq", "qayt"), "it": ("kir", "yur", "qoʻrq", "oq")}


def voices() -> dict[str, str]:
    """Return every chain of voices with the suffix it begins with, which says what it may follow."""
    firsts = {suffix: suffix for suffix in (*_AFTER_CONSONANT, *_AFTER_VOWEL)}
    made = dict.fromkeys(_MADE, LA)
    chains: dict[str, str] = {}
    for begun in (firsts, made):
        for chain, first in begun.items():
            for second in ("", *_SECOND):
                for third in ("", *(_THIRD if second else ())):
                    chains.setdefault(chain + second + third, first)
    chains.update(made)
    del chains[LA]
    return chains


def may_follow(rest: str, first: str) -> bool:
    """Tell whether a chain that begins with a suffix may stand after these letters."""
    if first == LA:
        return letters(rest) > 1
    if letters(rest) < (2 if first in _AFTER_TWO else 3):
        return False
    if first in _ONLY_AFTER:
        return rest in _ONLY_AFTER[first]
    if first == "ir":
        return rest.endswith(_IR_AFTER)
    if first == "t" and rest[-1] not in VOWELS:
        return rest[-1] in "rly" and letters(rest) > 3
    return first in (_AFTER_VOWEL if ends_in_vowel(rest) else _AFTER_CONSONANT)


def letters(word: str) -> int:
    """Return the length of a word, oʻ and gʻ counted as one letter."""
    return len(word) - word.count(OKINA)


def ends_in_vowel(word: str) -> bool:
    """Tell whether a vowel ends a word; oʻ is one, gʻ is none."""
    return word[-1] in VOWELS or word.endswith("o" + OKINA)
