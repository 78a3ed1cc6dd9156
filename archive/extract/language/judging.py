"""Judge lines of words: which languages they are in, and how many of the words are plausible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.extract.language.letters import is_cyrillic
from archive.extract.language.trigrams import letter_words, word_cost

BY_SCRIPT = {"Latn": ("uz-Latn", "en"), "Cyrl": ("uz-Cyrl", "ru")}
PLAUSIBLE_COST = 3.5
"""Nats a letter. 98 to 99 % of the words of running text in their own language cost less."""

CLEAR_MARGIN = 0.12
"""Nats a letter by which a line must prefer one language, else it follows the rest of the page."""

LISTED_SHARE = 0.06
LISTED_LETTERS = 20


@dataclass(frozen=True, slots=True)
class LanguageMix:
    """What a text is made of: letters by language, and the plausible share (0..1) of its words by letters."""

    letters: dict[str, int]
    plausible_share: float

    @property
    def languages(self) -> tuple[str, ...]:
        """Return BCP 47 tags, most used first; a language of a few letters only is left out."""
        total = sum(self.letters.values())
        ranked = sorted(self.letters.items(), key=lambda item: -item[1])
        kept = [
            name
            for place, (name, count) in enumerate(ranked)
            if place == 0 or (count >= LISTED_SHARE * total and count >= LISTED_LETTERS)
        ]
        return tuple(kept)


def judge_words(lines: Iterable[Sequence[str]]) -> LanguageMix:
    """Judge a page given as lines of words."""
    parts = [part for line in lines for part in _parts(line)]
    votes: Counter[str] = Counter()
    for script, words in parts:
        language = _clear_language(script, words)
        if language:
            votes[language] += sum(map(len, words))
    letters: Counter[str] = Counter()
    plausible = total = 0
    for script, words in parts:
        size = sum(map(len, words))
        language = _clear_language(script, words) or max(BY_SCRIPT[script], key=lambda name: votes[name])
        letters[language] += size
        total += size
        plausible += sum(len(word) for word in words if word_is_plausible(script, word))
    return LanguageMix(dict(letters), plausible / total if total else 0.0)


def clear_languages(line: Sequence[str]) -> tuple[str, ...]:
    """Return the languages that one line plainly is in, at most one a script."""
    found = (_clear_language(script, words) for script, words in _parts(line))
    return tuple(language for language in found if language)


def word_languages(text: str) -> tuple[str, ...]:
    """Return the languages of a word's script, the likelier first; () for what has no letters."""
    words = letter_words(text)
    if not words:
        return ()
    names = BY_SCRIPT["Cyrl" if is_cyrillic(words[0][0]) else "Latn"]
    return tuple(sorted(names, key=lambda name: sum(word_cost(name, word) for word in words)))


def fit_cost(text: str) -> float:
    """Return the cost (nats a letter) of a word in the language it fits best; 16 for what has no letters."""
    words = letter_words(text)
    if not words:
        return 16.0
    names = BY_SCRIPT["Cyrl" if is_cyrillic(words[0][0]) else "Latn"]
    return max(min(word_cost(name, word) for name in names) for word in words)


def word_is_plausible(script: str, word: str) -> bool:
    """Tell whether a folded word could be of any known language of its script; single letters could."""
    if len(word) < 2:
        return word.isascii() or script == "Cyrl"
    return min(word_cost(name, word) for name in BY_SCRIPT[script]) < PLAUSIBLE_COST


def _parts(line: Sequence[str]) -> list[tuple[str, list[str]]]:
    latin: list[str] = []
    cyrillic: list[str] = []
    for word in letter_words(" ".join(line)):
        (cyrillic if is_cyrillic(word[0]) else latin).append(word)
    return [(script, words) for script, words in (("Latn", latin), ("Cyrl", cyrillic)) if words]


def _clear_language(script: str, words: list[str]) -> str:
    """Return the language a line plainly prefers, or ""."""
    size = sum(len(word) + 1 for word in words)
    first, second = BY_SCRIPT[script]
    lead = sum((word_cost(second, word) - word_cost(first, word)) * (len(word) + 1) for word in words)
    if size < 8 or abs(lead) < CLEAR_MARGIN * size:
        return ""
    return first if lead > 0 else second
