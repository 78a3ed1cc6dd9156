"""Fold every spelling of an Uzbek word, and any Cyrillic word, to one Latin key.

The key is the 1995 Latin spelling without the tutuq belgisi, with the choices that people make differently taken
out: sentyabr and sentabr, obyekt and obʼekt. Two spellings of one word must meet; a key is never shown.
Source: the Law on the Uzbek alphabet based on Latin script, https://lex.uz/docs/112286, and its 1995 amendments.
"""

from __future__ import annotations

import re
import unicodedata

from search.analysis.characters import OKINA, TUTUQ

_LATIN_LETTERS = {
    "ö": "oʻ", "ó": "oʻ", "ō": "oʻ", "ő": "oʻ", "ŏ": "oʻ", "õ": "oʻ",
    "ğ": "gʻ", "ǵ": "gʻ", "ḡ": "gʻ", "ģ": "gʻ", "ġ": "gʻ", "ǧ": "gʻ",
    "ş": "sh", "ș": "sh", "š": "sh", "ç": "ch", "č": "ch",
    "ñ": "ng", "ŋ": "ng", "ı": "i", "ĵ": "j", "ǰ": "j", "ɉ": "j", "ə": "a", "æ": "ae", "ø": "o", "ł": "l", "đ": "d",
}  # fmt: skip

_CYRILLIC_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ё": "yo", "ж": "j", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x",
    "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ў": "oʻ", "қ": "q", "ғ": "gʻ", "ҳ": "h",
    # Look-alikes met in typing and OCR, and letters of neighboring languages.
    "ӯ": "oʻ", "ҡ": "q", "ҕ": "gʻ", "ӽ": "h", "һ": "h", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ә": "a", "ө": "o",
    "ү": "u", "ұ": "u", "ң": "ng", "ҷ": "j", "җ": "j", "ӣ": "i", "ѣ": "e", "ѐ": "e", "ѝ": "i",
}  # fmt: skip

# Letters that look the same in both scripts, so that either may stand in a word of the other.
_LOOKALIKES = (
    ("a", "а"), ("c", "с"), ("e", "е"), ("o", "о"), ("p", "р"), ("x", "х"), ("y", "у"), ("k", "к"), ("m", "м"),
    ("t", "т"), ("b", "в"), ("h", "н"), ("i", "і"), ("ö", "ӧ"),
)  # fmt: skip
_TO_CYRILLIC = {ord(latin): cyrillic for latin, cyrillic in _LOOKALIKES}
_TO_LATIN = {ord(cyrillic): latin for latin, cyrillic in _LOOKALIKES}
# As Latin words are read: the capital look-alikes В and Н have no small Latin twin of their sound.
_LOOKALIKE_LATIN = frozenset(latin for latin, _ in _LOOKALIKES)
_LOOKALIKE_CYRILLIC = frozenset(cyrillic for _, cyrillic in _LOOKALIKES)

_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z\u00df-\u024f\u1e00-\u1eff]")
_CYRILLIC_TABLE = {ord(k): v for k, v in _CYRILLIC_LETTERS.items()}
_LATIN_TABLE = {ord(k): v for k, v in _LATIN_LETTERS.items()}

_YE = re.compile("(^|[аеёиоуўыэюяъьіїєөүұ])е")
_SOFT_O = re.compile("(?<=[ьъ])о")
_TS = re.compile("(?<=[аеёиоуўыэюяә])ц(?=[аеёиоуўыэюяә])")
_AFTER_CONSONANT = re.compile("(?<=[bcdfghjklmnpqrstvwxz])y(?=[aeu])")
_LOOSE_APOSTROPHE = re.compile("(?<![og])" + OKINA)
_AFTER_OG = re.compile("(?<=[og])" + TUTUQ)


def twins(letter: str) -> tuple[str, ...]:
    """Return the letters of the other alphabet that look like a small letter."""
    return tuple(pair[1 - pair.index(letter)] for pair in _LOOKALIKES if letter in pair)


def unify_script(word: str) -> str:
    """Write a word that mixes Latin and Cyrillic letters in the one script it was meant in.

    A word is left as it is when letters of both scripts are unmistakable (it is two words, or a formula).
    """
    if not (_CYRILLIC.search(word) and _LATIN.search(word)):
        return word
    cyrillic, latin = _CYRILLIC.findall(word), _LATIN.findall(word)
    latin_is_lookalike = _LOOKALIKE_LATIN.issuperset(latin)
    cyrillic_is_lookalike = _LOOKALIKE_CYRILLIC.issuperset(cyrillic)
    if cyrillic_is_lookalike and (not latin_is_lookalike or len(latin) > len(cyrillic)):
        return _AFTER_OG.sub(OKINA, word.translate(_TO_LATIN))
    if latin_is_lookalike:
        return word.translate(_TO_CYRILLIC)
    return word


def is_cyrillic(word: str) -> bool:
    """Tell whether a word holds a Cyrillic letter."""
    return _CYRILLIC.search(word) is not None


def latin_key(word: str) -> str:
    """Return the one key to which every spelling of ``word`` folds; ``word`` is a normalized token with its ё.

    Cyrillic (Uzbek and Russian alike) is read by the Uzbek rules: е is ye at the start and after a vowel, ъ or ь;
    ц is ts between vowels, s elsewhere; щ is sh, ы is i, ь and ъ fall away. Latin of 1995, 2026, 1993 and the drafts
    meets it. y falls between a consonant and a, e or u (sentyabr, byudjet, obyekt); the apostrophe stays in oʻ and
    gʻ only.
    """
    if word.isascii():
        return _AFTER_CONSONANT.sub("", word) if "y" in word else word
    word = unify_script(word)
    if is_cyrillic(word):
        word = _latin_of(word)
    if not word.isascii():
        word = _fold_latin(word)
    return _AFTER_CONSONANT.sub("", word) if "y" in word else word


def _latin_of(word: str) -> str:
    """Write a Cyrillic word in Latin letters; a look for a letter is cheaper than a rule that finds nothing."""
    if "е" in word:
        word = _YE.sub(r"\1йэ", word).replace("е", "э")
    if "ь" in word or "ъ" in word:
        word = _SOFT_O.sub("ё", word)
    if "ц" in word:
        word = _TS.sub("тс", word).replace("ц", "с")
    return word.translate(_CYRILLIC_TABLE)


def _fold_latin(word: str) -> str:
    word = word.translate(_LATIN_TABLE).replace(TUTUQ, "")
    if OKINA in word:
        word = _LOOSE_APOSTROPHE.sub("", word)
    if word.isascii():
        return word
    return "".join(map(_without_marks, word))


def _without_marks(letter: str) -> str:
    """Strip the marks of one Latin letter (é is e); other scripts keep theirs."""
    if letter.isascii() or letter == OKINA:
        return letter
    base = unicodedata.normalize("NFD", letter)
    return base[0] if base[0].isascii() else letter
