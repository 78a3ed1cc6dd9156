"""Guess which field a column stands for by its header, in Uzbek of either script, Russian or English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from catalog.crosswalks.manifest.fields import FIELDS

_APART = re.compile(r"[^\w']+|_+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_APOSTROPHES = re.compile(r"[ʻʼ‘’`´]")
_LANGUAGE_WORDS = {
    "uz": ("uz", "uzb", "uzbek", "o'zbekcha", "o'zbek", "узб", "узбекский", "на узбекском", "ўзбекча", "ўз", "o'zb"),
    "ru": ("ru", "rus", "russian", "ruscha", "rus tilida", "рус", "русский", "на русском", "русча"),
    "en": ("en", "eng", "english", "inglizcha", "ingliz", "англ", "английский", "на английском", "инглизча"),
}
_BY_LANGUAGE = {"original_title": "title", "description": "description", "credit_line": "credit_line"}


def guess_columns(headers: Sequence[str]) -> list[str]:
    """Return the code of a field for each header, "" where none is known; no field is guessed twice."""
    found: list[str] = []
    for header in headers:
        code = _guess(header)
        found.append("" if code in found else code)
    return found


def _guess(header: str) -> str:
    words = _fold(header)
    if words in FIELDS:
        return words
    if (code := _by_word().get(words)) is not None:
        return code
    for language, names in _LANGUAGE_WORDS.items():
        for name in names:
            base = words.removesuffix(f" {name}")
            if base == words:
                base = words.removeprefix(f"{name} ")
            code = _by_word().get(base)
            if base != words and code in _BY_LANGUAGE:
                return f"{_BY_LANGUAGE[code]}_{language}"
    return ""


def _fold(header: str) -> str:
    """Return a header as lower-case words: "dc:Title[uz]" is "dc title uz", without the name of a vocabulary."""
    text = unicodedata.normalize("NFC", _CAMEL.sub(" ", header)).casefold().replace("ё", "е")
    words = _APART.sub(" ", _APOSTROPHES.sub("'", text)).strip()
    for vocabulary in ("dcterms ", "dc ", "iptc ", "xmp "):
        words = words.removeprefix(vocabulary)
    return words


@cache
def _by_word() -> dict[str, str]:
    return {_fold(word): field.code for field in FIELDS.values() for word in field.words}
