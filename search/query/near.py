"""Read what NEAR joins: how far apart, and what may stand on its sides."""

from __future__ import annotations

from search.analysis.forms import chunk_tokens
from search.query.lexer import Lexeme
from search.query.syntax import And, Near, Note, NoteCode, Quoted, Span, Syntax, Word, options

USUAL_DISTANCE = 10
LARGEST_DISTANCE = 50
MOST_PAIRS = 40
"""Pairs of words of one query that are looked for close together; each is asked of every field in both orders."""


class NearReader:
    """Joins words, phrases and groups of alternatives, and keeps the notes on what cannot be joined."""

    def __init__(self, query: str, notes: list[Note]) -> None:
        self._query = query
        self._notes = notes
        self._pairs = 0

    def join(self, left: Syntax, right: Syntax, operator: Lexeme) -> Syntax:
        """Return both sides close together; both anywhere, with a note, where they cannot be looked for so."""
        name, _slash, digits = operator.text.partition("/")
        said = digits if _slash else str(USUAL_DISTANCE)
        distance = self._distance(said, operator.text, name)
        lefts, rights = _chain(left), _chain(right)
        near = Near(
            Span(left.span.start, right.span.end),
            (*lefts[0], *rights[0]),
            (*lefts[1], distance, *rights[1]),
        )
        if self._is_bounded(near, len(options(lefts[0][-1])) * len(options(rights[0][0]))):
            return near
        typed = self._query[near.span.start : near.span.end]
        parts = [*_all(left), *_all(right)]
        said_parts = " AND ".join(self._query[part.span.start : part.span.end] for part in parts)
        self._notes.append(Note(NoteCode.NEAR_JOINS_WORDS, typed, said_parts))
        return And(near.span, tuple(parts))

    def within(self, phrase: Quoted, sign: str) -> Syntax:
        """Return the words of ``"a b"~5`` close together: the habit of other search boxes."""
        typed = self._query[phrase.span.start : phrase.span.end]
        words = [token.raw for token in chunk_tokens(phrase.text)]
        if len(words) < 2 or self._pairs + len(words) - 1 > MOST_PAIRS:
            self._notes.append(Note(NoteCode.NEAR_JOINS_WORDS, typed, f'"{phrase.text}"'))
            return phrase
        self._pairs += len(words) - 1
        distance = self._distance(sign[1:] or str(USUAL_DISTANCE), typed, "NEAR")
        parts = tuple(Word(phrase.span, word, phrase.field, is_exact=phrase.is_exact) for word in words)
        return Near(phrase.span, parts, (distance,) * (len(parts) - 1))

    def _distance(self, digits: str, typed: str, name: str) -> int:
        is_number = digits.isascii() and digits.isdigit()
        distance = min(max(int(digits[:4]), 1), LARGEST_DISTANCE) if is_number else USUAL_DISTANCE
        if not is_number or int(digits[:4]) != distance:
            self._notes.append(Note(NoteCode.NEAR_DISTANCE, typed, f"{name}/{distance}"))
        return distance

    def _is_bounded(self, near: Near, pairs: int) -> bool:
        leaves = [leaf for part in near.parts for leaf in options(part)]
        fields = {leaf.field for leaf in leaves if leaf.field}
        if not all(options(part) for part in near.parts) or len(fields) > 1 or self._pairs + pairs > MOST_PAIRS:
            return False
        self._pairs += pairs
        return True


def _chain(part: Syntax) -> tuple[tuple[Syntax, ...], tuple[int, ...]]:
    return (part.parts, part.distances) if isinstance(part, Near) else ((part,), ())


def _all(part: Syntax) -> tuple[Syntax, ...]:
    return part.parts if isinstance(part, And) else (part,)
