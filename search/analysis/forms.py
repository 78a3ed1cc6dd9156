"""Give a chunk of text its tokens, and each token its forms: exact, script and stems."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from search.analysis.characters import OKINA, TUTUQ, normalize, normalize_with_offsets
from search.analysis.spelling import is_cyrillic, latin_key, unify_script
from search.analysis.stems import english_stem, russian_stem, uzbek_stem

LONGEST_TOKEN = 64
"""Characters kept of a token in the index; Elasticsearch would cut at 255, words are far below."""

_SURELY_SHORT = LONGEST_TOKEN // 2
"""A letter of a longer word may become two in its key."""

LANGUAGES = frozenset(("uz", "ru", "en"))

_NONE: frozenset[str] = frozenset()
_UZBEK, _RUSSIAN = frozenset(("uz",)), frozenset(("ru",))
_UZBEK_OR_RUSSIAN, _UZBEK_OR_ENGLISH = frozenset(("uz", "ru")), frozenset(("uz", "en"))

_MARKS = "\u0300-\u036f\u0483-\u0487\u064b-\u065f"
_MARK = re.compile("[\u0300-\u036f]")
_SIGN = rf"[^\W_{OKINA}{TUTUQ}]"
_TOKEN = re.compile(rf"{_SIGN}+(?:[{_MARKS}]+|[{OKINA}{TUTUQ}]+(?={_SIGN})|{_SIGN}+)*(?:(?<=[og]){OKINA})?")
# What folding and cutting leave as it is, but for its case; most words that were not met before are so.
_ONE_PLAIN_WORD = re.compile("[a-zA-Z]+|[а-яёА-ЯЁўқғҳЎҚҒҲ]+")
_ONLY_UZBEK = re.compile("[ўқғҳ]")
_ONLY_RUSSIAN = re.compile("[щы]")
_PLAIN_LATIN = re.compile("[a-z]")


class Form(StrEnum):
    """The three ways in which a word is written into an index."""

    EXACT = "exact"
    SCRIPT = "script"
    STEM = "stem"


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one token: as written, its Latin key, and the stems it may have (one for each language)."""

    exact: str
    script: str
    stems: tuple[str, ...]

    def of(self, form: Form) -> tuple[str, ...]:
        """Return the values of one form; only stems may be none or several."""
        if form is Form.STEM:
            return self.stems
        return (self.exact,) if form is Form.EXACT else (self.script,)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: characters ``start`` to ``end`` (exclusive), as written, and its forms."""

    start: int
    end: int
    raw: str
    forms: Forms


def chunk_tokens(chunk: str, languages: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """Return the tokens of a chunk (a stretch of text without blanks), offsets counted within the chunk.

    ``languages`` ("uz", "ru", "en") says which stems to make where the letters leave a choice; empty: all of them.
    """
    if _ONE_PLAIN_WORD.fullmatch(chunk):
        return (Token(0, len(chunk), chunk, token_forms(chunk.lower(), languages)),)
    folded = normalize(chunk)
    origins: list[int] | range = range(len(chunk) + 1)
    if len(folded) != len(chunk) or not (chunk.isascii() or _MARK.search(chunk) is None):
        folded, origins = normalize_with_offsets(chunk)
    tokens = []
    for match in _TOKEN.finditer(folded):
        first, end = match.span()
        if folded[end - 1] == OKINA and _closes_a_quotation(folded, first, end):
            end -= 1
        start, stop = origins[first], max(origins[end], origins[end - 1] + 1)
        tokens.append(Token(start, stop, chunk[start:stop], token_forms(folded[first:end], languages)))
    return tuple(tokens)


def token_forms(word: str, languages: frozenset[str] = frozenset()) -> Forms:
    """Return the forms of one normalized token."""
    word = word[:LONGEST_TOKEN]
    if word.isdigit():
        return Forms(word, word, (word,))
    exact, script = word.replace("ё", "е"), latin_key(word)[:LONGEST_TOKEN]
    return Forms(exact, script, _stems(word if word.isascii() else unify_script(word), script, languages))


def _stems(word: str, key: str, languages: frozenset[str]) -> tuple[str, ...]:
    possible = _possible_languages(word)
    chosen = (possible & languages or possible) if languages else possible
    stems = []
    if "ru" in chosen:
        stems.append(russian_stem(word.replace("ё", "е")))
    if "en" in chosen:
        stems.append(english_stem(word))
    if "uz" in chosen:
        stems.append(uzbek_stem(key))
    if len(word) > _SURELY_SHORT:
        stems = [stem[:LONGEST_TOKEN] for stem in stems]
    return tuple(stems) if stems and "" not in stems else tuple(filter(None, stems)) or (key,)


def _possible_languages(word: str) -> frozenset[str]:
    """Tell from its letters alone which languages a word may belong to."""
    if word.isascii():
        return _UZBEK_OR_ENGLISH if word.isalpha() or _PLAIN_LATIN.search(word) else _NONE
    if is_cyrillic(word):
        if _ONLY_UZBEK.search(word):
            return _UZBEK
        return _RUSSIAN if _ONLY_RUSSIAN.search(word) else _UZBEK_OR_RUSSIAN
    if not _PLAIN_LATIN.search(word):
        return _NONE
    if OKINA in word or not word.replace(TUTUQ, "").isascii():
        return _UZBEK_OR_ENGLISH if word.endswith(OKINA + "s") else _UZBEK
    return _UZBEK_OR_ENGLISH


def _closes_a_quotation(folded: str, first: int, end: int) -> bool:
    """Tell ‘dog’ (a quoted word) from togʻ (a letter): opened by an apostrophe, and no second one behind."""
    opened = first > 0 and folded[first - 1] in (TUTUQ, OKINA)
    return opened and folded[end : end + 1] not in (TUTUQ, OKINA)
