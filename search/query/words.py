"""Read one piece of a query as a word, a pattern, a similar word or dates, and say what was not understood of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.analysis.characters import APOSTROPHES
from search.analysis.forms import chunk_tokens
from search.query.dates import read_period, read_range
from search.query.fields import DATE_FIELDS
from search.query.lexer import MINUS, Lexeme
from search.query.syntax import And, Dates, Note, NoteCode, Pattern, Similar, Span, Syntax, Word
from search.query.tree import ANY_LETTERS, FEWEST_LITERALS, MOST_EDITS, MOST_SIGNS, ONE_LETTER

LONGEST_PATTERN = 40
MOST_LOOSE_WORDS = 4
"""Words kept of a piece whose signs make no sense; more would let one piece outgrow the bounds of a query."""
FEWEST_FOR_TWO = 6
"""Letters from which on two may differ: a shorter word would be like too many others."""

_MARKS = "\u0300-\u036f\u0483-\u0487\u064b-\u065f"
_LETTER = re.compile(rf"[^\W_{APOSTROPHES}]")
_SIMILAR = re.compile(r"(.+)~(\d*)", re.DOTALL)
_NOT_OF_PATTERN = rf"[^\w{_MARKS}{APOSTROPHES}{ANY_LETTERS}{ONE_LETTER}]|_"
_AROUND_PATTERN = re.compile(rf"^(?:{_NOT_OF_PATTERN})+|(?:{_NOT_OF_PATTERN})+$")
_BETWEEN_PATTERN = re.compile(_NOT_OF_PATTERN)
_STARS = re.compile(r"\*{2,}")
_AFTER_DATES = ",;"
_FIELD_LIKE = re.compile(r"([^\W\d_]{3,20}):[^\W_]", re.UNICODE)


def is_searchable(text: str) -> bool:
    """Tell whether a text has a word in it at all."""
    return bool(chunk_tokens(text))


class WordReader:
    """Reads pieces one after another and keeps the notes on them.

    ``ends_query`` tells of a place in the query whether nothing but blanks follows and several pieces came before:
    a question mark there ends a question.
    """

    def __init__(self, query: str, notes: list[Note]) -> None:
        self._query = query
        self._notes = notes
        ended = query.rstrip()
        self._question = len(ended) if ended.endswith("?") and len(ended.split()) > 1 else -1

    def read(self, piece: Lexeme, field: str, *, is_exact: bool) -> Syntax | None:
        """Return what a piece says; None for one of signs only."""
        span = Span(piece.start, piece.end)
        if piece.is_literal:
            return _word(span, piece.text, field, is_exact=is_exact)
        text = piece.text[:-1] if piece.end == self._question else piece.text
        if piece.field in DATE_FIELDS:
            return self._dates(piece, text.rstrip(_AFTER_DATES), field)
        if not (piece.field or is_exact) and (period := read_range(text.rstrip(_AFTER_DATES))) is not None:
            return Dates(span, *period)
        if (similar := _SIMILAR.fullmatch(text)) and is_searchable(similar[1]):
            return self._similar(piece, Word(span, similar[1], field, is_exact=is_exact), similar[2])
        if ANY_LETTERS in text or ONE_LETTER in text:
            return self._pattern(piece, Pattern(span, text, field, is_exact))
        self._name_unknown_field(text)
        return _word(span, text, field, is_exact=is_exact)

    def _dates(self, piece: Lexeme, text: str, field: str) -> Syntax | None:
        span = Span(piece.start, piece.end)
        if (period := read_period(text)) is not None:
            return Dates(span, *period)
        found = _loose_words(text, Word(span, "", field))
        self._note(NoteCode.UNKNOWN_DATES, piece, found)
        return found

    def _similar(self, piece: Lexeme, word: Word, digits: str) -> Syntax | None:
        letters, tokens = len(_LETTER.findall(word.text)), len(chunk_tokens(word.text))
        has_signs = ANY_LETTERS in word.text or ONE_LETTER in word.text
        if letters < FEWEST_LITERALS or tokens > 1 or has_signs:
            found = _loose_words(word.text, word)
            self._note(NoteCode.SIMILAR_SHORT, piece, found)
            return found
        most = MOST_EDITS if letters >= FEWEST_FOR_TWO else 1
        asked = int(digits[:3]) if digits else most
        if asked == 0:
            return _word(word.span, word.text, word.field, is_exact=word.is_exact)
        found = Similar(word.span, _bare(word.text), min(asked, most), word.field, word.is_exact)
        if asked > most:
            self._note(NoteCode.SIMILAR_DISTANCE, piece, found)
        return found

    def _pattern(self, piece: Lexeme, pattern: Pattern) -> Syntax | None:
        text = _STARS.sub(ANY_LETTERS, _AROUND_PATTERN.sub("", pattern.text))
        word = Word(pattern.span, "", pattern.field, is_exact=pattern.is_exact)
        signs = text.count(ANY_LETTERS) + text.count(ONE_LETTER)
        if not signs or not is_searchable(text):
            return _word(pattern.span, text, pattern.field, is_exact=pattern.is_exact)
        code = None
        if _BETWEEN_PATTERN.search(text):
            code = NoteCode.PATTERN_PARTS
        elif not _LETTER.match(text):
            code = NoteCode.PATTERN_START
        elif len(_LETTER.findall(text)) < FEWEST_LITERALS:
            code = NoteCode.PATTERN_SHORT
        elif signs > MOST_SIGNS or len(text) > LONGEST_PATTERN:
            code = NoteCode.PATTERN_WIDE
        if code is None:
            if signs == 1 and text.endswith(ANY_LETTERS):
                return Word(pattern.span, text[:-1], pattern.field, is_prefix=True, is_exact=pattern.is_exact)
            return Pattern(pattern.span, text, pattern.field, pattern.is_exact)
        found = _loose_words(text, word)
        # "it?" and "C?" are questions, not patterns that are too short.
        if ANY_LETTERS in text or ONE_LETTER in text.rstrip(ONE_LETTER):
            self._note(code, piece, found)
        return found

    def _name_unknown_field(self, text: str) -> None:
        if named := _FIELD_LIKE.match(text):
            self._notes.append(Note(NoteCode.UNKNOWN_FIELD, named[1], text))

    def _note(self, code: NoteCode, piece: Lexeme, found: Syntax | None) -> None:
        self._notes.append(Note(code, self._query[piece.start : piece.end], " ".join(_said(found))))


def _word(span: Span, text: str, field: str, *, is_exact: bool) -> Word | None:
    bare = _bare(text)
    return Word(span, bare, field, is_exact=is_exact) if is_searchable(bare) else None


def _bare(text: str) -> str:
    """Return a word without dashes before it, which would be read as NOT when the query is written again."""
    return text.lstrip(MINUS)


def _loose_words(text: str, like: Word) -> Syntax | None:
    """Return the words of a piece whose signs make no sense, all wanted."""
    words = [token.raw for token in chunk_tokens(text)][:MOST_LOOSE_WORDS]
    read = [_word(like.span, word, like.field, is_exact=like.is_exact) for word in words]
    found = tuple(word for word in read if word is not None)
    return found[0] if len(found) == 1 else And(like.span, found) if found else None


def _said(found: Syntax | None) -> Iterator[str]:
    match found:
        case Word(text=text):
            yield text
        case Similar(text=text, distance=distance):
            yield f"{text}~{distance}"
        case And(parts=parts):
            for part in parts:
                yield from _said(part)
        case _:
            return
