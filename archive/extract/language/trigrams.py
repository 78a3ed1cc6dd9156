"""Score how well a word fits the letter sequences of a language.

The table holds, for each language, the cost (negative log probability) of every letter after the two before it,
word boundaries included. It was counted by ``train.py`` over the word lists inside Tesseract's own models
(Apache-2.0), so it is small, has no list of words, and knows the forms the readers know.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from archive.extract.language.letters import APOSTROPHES

TABLE = Path(__file__).with_name("trigrams.bin")
MAGIC = b"TRI1"
STEPS_PER_NAT = 16
"""Costs are stored as bytes: sixteenths of a natural logarithm, cut at 255."""

FOREIGN = 255
LONGEST = 64

LATIN = " abcdefghijklmnopqrstuvwxyz'"
CYRILLIC = " абвгдежзийклмнопрстуфхцчшщъыьэюяўқғҳ"
LANGUAGES = {"en": LATIN, "uz-Latn": LATIN, "ru": CYRILLIC, "uz-Cyrl": CYRILLIC}

_FOLD = str.maketrans(
    {"ё": "е", "ş": "sh", "ç": "ch", "ö": "o'", "ğ": "g'", "ș": "sh", "ó": "o'", "ō": "o'", "ǵ": "g'", "ḡ": "g'"}
    | dict.fromkeys(APOSTROPHES, "'")
)
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]*)*")


def folded(text: str) -> str:
    """Return the text as the table spells it: lower case, all Uzbek Latin in the 1995 letters, one apostrophe."""
    return text.lower().translate(_FOLD)


def letter_words(text: str) -> list[str]:
    """Return the runs of letters in a text, folded; an apostrophe may stand inside or after."""
    return _WORDS.findall(folded(text))


@dataclass(frozen=True, slots=True)
class Trigrams:
    """The costs of all languages: bytes of an (A, A, A) array over each language's alphabet."""

    flat: dict[str, bytes]

    def word_cost(self, language: str, word: str) -> float:
        """Return the mean cost per letter, in nats, of a folded word; foreign letters cost the most."""
        alphabet = LANGUAGES[language]
        size = len(alphabet)
        table = self.flat[language]
        total = first = second = 0
        for letter in word[:LONGEST] + " ":
            third = alphabet.find(letter)
            known = first >= 0 and second >= 0 and third >= 0
            total += table[(first * size + second) * size + third] if known else FOREIGN
            first, second = second, third
        return total / STEPS_PER_NAT / (min(len(word), LONGEST) + 1)

    def packed(self) -> bytes:
        """Return the table as it is kept in the file."""
        return MAGIC + zlib.compress(b"".join(self.flat[name] for name in LANGUAGES), 9)


@lru_cache(maxsize=50_000)
def word_cost(language: str, word: str) -> float:
    """Return ``Trigrams.word_cost`` of the repository's table, kept for words that come again."""
    return trigrams().word_cost(language, word)


@cache
def trigrams() -> Trigrams:
    """Return the table of the repository."""
    packed = TABLE.read_bytes()
    costs = zlib.decompress(packed[len(MAGIC) :])
    flat, at = {}, 0
    for language, alphabet in LANGUAGES.items():
        end = at + len(alphabet) ** 3
        flat[language] = costs[at:end]
        at = end
    return Trigrams(flat)
