"""Read a query text as words, phrases and operators; nothing a person types is an error."""

from __future__ import annotations

import re
from collections.abc import Callable

from search.query.lexer import FIELDS, YEAR_FIELDS, Kind, Lexeme, lex
from search.query.syntax import And, Note, NoteCode, Or, Quoted, Span, Syntax, Without, Word, Years
from search.query.tree import SHORTEST_PREFIX

LONGEST_QUERY = 1000
MOST_WORDS = 30
DEEPEST_GROUP = 6

_YEARS = re.compile(r"(\d{1,4})?(\.\.|-|–)?(\d{1,4})?")
_DECADE = re.compile(r"(\d{2,3}0)s")
_SIGNS = re.compile(r"[*?]+")
_LETTERS = re.compile(r"[^\W_]")


def parse(query: str) -> tuple[Syntax | None, tuple[Note, ...]]:
    """Return what the query says, and notes on what was not understood; None when no word is left to search."""
    parser = _Parser(query)
    return parser.query(), tuple(parser.notes)


class _Parser:
    """One pass over the pieces: or → and → not → word, group."""

    def __init__(self, query: str) -> None:
        self.notes: list[Note] = []
        if len(query) > LONGEST_QUERY:
            self._note(NoteCode.TOO_LONG, query[LONGEST_QUERY:][:40])
            query = query[:LONGEST_QUERY]
        self._text = query
        self._pieces = self._bounded(list(lex(query)))
        self._at = 0
        self._fields = [""]  # the field named before each open parenthesis

    def query(self) -> Syntax | None:
        parts: list[Syntax] = []
        while self._at < len(self._pieces):
            if (part := self._either()) is not None:
                parts.append(part)
            if self._peek() is Kind.CLOSE:
                self._note(NoteCode.STRAY_PARENTHESIS, ")")
                self._at += 1
        if not parts and self._text.strip():
            self._note(NoteCode.NO_WORDS, self._text.strip())
        return _group(And, parts)

    def _either(self) -> Syntax | None:
        return self._chain(Kind.OR, Or, self._both)

    def _both(self) -> Syntax | None:
        return self._chain(Kind.AND, And, self._factor)

    def _chain(self, operator: Kind, kind: type[And | Or], inner: Callable[[], Syntax | None]) -> Syntax | None:
        parts: list[Syntax] = []
        dangling: Lexeme | None = None
        while True:
            if self._peek() is operator:
                dangling = dangling or (self._pieces[self._at] if not parts else None)
                last = self._pieces[self._at]
                self._at += 1
                if self._peek() in (None, Kind.CLOSE):
                    dangling = dangling or last
                continue
            if parts and kind is Or and self._pieces[self._at - 1].kind is not Kind.OR:
                break
            if self._peek() in (None, Kind.CLOSE) or (kind is And and self._peek() is Kind.OR):
                break
            before = self._at
            if (part := inner()) is not None:
                parts.append(part)
            if self._at == before:
                break
        if dangling is not None:
            self._note(NoteCode.DANGLING_OPERATOR, dangling.text)
        return _group(kind, parts)

    def _factor(self) -> Syntax | None:
        piece = self._pieces[self._at]
        self._at += 1
        match piece.kind:
            case Kind.NOT:
                if self._peek() in (None, Kind.CLOSE, Kind.AND, Kind.OR):
                    self._note(NoteCode.DANGLING_OPERATOR, piece.text)
                    return None
                part = self._factor()
                return None if part is None else Without(Span(piece.start, part.span.end), part)
            case Kind.OPEN:
                return self._parenthesis(piece)
            case Kind.UNCLOSED:
                self._note(NoteCode.UNCLOSED_QUOTE, self._text[piece.start :], self._text[piece.end :].strip())
                return None
            case Kind.QUOTED:
                return self._quoted(piece)
            case _:
                return self._word(piece)

    def _parenthesis(self, opening: Lexeme) -> Syntax | None:
        if len(self._fields) > DEEPEST_GROUP:
            self._note(NoteCode.TOO_DEEP, opening.text)
            return None
        self._fields.append(FIELDS.get(opening.field, self._fields[-1]))
        inside = self._either()
        self._fields.pop()
        if self._peek() is not Kind.CLOSE:
            self._note(NoteCode.UNCLOSED_PARENTHESIS, opening.text)
            return inside
        closing = self._pieces[self._at]
        self._at += 1
        return _with_span(inside, Span(opening.start, closing.end)) if inside is not None else None

    def _quoted(self, piece: Lexeme) -> Syntax | None:
        if not _LETTERS.search(piece.text):
            return None
        return Quoted(Span(piece.start, piece.end), piece.text, FIELDS.get(piece.field, self._fields[-1]))

    def _word(self, piece: Lexeme) -> Syntax | None:
        span = Span(piece.start, piece.end)
        if piece.field in YEAR_FIELDS:
            if (years := _years(piece.text, span)) is not None:
                return years
            self._note(NoteCode.UNKNOWN_YEARS, self._text[piece.start : piece.end], piece.text)
        # Two dots between years need no name before them; a lone year may be a number on the page and stays a word.
        if not piece.field and ".." in piece.text and (years := _years(piece.text, span)) is not None:
            return years
        text, is_prefix = piece.text, False
        if "*" in text or "?" in text:
            text, is_prefix = self._wildcard(piece)
        if not _LETTERS.search(text):
            return None
        return Word(span, text, FIELDS.get(piece.field, self._fields[-1]), is_prefix)

    def _wildcard(self, piece: Lexeme) -> tuple[str, bool]:
        stem = piece.text.rstrip("*?")
        is_prefix = "*" in piece.text[len(stem) :]
        if _SIGNS.search(stem):
            plain = _SIGNS.sub(" ", stem).strip()
            self._note(NoteCode.WILDCARD_INSIDE, piece.text, plain)
            return plain, False
        if is_prefix and len(_LETTERS.findall(stem)) < SHORTEST_PREFIX:
            if stem:
                self._note(NoteCode.SHORT_PREFIX, piece.text, stem)
            return stem, False
        return stem, is_prefix

    def _bounded(self, pieces: list[Lexeme]) -> list[Lexeme]:
        words = [piece for piece in pieces if piece.kind in (Kind.WORD, Kind.QUOTED)]
        if len(words) <= MOST_WORDS:
            return pieces
        rest = words[MOST_WORDS]
        self._note(NoteCode.TOO_MANY_WORDS, self._text[rest.start :][:40])
        return [piece for piece in pieces if piece.start < rest.start]

    def _peek(self) -> Kind | None:
        return self._pieces[self._at].kind if self._at < len(self._pieces) else None

    def _note(self, code: NoteCode, typed: str, searched: str = "") -> None:
        self.notes.append(Note(code, typed, searched))


def _group(kind: type[And | Or], parts: list[Syntax]) -> Syntax | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    flat: list[Syntax] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else [part])
    return kind(Span(parts[0].span.start, parts[-1].span.end), tuple(flat))


def _with_span(syntax: Syntax, span: Span) -> Syntax:
    """Give a group in parentheses the place of its parentheses, so that it is removed with them."""
    return type(syntax)(span, *(getattr(syntax, name) for name in type(syntax).__slots__ if name != "span"))


def _years(text: str, span: Span) -> Years | None:
    if decade := _DECADE.fullmatch(text):
        return Years(span, int(decade[1]), int(decade[1]) + 9)
    match = _YEARS.fullmatch(text)
    if match is None or not (match[1] or match[3]):
        return None
    first = int(match[1]) if match[1] else None
    last = int(match[3]) if match[3] else None
    if not match[2]:
        last = first
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Years(span, first, last)
