"""Find a query in the words of a page or in a text: spans, the same that snippets, boxes and counts are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.analysis import Analyzer, Column, Forms
from search.analysis.beginnings import BEGINNINGS
from search.analysis.breaks import broken_words
from search.matching.patterns import Patterns, patterns_of
from search.matching.phrases import phrase_runs
from search.query.tree import Node

_MOST_REMEMBERED = 100_000

_NONE = 0
_HIT = 1
_OF_PHRASE = 2
_SILENT = 4
"""No token at all: a dash or a bullet, which phrases run across."""


@dataclass(frozen=True, slots=True)
class WordSpan:
    """One hit on a page: the words ``first`` to ``last``; a phrase is one hit over several words."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class TextSpan:
    """One hit in a text: the characters ``start`` to ``end`` (exclusive)."""

    start: int
    end: int


class _Verdicts(dict[str, int]):
    """What each chunk means for the query; chunks come back on every page, so each is judged once."""

    def __init__(self, patterns: Patterns, analyzer: Analyzer) -> None:
        super().__init__()
        self._is_hit = patterns.is_hit
        self._is_phrase_word = patterns.is_phrase_word if patterns.phrases else None
        self._analyze = analyzer.chunk
        self._first_letters = patterns.first_letters
        self.passed_over: frozenset[str] = frozenset()
        """Letters that settle a word of letters alone which begins with them: it is no hit."""
        if self._first_letters is not None:
            self.passed_over = BEGINNINGS.passed_over(self._first_letters)

    def __missing__(self, chunk: str) -> int:
        if self._first_letters is not None:
            letters = BEGINNINGS[chunk]
            if letters is not None and letters.isdisjoint(self._first_letters):
                self[chunk] = _NONE
                return _NONE
        tokens = self._analyze(chunk)
        verdict = _NONE if tokens else _SILENT
        for token in tokens:
            if self._is_hit(token.forms):
                verdict |= _HIT
            if self._is_phrase_word is not None and self._is_phrase_word(token.forms):
                verdict |= _OF_PHRASE
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[chunk] = verdict
        return verdict


class Matcher:
    """Finds one query; made once for a request and asked about every page and text of it.

    ``fields`` names the text fields whose leaves count: those a word of this text was indexed under. Words match by
    the same forms as in the engine, so a hit there is a hit here.
    """

    def __init__(self, tree: Node, analyzer: Analyzer, fields: Iterable[str] = ("text",)) -> None:
        self._patterns = patterns_of(tree, fields)
        self._analyzer = analyzer
        self._verdicts = _Verdicts(self._patterns, analyzer)

    @property
    def is_empty(self) -> bool:
        """Nothing is looked for: an empty query, or one of filters and exclusions only."""
        return self._patterns.is_empty

    def words(self, words: Sequence[str], lines: Column | None = None) -> list[WordSpan]:
        """Return the hits among the words of a page, in order; a word broken at a line end is hit in both halves."""
        if self._patterns.is_empty:
            return []
        known, passed_over = self._verdicts, self._verdicts.passed_over
        # Most words of a page are settled by their first letter.
        verdicts = [_NONE if word[:1] in passed_over and word.isalpha() else known[word] for word in words]
        broken = broken_words(words, lines)
        hits = {(index, index) for index, verdict in enumerate(verdicts) if verdict & _HIT}
        for first, last in broken.items():
            hits.difference_update((index, index) for index in range(first, last + 1))
            if any(self._patterns.is_hit(forms) for forms in self._forms(words, first, last)):
                hits.add((first, last))
        if self._patterns.phrases:
            for start, end in self._stretches(verdicts, broken):
                hits |= self._phrases(words, start, end, broken)
        return [WordSpan(first, last) for first, last in _outermost(hits)]

    def text(self, text: str) -> list[TextSpan]:
        """Return the hits in a plain text (a title, a note), in order."""
        if self._patterns.is_empty:
            return []
        tokens = self._analyzer.tokens(text)
        hits = {(token.start, token.end - 1) for token in tokens if self._patterns.is_hit(token.forms)}
        forms = [token.forms for token in tokens]
        for phrase in self._patterns.phrases:
            for first, last in phrase_runs(forms, phrase):
                hits.add((tokens[first].start, tokens[last].end - 1))
        return [TextSpan(first, last + 1) for first, last in _outermost(hits)]

    def _stretches(self, verdicts: list[int], broken: dict[int, int]) -> Iterator[tuple[int, int]]:
        """Yield the stretches of a page where a phrase may stand: most pages have none and cost nothing more."""
        may = [verdict >= _OF_PHRASE for verdict in verdicts]
        for first, last in broken.items():
            may[first : last + 1] = [True] * (last + 1 - first)
        if any(phrase.slop for phrase in self._patterns.phrases):
            # Words in between have no say, but they count.
            if True in may:
                yield may.index(True), len(may) - may[::-1].index(True)
            return
        start = 0
        while True in may[start:]:
            start = may.index(True, start)
            end = may.index(False, start) if False in may[start:] else len(may)
            yield start, end
            start = end

    def _phrases(self, words: Sequence[str], start: int, end: int, broken: dict[int, int]) -> set[tuple[int, int]]:
        places: list[tuple[int, int]] = []
        tokens: list[Forms] = []
        index = start
        while index < end:
            last = broken.get(index, index)
            for forms in self._forms(words, index, last):
                places.append((index, last))
                tokens.append(forms)
            index = last + 1
        return {
            (places[first][0], places[last][1])
            for phrase in self._patterns.phrases
            for first, last in phrase_runs(tokens, phrase)
        }

    def _forms(self, words: Sequence[str], first: int, last: int) -> list[Forms]:
        if first == last:
            return [token.forms for token in self._analyzer.chunk(words[first])]
        lines = range(last - first + 1)
        return [token.forms for token in self._analyzer.word_tokens(words[first : last + 1], lines)]


def _outermost(hits: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the hits in order, without those that lie inside another."""
    kept: list[tuple[int, int]] = []
    for first, last in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if kept and last <= kept[-1][1]:
            continue
        kept.append((first, last))
    return kept
