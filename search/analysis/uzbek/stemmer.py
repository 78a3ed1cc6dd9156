"""Reduce the Latin key of an Uzbek word to its stem."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

from search.analysis.characters import OKINA
from search.analysis.uzbek.endings import (
    AFTER_K,
    AFTER_Q,
    ANY_NOUN,
    ANY_VERB,
    NOUN,
    NOUN_AFTER_CONSONANT,
    NOUN_AFTER_VOWEL,
    VERB,
    VERB_AFTER_CONSONANT,
    VERB_AFTER_VOWEL,
    VOWELS,
    endings,
)
from search.analysis.uzbek.irregular import DROPPED_VOWEL, irregular_forms
from search.analysis.uzbek.voices import LA, ends_in_vowel, letters, may_follow, voices

ROOTS = Path(__file__).with_name("roots.txt")
LONGEST_STEMMED = 40

_SHORTEST = 3
_SHORTEST_BEFORE = dict.fromkeys(
    ["im", "ing", "m", "ng", "ona", "ta", "man", "san", "miz", "gina", "si"], 5
) | dict.fromkeys(["cha", "chi", "day", "dek", "i"], 4)
"""Letters that must be left of an unknown word before an ending that bare words have too."""
_NEVER_OF_UNKNOWN = frozenset(("mi", "yi"))
_SHORTEST_BEFORE_CASE = 4
_CASE = frozenset(("li", "da", "ga", "ni", "dan"))
"""Asks so many letters where a vowel is left (soda, tuni), else as few as any."""
_SURELY_VERB = re.compile("(?:ma)?(?:[gkq]an|moqda|moqchi)|(?:ma)?[ay](?:digan|yotgan)|(?:ma)?yotgan")
"""Begins those endings of verbs that an unknown word may lose."""
_SHORTEST_MADE = 6
_VOICE_ENDS = frozenset("alnhrtz")
_SOFT = frozenset(("g", OKINA))
_ASSIMILATED = AFTER_K | AFTER_Q

Value = TypeVar("Value", int, str)

_AFTER_CONSONANT = _ASSIMILATED | NOUN | NOUN_AFTER_CONSONANT | VERB | VERB_AFTER_CONSONANT
_AFTER_VOWEL = _ASSIMILATED | NOUN | NOUN_AFTER_VOWEL | VERB | VERB_AFTER_VOWEL


class UzbekStemmer:
    """Stems words by endings and roots; safe to share between threads.

    A known root wins, the longest one first, so vatan keeps its -an and film its -m; an unknown word (a name) loses
    the longest ending that leaves enough of it. The roots need only name what the endings alone would get wrong.
    """

    def __init__(self, nouns: Iterable[str], verbs: Iterable[str]) -> None:
        self._nouns, self._verbs = frozenset(nouns), frozenset(verbs)
        self.endings = _with_tails(endings(), 0)
        self._voices = _with_tails(voices(), "")
        self._whole = irregular_forms(self.endings) | DROPPED_VOWEL

    def stem(self, key: str) -> str:
        """Return the stem of a word given as its Latin key; it is shown to nobody."""
        found = self._whole.get(key)
        if found is not None or not _SHORTEST <= len(key) <= LONGEST_STEMMED:
            return key if found is None else found
        nouns, verbs = self._nouns, self._verbs
        word = key
        while True:
            if word in nouns:
                return harden(word) if word[-1] in _SOFT else word
            if word in verbs:
                return word
            if word[-1] in _VOICE_ENDS and (verb := self._bare(word)):
                return verb
            known, may = self._cut(word)
            if known:
                return known
            rest = self._unknown(word, may) if may else ""
            if not rest:
                return harden(word) if word[-1] in _SOFT else word
            word = rest

    def _cut(self, word: str) -> tuple[str, list[tuple[int, int]]]:
        """Return the longest known root, else the places where an ending may begin, with what it may follow."""
        known, nouns, verbs = self.endings, self._nouns, self._verbs
        may: list[tuple[int, int]] = []
        for place in range(len(word) - 1, 1, -1):
            flags = known.get(word[place:])
            if not flags:
                if flags is None:
                    break
                continue
            rest = word[:place]
            last = rest[-1]
            # As ``fitting`` has it; a call for each letter would cost too much here.
            is_vowel = last in "aeiou" or (last == OKINA and rest[-2] == "o")
            flags &= _AFTER_VOWEL if is_vowel else _AFTER_CONSONANT
            if not flags or (flags & _ASSIMILATED and last not in "kq"):
                continue
            if flags & ANY_NOUN:
                if rest in nouns:
                    return (harden(rest) if last in _SOFT else rest), may
                if word[place] == "i" and (root := self._opened(rest)):
                    return root, may
            if flags & ANY_VERB and (rest in verbs or last in _VOICE_ENDS) and (verb := self.verb(rest)):
                return verb, may
            may.append((place, flags))
        return "", may

    def verb(self, word: str) -> str:
        """Return the verb a form with or without voice is of, or nothing where it is no verb that is known."""
        return word if word in self._verbs else self._bare(word)

    def _opened(self, rest: str) -> str:
        """Return the noun that ends so before a vowel only: shahr, yurag."""
        if rest in DROPPED_VOWEL:
            return DROPPED_VOWEL[rest]
        if rest[-1] in _SOFT:
            hard = harden(rest)
            return hard if hard in self._nouns else ""
        return ""

    def _bare(self, word: str) -> str:
        """Return the verb without its voice, or nothing where the word is no verb that is known."""
        if word[-1] == "a":
            return word if self._is_made(word) else ""
        for place in range(len(word) - 1, 1, -1):
            first = self._voices.get(word[place:])
            if not first:
                if first is None:
                    break
                continue
            rest = word[:place]
            verb = rest + LA if first == LA else rest
            if (verb in self._verbs or self._is_made(verb)) and may_follow(rest, first):
                return verb
        return ""

    def _is_made(self, word: str) -> bool:
        """Tell a verb made of a noun by -la from a noun that ends so, and from a passive (yuritila-)."""
        return word.endswith(LA) and (word in self._verbs or (looks_made(word) and word not in self._nouns))

    def _unknown(self, word: str, may: list[tuple[int, int]]) -> str:
        """Return what the longest ending leaves of a word whose root is not known, or nothing."""
        for place, flags in reversed(may):
            rest, ending = word[:place], word[place:]
            left = letters(rest)
            if left < _SHORTEST or VOWELS.isdisjoint(rest):
                continue
            if flags & ANY_NOUN and ending not in _NEVER_OF_UNKNOWN and left >= _shortest(rest, ending):
                return rest
            if flags & ANY_VERB and _SURELY_VERB.match(ending):
                return rest
        return ""


def _shortest(rest: str, ending: str) -> int:
    if ending in _CASE:
        if ending == "ni" and rest[-1] == "o" and not rest.endswith(("yo", "ro")):
            return LONGEST_STEMMED
        return _SHORTEST_BEFORE_CASE if rest[-1] in VOWELS else _SHORTEST
    return _SHORTEST_BEFORE.get(ending, _SHORTEST)


def fitting(rest: str, flags: int) -> int:
    """Return those flags of an ending that hold after these letters."""
    if flags & _ASSIMILATED and rest[-1] != ("k" if flags & AFTER_K else "q"):
        return 0
    return flags & (_AFTER_VOWEL if ends_in_vowel(rest) else _AFTER_CONSONANT)


def _with_tails(chains: dict[str, Value], nothing: Value) -> dict[str, Value]:
    """Add the tails of all chains, so that a walk from the end of a word stops where no chain goes on."""
    tails = {chain[start:]: nothing for chain in chains for start in range(1, len(chain))}
    return tails | chains


def looks_made(word: str) -> bool:
    """Tell whether a word in -la is taken for a verb without standing in the list."""
    return len(word) >= _SHORTEST_MADE and word[-3] != "i"


def harden(stem: str) -> str:
    """Give a stem of two syllables or more the k or q that a vowel opened: yurag is yurak, qishlogʻ is qishloq."""
    if stem.endswith("g" + OKINA):
        soft, hard = 2, "q"
    elif stem.endswith("g") and not stem.endswith("ng"):
        soft, hard = 1, "k"
    else:
        return stem
    return stem[:-soft] + hard if sum(letter in VOWELS for letter in stem) > 1 else stem


@cache
def uzbek_stemmer() -> UzbekStemmer:
    """Return the stemmer with the roots that come with it, read once in the life of a process."""
    nouns, verbs = read_roots(ROOTS.read_text(encoding="utf-8"))
    return UzbekStemmer(nouns, verbs)


def read_roots(text: str) -> tuple[list[str], list[str]]:
    """Return nouns and verbs from lines of roots; a line "# verbs" stands between them, other # lines are notes."""
    nouns: list[str] = []
    verbs: list[str] = []
    into = nouns
    for line in text.splitlines():
        if line.startswith("#"):
            into = verbs if line.strip() == "# verbs" else into
        else:
            into += line.split()
    return nouns, verbs
