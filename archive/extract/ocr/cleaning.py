"""Drop specks and repair letters in a run's words, without guessing words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from archive.extract.language import PLAUSIBLE_COST, fit_cost, word_languages
from archive.extract.language.letters import (
    LIKE_LATIN,
    composed,
    is_cyrillic,
    one_script,
    with_plain_apostrophes,
    with_uzbek_apostrophes,
)
from archive.extract.ocr.casing import mended_case
from archive.extract.ocr.engine import RawWord

SURE_PCT = 60
_RULE_LIKE = re.compile(r"^[|¦_\-–—=~.,:;'\"`‘’“”„°*\\/<>«»()\[\]{}!^+]+$")
_ORDINAL = re.compile(r"^З(?=-[а-яёўқғҳ]{3,})")
_DASHES = str.maketrans("‐‑−―", "---—")


def without_specks(words: Sequence[RawWord]) -> list[RawWord]:
    """Drop what is dirt, a rule or a shadow: unsure short scraps, and marks far from the size of print."""
    if not words:
        return []
    height = median(word.height for word in words)
    crowds: dict[tuple[int, int, int], int] = {}
    for word in words:
        crowds[word.line] = crowds.get(word.line, 0) + len(word.text)
    return [word for word in words if not _is_speck(word, height, crowds[word.line])]


def _is_speck(word: RawWord, height: float, characters_in_line: int) -> bool:
    size = len(word.text)
    if _RULE_LIKE.match(word.text):
        alone = characters_in_line == size
        return alone or word.confidence < 40 or (word.text not in {"-", "–", "—"} and word.confidence < SURE_PCT)
    if characters_in_line <= 3 and word.confidence < SURE_PCT:
        return True
    if size == 1 and word.confidence < 50 and (word.height < 0.4 * height or word.height > 2.5 * height):
        return True
    return word.confidence < 5 and size <= 2


def repaired(words: Sequence[RawWord], languages: Sequence[str]) -> list[RawWord]:
    """Return the words with their letters made of one script and their apostrophes as the language writes them."""
    return mended_case([replace(word, text=repaired_text(word.text, languages)) for word in words])


def repaired_mixed(word: str, languages: Sequence[str]) -> str:
    """Return a word of a page in both scripts in the script in which it is a word.

    A joint run may spell an English or Uzbek Latin word wholly in Cyrillic letters of the same look.
    """
    if len(word) < 3 or not all(is_cyrillic(c) for c in word if c.isalpha()) or not set(languages) & {"en", "uz-Latn"}:
        return word
    latin = word.translate(LIKE_LATIN)
    if any(map(is_cyrillic, latin)) or fit_cost(word) < PLAUSIBLE_COST or fit_cost(latin) >= PLAUSIBLE_COST:
        return word
    return latin


def repaired_text(word: str, languages: Sequence[str]) -> str:
    """Return one word as its language spells it."""
    word = repaired_mixed(one_script(composed(word)).translate(_DASHES), languages)
    if "uz-Cyrl" in languages:
        # A lone З before a hyphen is the digit: Uzbek writes ordinals as 3-модда.
        word = _ORDINAL.sub("3", word)
    if any(map(is_cyrillic, word)):
        return word
    return with_uzbek_apostrophes(word) if _is_uzbek(word, languages) else with_plain_apostrophes(word)


def _is_uzbek(word: str, languages: Sequence[str]) -> bool:
    if "uz-Latn" not in languages:
        return False
    return "en" not in languages or word_languages(word)[:1] != ("en",)
