"""Say which languages, script and spelling a corrected text is in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.extract.language import judge_words, script_of, spelling_of
from archive.extract.types import Word


@dataclass(frozen=True, slots=True)
class Tongue:
    """Languages as BCP 47 tags, most used first; script and spelling as a reading has them."""

    languages: tuple[str, ...]
    script: str
    spelling: str


def tongue_of(words: Sequence[Word], text: str) -> Tongue:
    """Judge words by their letters, line by line."""
    lines = [[word.text for word in run] for _line, run in groupby(words, key=lambda word: word.line)]
    languages = judge_words(lines).languages
    return Tongue(languages, script_of(text), spelling_of(text) if "uz-Latn" in languages else "")
