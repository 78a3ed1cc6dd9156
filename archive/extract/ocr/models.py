"""Choose Tesseract's models for languages, and say what a reading tells about the choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.extract.language import LanguageMix, clear_languages, judge_words
from archive.extract.language.letters import APOSTROPHES
from archive.extract.ocr.engine import RawWord, installed_models
from archive.extract.ocr.settings import OcrSettings

MODEL = {"uz-Cyrl": "uzb_cyrl", "ru": "rus", "uz-Latn": "uzb", "en": "eng"}
"""In the order of a joint run: the alphabet with more letters first, or its extra letters are lost."""

MODEL_2026 = "Latin"
CYRILLIC = frozenset({"uz-Cyrl", "ru"})

PROBE_MODELS = ("rus", "eng")
"""For the sample: each reads both languages of its script well enough to tell them apart, and both load fast."""

SCRIPT_TRUSTED = 0.35
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


def readable_languages(settings: OcrSettings) -> tuple[str, ...]:
    """Return the languages (BCP 47) whose models are installed. Raises TesseractMissing, OcrTimeout."""
    installed = installed_models(settings.program, settings.tessdata)
    return tuple(language for language, model in MODEL.items() if model in installed)


def models_for(languages: Iterable[str], *, spelling: str = "") -> tuple[str, ...]:
    """Return the models for languages, in the order a joint run needs: Cyrillic first where there is some."""
    wanted = set(languages)
    return _named([language for language in MODEL if language in wanted], spelling)


def _named(languages: Sequence[str], spelling: str) -> tuple[str, ...]:
    names = (MODEL[language] for language in languages)
    return tuple(MODEL_2026 if name == "uzb" and spelling == "2026" else name for name in names)


def wider_models(evidence: Evidence, *, spelling: str = "") -> tuple[str, ...]:
    """Return the models to try when a reading looks little like language: both of its script, or all four.

    The script that leads is asked first, or its words may be spelled in look-alikes of the other.
    """
    letters = evidence.mix.letters
    total = sum(letters.values())
    cyrillic = sum(count for language, count in letters.items() if language in CYRILLIC)
    lead = sorted(MODEL, key=lambda language: (language in CYRILLIC) != (2 * cyrillic > total))
    sure = evidence.trust >= SCRIPT_TRUSTED and not 0.05 * total < cyrillic < 0.95 * total
    return _named(lead[:2] if sure else lead, spelling)


def lacks_letters_of_1995(text: str) -> bool:
    """Tell whether Uzbek Latin text may be of 2026: models without ş ç ö ğ read them as s c o g.

    Running text of the 1995 spelling has sh, ch, oʻ or gʻ about four times in a hundred letters.
    """
    letters = sum(map(str.isalpha, text))
    old, lone = len(_OLD_LETTERS.findall(text)), len(_LONE_C.findall(text))
    return letters >= 30 and (old < 0.012 * letters or lone > old)
