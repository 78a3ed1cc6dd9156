"""Name the languages of the holdings by BCP 47 tag, and read what metadata say of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "languages.json"


@dataclass(frozen=True, slots=True)
class Language:
    """A language, in a script where it has several: BCP 47 tag, labels by "uz", "ru", "en", other names it goes by."""

    tag: str
    labels: dict[str, str]
    names: tuple[str, ...]

    def label(self, language: str) -> str:
        """Return the name of this language in an interface language ("uz-cyrl" gives the Latin, "" the English)."""
        return self.labels.get(language.split("-", maxsplit=1)[0], self.labels["en"])


@cache
def languages() -> dict[str, Language]:
    """Return all known languages by tag, in the order of the data file."""
    entries = json.loads(_DATA.read_text(encoding="utf-8"))["languages"]
    return {entry["tag"]: Language(entry["tag"], entry["labels"], tuple(entry["names"])) for entry in entries}


def label(tag: str, language: str) -> str:
    """Return the name of a language in an interface language; an unknown tag is its own name."""
    known = languages().get(tag)
    return known.label(language) if known else tag


def normalize_language(text: str) -> str:
    """Return the known tag for what metadata say ("rus", "ru-RU", "Russian", "русский", "uz_UZ", "ўзбекча"), or "".

    ISO 639-1, 639-2 (both forms) and 639-3 codes, names in the interface languages and tags with regions are known.
    Uzbek without a script is "uz-Latn", save when it is written in Cyrillic letters.
    """
    wanted = _fold(text)
    while wanted:
        if wanted in _by_name():
            return _by_name()[wanted]
        wanted, _, _ = wanted.rpartition("-")
    return ""


def _fold(text: str) -> str:
    folded = text.strip().casefold().replace("_", "-")
    for apostrophe in "ʻʼ‘’`´":
        folded = folded.replace(apostrophe, "'")
    return folded


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in languages().values():
        for name in (entry.tag, *entry.names, *entry.labels.values()):
            found.setdefault(_fold(name), entry.tag)
    return found


def language_choices(language: str) -> list[tuple[str, str]]:
    """Return every known language by tag and name in an interface language, for a form."""
    return [(tag, known.label(language)) for tag, known in languages().items()]
