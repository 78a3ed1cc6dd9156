"""Reduce a word to its stem: Snowball for Russian and English, endings and roots of our own for Uzbek."""

from __future__ import annotations

import threading

import Stemmer

from search.analysis.characters import OKINA, TUTUQ
from search.analysis.irregular import regular_english, regular_russian
from search.analysis.uzbek import uzbek_stemmer

UZBEK_MARK = "~"
"""Opens every Uzbek stem, so that it never meets an English one by chance (panda is not pan)."""

_local = threading.local()
_uzbek = uzbek_stemmer().stem


def russian_stem(word: str) -> str:
    """Return the Snowball stem of a normalized Cyrillic word, ё already written as е.

    The stem is stemmed once more: Snowball takes an ending from bare words that look like forms (Щербаков, остров),
    and only then do their forms (Щербакову, острова) end where they do.
    """
    stemmer = _snowball("russian")
    return str(stemmer.stemWord(stemmer.stemWord(regular_russian(word))))


def english_stem(word: str) -> str:
    """Return the Snowball stem of a normalized Latin word; the possessive ʼs falls with it."""
    if word.isascii():
        return str(_snowball("english").stemWord(regular_english(word)))
    plain = word.replace(OKINA, "'").replace(TUTUQ, "'")
    return str(_snowball("english").stemWord(plain)).rstrip("'")


def uzbek_stem(key: str) -> str:
    """Return the stem of an Uzbek word given as its Latin key, opened by ``UZBEK_MARK``."""
    return UZBEK_MARK + _uzbek(key)


def _snowball(language: str) -> Stemmer.Stemmer:
    """Return this thread's stemmer: one stemmer must not serve two threads at once."""
    stemmer = getattr(_local, language, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(language, 0)
        setattr(_local, language, stemmer)
    return stemmer
