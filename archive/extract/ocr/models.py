"""Choose Tesseract's models for languages, and say what a reading tells about the choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.extract.language import LanguageMix, clear_languages, judge_words
from archive.extract.language.letters import APOSTROPHES
from archive.extract.ocr.engine import RawWord

MODEL = {"uz-Cyrl": "uzb_cyrl", "ru": "rus", "uz-Latn": "uzb", "en": "eng"}
"""In the order of a joint run: the alphabet with more letters first, or its extra letters are lost."""

MODEL_2026 = "Latin"
ALL_MODELS = tuple(MODEL.values())

PROBE_MODELS = ("rus", "eng")
"""For the sample: each reads both languages of its script well enough to tell them apart, and both load fast."""

_OLD_LETTERS = re.compile(rf"sh|ch|[og][{APOSTROPHES}]", re.IGNORECASE)
_LONE_C = re.compile(r"c(?!h)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run tells: languages, plausible words, mean confidence, and the lines that are Uzbek Latin."""

    mix: LanguageMix
    confidence_pct: float
    characters: int
    uzbek_latin: str

    @property
    def trust(self) -> float:
        """Return 0 to 1: how much the reading looks like language."""
        return self.mix.plausible_share * max(self.confidence_pct, 0) / 100

    @property
    def languages(self) -> tuple[str, ...]:
        return self.mix.languages


def evidence_of(words: Sequence[RawWord]) -> Evidence:
    """Weigh a run's words, line by line."""
    lines: dict[tuple[int, int, int], list[str]] = {}
    weighed = size = 0.0
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
        weighed += word.confidence * len(word.text)
        size += len(word.text)
    uzbek = [" ".join(line) for line in lines.values() if "uz-Latn" in clear_languages(line)]
    return Evidence(judge_words(lines.values()), weighed / size if size else 0.0, int(size), "\n".join(uzbek))


def models_for(languages: Iterable[str], *, spelling: str = "") -> tuple[str, ...]:
    """Return the models for languages, in the order a joint run needs."""
    wanted = set(languages)
    names = [name for language, name in MODEL.items() if language in wanted]
    return tuple(MODEL_2026 if name == "uzb" and spelling == "2026" else name for name in names)


def lacks_letters_of_1995(text: str) -> bool:
    """Tell whether Uzbek Latin text may be of 2026: models without ş ç ö ğ read them as s c o g.

    Running text of the 1995 spelling has sh, ch, oʻ or gʻ about four times in a hundred letters.
    """
    letters = sum(map(str.isalpha, text))
    old, lone = len(_OLD_LETTERS.findall(text)), len(_LONE_C.findall(text))
    return letters >= 30 and (old < 0.012 * letters or lone > old)
