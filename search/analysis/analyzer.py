"""Analyze texts and pages of words, remembering the chunks met before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from search.analysis.breaks import Column, broken_words, halves, join_run, join_text, word_runs
from search.analysis.forms import LANGUAGES, Forms, Token, chunk_tokens

ANALYSIS_VERSION = 1
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
Chunk = tuple[str, str, str, tuple[Token, ...]]


class _ChunkCache(dict[str, Chunk]):
    """Chunks analyzed before, at most ``limit`` of them.

    When half of that is new, the older half is let go; what is still in use moves over, so frequent words stay.
    """

    def __init__(self, languages: frozenset[str], limit: int) -> None:
        super().__init__()
        self._languages = languages
        self._half = max(1, limit // 2)
        self._older: dict[str, Chunk] = {}

    def __missing__(self, text: str) -> Chunk:
        chunk = self._older.get(text) or self._analyze(text)
        if len(self) >= self._half:
            self._older = dict(self)
            self.clear()
        self[text] = chunk
        return chunk

    def _analyze(self, text: str) -> Chunk:
        tokens = chunk_tokens(text, self._languages)
        return (
            " ".join([token.forms.exact for token in tokens]),
            " ".join([token.forms.script for token in tokens]),
            " ".join(chain.from_iterable([token.forms.stems for token in tokens])),
            tokens,
        )


class Analyzer:
    """Turn texts into tokens and forms; safe to share between threads.

    ``languages`` arguments are BCP 47 tags ("uz-Cyrl", "ru"); they only choose among the stems a word may have, and
    only where its letters leave a choice. Without them a word gets every stem it may have.
    """

    def __init__(self, cached_chunks: int = 200_000) -> None:
        self._limit = cached_chunks
        self._anything = _ChunkCache(_ANY_LANGUAGE, cached_chunks)
        self._caches: dict[frozenset[str], _ChunkCache] = {_ANY_LANGUAGE: self._anything}

    def chunk(self, chunk: str, languages: Iterable[str] = ()) -> tuple[Token, ...]:
        """Return the tokens of one chunk (a stretch without blanks), offsets counted within it."""
        return (self._cache(languages) if languages else self._anything)[chunk][3]

    def tokens(self, text: str, languages: Iterable[str] = ()) -> list[Token]:
        """Return the tokens of a text in order; a word broken at a line end is one token over both halves."""
        cache = self._cache(languages)
        joined = join_text(text)
        tokens: list[Token] = []
        for match in _CHUNK.finditer(joined.text):
            start = match.start()
            for token in cache[match[0]][3]:
                forms, first, last = token.forms, start + token.start, start + token.end - 1
                if joined.cuts:
                    pieces = halves(joined.text, joined.cuts, first, last + 1)
                    forms = _with_stems_of(forms, pieces, cache) if pieces else forms
                    first, last = joined.origin(first), joined.origin(last)
                tokens.append(Token(first, last + 1, text[first : last + 1], forms))
        return tokens

    def field(self, text: str, languages: Iterable[str] = ()) -> FieldForms:
        """Return the forms of a whole text, ready for an engine."""
        cache = self._cache(languages)
        joined = join_text(text)
        pieces: list[str] = []
        if joined.cuts:
            spans = [match.span() for match in _CHUNK.finditer(joined.text)]
            pieces = [piece for span in spans for piece in halves(joined.text, joined.cuts, *span)]
        return _field(joined.text.split(), pieces, cache)

    def field_of_words(
        self, words: Sequence[str], lines: Column | None = None, languages: Iterable[str] = ()
    ) -> FieldForms:
        """Return the forms of a page given word by word; ``lines`` tells where a hyphen ends a line."""
        cache = self._cache(languages)
        broken = broken_words(words, lines)
        if not broken:
            return _field(words, (), cache)
        chunks = [join_run(words, first, last) for first, last in word_runs(len(words), broken)]
        pieces = [words[index] for first, last in broken.items() for index in range(first, last + 1)]
        return _field(chunks, pieces, cache)

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
        cache = self._cache(languages)
        tokens: list[WordToken] = []
        for first, last in word_runs(len(words), broken_words(words, lines)):
            for token in cache[join_run(words, first, last)][3]:
                forms = token.forms
                if last > first:
                    forms = _with_stems_of(forms, words[first : last + 1], cache)
                tokens.append(WordToken(first, last, forms))
        return tokens

    def _cache(self, languages: Iterable[str]) -> _ChunkCache:
        known = frozenset([tag.partition("-")[0] for tag in languages]) & LANGUAGES if languages else _ANY_LANGUAGE
        cache = self._caches.get(known)
        if cache is None:
            cache = self._caches.setdefault(known, _ChunkCache(known, self._limit))
        return cache


def _field(chunks: Sequence[str], pieces: Sequence[str], cache: _ChunkCache) -> FieldForms:
    rows = [*map(cache.__getitem__, chunks)]
    stems = [row[2] for row in rows]
    stems += [cache[piece][2] for piece in pieces]
    return FieldForms(
        " ".join([row[0] for row in rows]).strip(), " ".join([row[1] for row in rows]).strip(), " ".join(stems).strip()
    )


def _with_stems_of(forms: Forms, pieces: Sequence[str], cache: _ChunkCache) -> Forms:
    stems = [stem for piece in pieces for token in cache[piece][3] for stem in token.forms.stems]
    return Forms(forms.exact, forms.script, tuple(dict.fromkeys([*forms.stems, *stems])))
