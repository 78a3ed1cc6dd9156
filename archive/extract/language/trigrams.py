"""Score how well a word fits the letter sequences of a language.

The table holds, for each language, the cost (negative log probability) of every letter after the two before it,
word boundaries included. It was counted by ``train.py`` over the word lists inside Tesseract's own models
(Apache-2.0), so it is small, has no list of words, and knows the forms the readers know.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.extract.language.letters import APOSTROPHES

TABLE = Path(__file__).with_name("trigrams.bin")
MAGIC = b"TRI1"
STEPS_PER_NAT = 16
"""Costs are stored as bytes: sixteenths of a natural logarithm, cut at 255."""

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
    """The costs of all languages; each array is (A, A, A) bytes over the language's alphabet."""

    costs: dict[str, NDArray[np.uint8]]

    def word_cost(self, language: str, word: str) -> float:
        """Return the mean cost per letter, in nats, of a folded word; foreign letters cost the most."""
        alphabet = LANGUAGES[language]
        at = [alphabet.find(letter) for letter in f"  {word} "]
        table = self.costs[language]
        total = 0
        for first, second, third in zip(at, at[1:], at[2:], strict=False):
            total += int(table[first, second, third]) if first >= 0 and second >= 0 and third >= 0 else 255
        return total / STEPS_PER_NAT / (len(word) + 1)

    def packed(self) -> bytes:
        """Return the table as it is kept in the file."""
        return MAGIC + zlib.compress(b"".join(self.costs[name].tobytes() for name in LANGUAGES), 9)


@cache
def trigrams() -> Trigrams:
    """Return the table of the repository."""
    packed = TABLE.read_bytes()
    flat = np.frombuffer(zlib.decompress(packed[len(MAGIC) :]), dtype=np.uint8)
    costs, at = {}, 0
    for language, alphabet in LANGUAGES.items():
        size = len(alphabet)
        costs[language] = flat[at : at + size**3].reshape(size, size, size)
        at += size**3
    return Trigrams(costs)
