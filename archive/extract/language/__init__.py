"""Tell languages, spellings and plausible words apart by small letter statistics."""

from archive.extract.language.judging import (
    PLAUSIBLE_COST,
    LanguageMix,
    clear_languages,
    fit_cost,
    judge_words,
    word_languages,
)
from archive.extract.language.letters import script_of, spelling_of
from archive.extract.language.trigrams import Trigrams, trigrams

__all__ = [
    "PLAUSIBLE_COST",
    "LanguageMix",
    "Trigrams",
    "clear_languages",
    "fit_cost",
    "judge_words",
    "script_of",
    "spelling_of",
    "trigrams",
    "word_languages",
]
