"""Reduce a word to its stem: Snowball for Russian and English, light suffix stripping for Uzbek."""

from __future__ import annotations

import threading

import Stemmer

from search.analysis.characters import OKINA, TUTUQ

UZBEK_MARK = "~"
"""Opens every Uzbek stem, so that it never meets an English one by chance (panda is not pan)."""

_VOWELS = frozenset("aeiou")
_SHORTEST = 3
_SHORTEST_BY_DOUBTFUL = 4
_LONGEST_SUFFIX = 9

# In the letters of the Latin key, so oʻ and gʻ carry ʻ. A longer ending wins over a shorter one.
_CASES = "dagilar dagi niki ning dan gacha ni ga da day dek cha gina kina qina dir mi chi"
_NOUNS = "imizning imiz ingiz miz ngiz lari si i m lar lik ing"
_VERBS = (
    "yotganlar yotgan ayotgan ganlar gan kan qan gach kach guncha moqda moqchi moq adi ydi sin dim ding dik dilar "
    "ildi indi ish ilgan ingan ilish inish adigan ydigan yapti sa"
)
# Also ends many bare words (tizim, javob, ulush), so more has to be left before it.
_DOUBTFUL = "im in il sh ib m li ka qa"
_SUFFIXES = dict.fromkeys(f"{_CASES} {_NOUNS} {_VERBS}".split(), _SHORTEST) | dict.fromkeys(
    _DOUBTFUL.split(), _SHORTEST_BY_DOUBTFUL
)
_AFTER_VOWEL = frozenset(("si", "miz", "ngiz", "ydi", "ydigan"))
_OPENS_CONSONANT = frozenset(("i", "im", "ing", "imiz", "ingiz"))
_HARDENED = (("g" + OKINA, "q"), ("g", "k"))

_local = threading.local()


def russian_stem(word: str) -> str:
    """Return the Snowball stem of a normalized Cyrillic word, ё already written as е.

    The stem is stemmed once more: Snowball takes an ending from bare words that look like forms (Щербаков, остров),
    and only then do their forms (Щербакову, острова) end where they do.
    """
    stemmer = _snowball("russian")
    return str(stemmer.stemWord(stemmer.stemWord(word)))


def english_stem(word: str) -> str:
    """Return the Snowball stem of a normalized Latin word; the possessive ʼs falls with it."""
    plain = word.replace(OKINA, "'").replace(TUTUQ, "'") if not word.isascii() else word
    return str(_snowball("english").stemWord(plain)).rstrip("'")


def uzbek_stem(key: str) -> str:
    """Return the stem of an Uzbek word given as its Latin key, opened by ``UZBEK_MARK``.

    Endings fall one after another from the end for as long as a syllable and three letters are left, so a bare word
    that looks like a form (belgi) goes the same way as its own forms (belgisi). Where a possessive ending opened a
    final k or q (yuragim, qishlogʻi) the stem gets it back.
    """
    stem = key
    while suffix := _suffix(stem):
        stem = stem[: -len(suffix)]
        if suffix in _OPENS_CONSONANT:
            stem = _harden(stem)
    return UZBEK_MARK + stem


def _suffix(word: str) -> str:
    for length in range(min(_LONGEST_SUFFIX, len(word) - _SHORTEST), 0, -1):
        shortest = _SUFFIXES.get(word[-length:])
        if shortest:
            rest, suffix = word[:-length], word[-length:]
            if len(rest) - rest.count(OKINA) >= shortest and not _VOWELS.isdisjoint(rest) and _joins(rest, suffix):
                return suffix
    return ""


def _joins(rest: str, suffix: str) -> bool:
    """Tell whether an ending may stand after these letters: -si after a vowel only, -ni after -on hardly ever."""
    if suffix in _AFTER_VOWEL:
        return rest[-1] in _VOWELS or rest[-1] == OKINA
    return suffix != "ni" or not rest.endswith("o") or rest.endswith("yo")


def _harden(stem: str) -> str:
    if sum(letter in _VOWELS for letter in stem) < 2:
        return stem
    for soft, hard in _HARDENED:
        if stem.endswith(soft):
            return stem[: -len(soft)] + hard
    return stem


def _snowball(language: str) -> Stemmer.Stemmer:
    """Return this thread's stemmer: one stemmer must not serve two threads at once."""
    stemmer = getattr(_local, language, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(language, 0)
        setattr(_local, language, stemmer)
    return stemmer
