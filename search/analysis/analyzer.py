"""Analyze texts and pages of words, remembering the chunks met before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeVar

from search.analysis.breaks import Column, broken_words, halves, join_run, join_text, word_runs
from search.analysis.forms import LANGUAGES, Forms, Token, chunk_tokens

ANALYSIS_VERSION = 2
"""Raised whenever a text may give other forms than before: indices made with another version are rebuilt."""

GAP = "¦"
"""Stands between the values of a field; no text has it as a token."""

_CHUNK = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class FieldForms:
    """A text as an engine takes it: the tokens of each form with one blank (U+0020) between them."""

    exact: str = ""
    script: str = ""
    stem: str = ""

    def __bool__(self) -> bool:
        return bool(self.exact)

    @staticmethod
    def join(parts: Iterable[FieldForms]) -> FieldForms:
        """Join several values of one field, a gap between them that no phrase crosses."""
        kept = [part for part in parts if part]
        gap = f" {GAP} "
        return FieldForms(
            gap.join([part.exact for part in kept]),
            gap.join([part.script for part in kept]),
            " ".join([part.stem for part in kept]),
        )


@dataclass(frozen=True, slots=True)
class WordToken:
    """A token of a page: it lies on the words ``first`` to ``last`` (the same word unless a line broke it)."""

    first: int
    last: int
    forms: Forms


_ANY_LANGUAGE: frozenset[str] = frozenset()
# Before a blank, after one or between words these never belong to a token; taken out, "yoʻl", "yoʻl." and "(yoʻl,"
# are one entry of the cache.
_SIGNS = ".,;:!?()"

Row = tuple[str, str, str]
"""The exact, script and stem forms of a chunk. Tuples of texts alone cost the garbage collector nothing."""
_ROWS_FOR_A_TOKEN = 4
"""Tokens are walked over by every collection of garbage, rows are not."""
Made = TypeVar("Made")


class _Remembered(dict[str, Made]):
    """What was made of chunks before, at most ``limit`` of them.

    When half of that is new, the older half is let go; what is still in use moves over, so frequent words stay.
    """

    def __init__(self, make: Callable[[str], Made], limit: int) -> None:
        super().__init__()
        self._make = make
        self._half = max(1, limit // 2)
        self._older: dict[str, Made] = {}

    def __missing__(self, text: str) -> Made:
        older = self._older.get(text)
        made = self._make(text) if older is None else older
        if len(self) >= self._half:
            self._older = dict(self)
            self.clear()
        self[text] = made
        return made


class _Caches:
    """The caches for one set of languages: of whole rows for writing an index, of tokens for reading and marking."""

    def __init__(self, languages: frozenset[str], limit: int) -> None:
        self.tokens: _Remembered[tuple[Token, ...]] = _Remembered(
            partial(chunk_tokens, languages=languages), limit // _ROWS_FOR_A_TOKEN
        )
        self.rows: _Remembered[Row] = _Remembered(partial(_row, languages=languages), limit)


def _row(chunk: str, languages: frozenset[str]) -> Row:
    found = [token.forms for token in chunk_tokens(chunk, languages)]
    if len(found) == 1:
        return (found[0].exact, found[0].script, " ".join(found[0].stems))
    return (
        " ".join([forms.exact for forms in found]),
        " ".join([forms.script for forms in found]),
        " ".join(chain.from_iterable([forms.stems for forms in found])),
    )


class Analyzer:
    """Turn texts into tokens and forms; safe to share between threads.

    ``languages`` arguments are BCP 47 tags ("uz-Cyrl", "ru"); they only choose among the stems a word may have, and
    only where its letters leave a choice. Without them a word gets every stem it may have.
    """

    def __init__(self, cached_chunks: int = 200_000) -> None:
        self._limit = cached_chunks
        self._anything = _Caches(_ANY_LANGUAGE, cached_chunks)
        self._caches: dict[frozenset[str], _Caches] = {_ANY_LANGUAGE: self._anything}

    def chunk(self, chunk: str, languages: Iterable[str] = ()) -> tuple[Token, ...]:
        """Return the tokens of one chunk (a stretch without blanks), offsets counted within it."""
        return (self._cache(languages) if languages else self._anything).tokens[chunk]

    def tokens(self, text: str, languages: Iterable[str] = ()) -> list[Token]:
        """Return the tokens of a text in order; a word broken at a line end is one token over both halves."""
        cache = self._cache(languages).tokens
        joined = join_text(text)
        tokens: list[Token] = []
        for match in _CHUNK.finditer(joined.text):
            start = match.start()
            for token in cache[match[0]]:
                forms, first, last = token.forms, start + token.start, start + token.end - 1
                if joined.cuts:
                    pieces = halves(joined.text, joined.cuts, first, last + 1)
                    forms = _with_stems_of(forms, pieces, cache) if pieces else forms
                    first, last = joined.origin(first), joined.origin(last)
                tokens.append(Token(first, last + 1, text[first : last + 1], forms))
        return tokens

    def field(self, text: str, languages: Iterable[str] = ()) -> FieldForms:
        """Return the forms of a whole text, ready for an engine."""
        rows = self._cache(languages).rows
        joined = join_text(text)
        pieces: list[str] = []
        if joined.cuts:
            spans = [match.span() for match in _CHUNK.finditer(joined.text)]
            pieces = [piece for span in spans for piece in halves(joined.text, joined.cuts, *span)]
        plain = joined.text
        for sign in _SIGNS:
            plain = plain.replace(sign, " ")
        return _field(plain.split(), pieces, rows)

    def field_of_words(
        self, words: Sequence[str], lines: Column | None = None, languages: Iterable[str] = ()
    ) -> FieldForms:
        """Return the forms of a page given word by word; ``lines`` tells where a hyphen ends a line."""
        rows = self._cache(languages).rows
        broken = broken_words(words, lines)
        if not broken:
            return _field(words, (), rows)
        chunks = [join_run(words, first, last) for first, last in word_runs(len(words), broken)]
        pieces = [words[index] for first, last in broken.items() for index in range(first, last + 1)]
        return _field(chunks, pieces, rows)

    def identifiers(self, values: Iterable[str]) -> FieldForms:
        """Return the forms of identifiers, found by part (1732) and whole, whatever signs part them (23-1732)."""
        fields = []
        for value in values:
            parts = self.field(value)
            whole = FieldForms(parts.exact.replace(" ", ""), parts.script.replace(" ", ""))
            fields += [parts] if " " not in parts.exact else [parts, whole]
        return FieldForms.join(fields)

    def word_tokens(
        self, words: Sequence[str], lines: Column | None = None, languages: Iterable[str] = ()
    ) -> list[WordToken]:
        """Return the tokens of a page given word by word; both halves of a broken word keep their index.

        The stems of the halves are added to those of the joined word, as the hyphen may have been its own.
        """
        cache = self._cache(languages).tokens
        tokens: list[WordToken] = []
        for first, last in word_runs(len(words), broken_words(words, lines)):
            for token in cache[join_run(words, first, last)]:
                forms = token.forms
                if last > first:
                    forms = _with_stems_of(forms, words[first : last + 1], cache)
                tokens.append(WordToken(first, last, forms))
        return tokens

    def _cache(self, languages: Iterable[str]) -> _Caches:
        known = frozenset([tag.partition("-")[0] for tag in languages]) & LANGUAGES if languages else _ANY_LANGUAGE
        cache = self._caches.get(known)
        if cache is None:
            cache = self._caches.setdefault(known, _Caches(known, self._limit))
        return cache


def _field(chunks: Sequence[str], pieces: Sequence[str], cache: _Remembered[Row]) -> FieldForms:
    rows = [*map(cache.__getitem__, chunks)]
    stems = [row[2] for row in rows]
    stems += [cache[piece][2] for piece in pieces]
    return FieldForms(
        " ".join([row[0] for row in rows]).strip(), " ".join([row[1] for row in rows]).strip(), " ".join(stems).strip()
    )


def _with_stems_of(forms: Forms, pieces: Sequence[str], cache: _Remembered[tuple[Token, ...]]) -> Forms:
    stems = [stem for piece in pieces for token in cache[piece] for stem in token.forms.stems]
    return Forms(forms.exact, forms.script, tuple(dict.fromkeys([*forms.stems, *stems])))
