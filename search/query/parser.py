"""Read a query text as words, phrases and operators; nothing a person types is an error."""

from __future__ import annotations

from search.query.bounds import group, negated, pruned
from search.query.dates import read_period
from search.query.fields import DATE_FIELDS, FIELDS
from search.query.lexer import Kind, Lexeme, lex
from search.query.near import NearReader
from search.query.syntax import And, Dates, Note, NoteCode, Or, Quoted, Span, Syntax
from search.query.words import WordReader, is_searchable

LONGEST_QUERY = 1000
MOST_WORDS = 30
DEEPEST_PARENTHESES = 20

_ENDS = (None, Kind.CLOSE)
_JOINS = (Kind.AND, Kind.OR, Kind.NEAR)


def parse(query: str) -> tuple[Syntax | None, tuple[Note, ...]]:
    """Return what the query says, and notes on what was not understood; None when no word is left to search."""
    parser = _Parser(query)
    return parser.query(), tuple(parser.notes)


class _Parser:
    """One pass over the pieces: or → and → not → near → word, phrase, group."""

    def __init__(self, query: str) -> None:
        self.notes: list[Note] = []
        if len(query) > LONGEST_QUERY:
            self._note(NoteCode.TOO_LONG, query[LONGEST_QUERY:][:40])
            query = query[:LONGEST_QUERY]
        self._text = query
        self._pieces = self._bounded(list(lex(query)))
        self._at = 0
        self._fields = [""]  # the field named before each open parenthesis, and whether = stood before it
        self._exact = [False]
        self._words = WordReader(query, self.notes)
        self._near = NearReader(query, self.notes)

    def query(self) -> Syntax | None:
        parts: list[Syntax] = []
        while self._at < len(self._pieces):
            if (part := self._either()) is not None:
                parts.append(part)
            if self._peek() is Kind.CLOSE:
                self._note(NoteCode.STRAY_PARENTHESIS, ")")
                self._at += 1
        whole = group(And, parts)
        if whole is None:
            if self._text.strip():
                self._note(NoteCode.NO_WORDS, self._text.strip())
            return None
        kept = pruned(whole)
        if kept != whole:
            self._note(NoteCode.TOO_DEEP, "(")
        return kept

    def _either(self) -> Syntax | None:
        parts: list[Syntax] = []
        waiting: Lexeme | None = None
        while self._peek() not in _ENDS:
            if self._peek() is Kind.OR:
                waiting = self._operator(waiting, joins=bool(parts))
            elif (part := self._both()) is not None:
                parts.append(part)
                waiting = None
        self._left_over(waiting)
        return group(Or, parts)

    def _both(self) -> Syntax | None:
        parts: list[Syntax] = []
        waiting: Lexeme | None = None
        while self._peek() not in (*_ENDS, Kind.OR):
            if self._peek() is Kind.AND:
                waiting = self._operator(waiting, joins=bool(parts))
            elif (part := self._not()) is not None:
                parts.append(part)
                waiting = None
        self._left_over(waiting)
        return group(And, parts)

    def _operator(self, waiting: Lexeme | None, *, joins: bool) -> Lexeme | None:
        """Take an operator; return the one that waits for what it joins, noting one with nothing before it."""
        piece = self._take()
        if waiting is None and joins:
            return piece
        self._left_over(piece)
        return waiting

    def _left_over(self, operator: Lexeme | None) -> None:
        if operator is not None:
            self._note(NoteCode.DANGLING_OPERATOR, operator.text)

    def _not(self) -> Syntax | None:
        start, times = self._pieces[self._at].start, 0
        while self._peek() is Kind.NOT:
            sign = self._take()
            times += 1
            if self._peek() in (*_ENDS, Kind.AND, Kind.OR):
                self._left_over(sign)
                return None
        part = self._close_by()
        if part is None or times % 2 == 0:
            return part
        return negated(Span(start, part.span.end), part)

    def _close_by(self) -> Syntax | None:
        """Return a word, phrase or group, or several that NEAR joins."""
        left: Syntax | None = None
        while self._peek() is Kind.NEAR:
            self._left_over(self._take())
        if self._peek() not in (*_ENDS, Kind.AND, Kind.OR):
            left = self._factor()
        while self._peek() is Kind.NEAR:
            near = self._take()
            while self._peek() is Kind.NEAR:
                self._left_over(self._take())
            if self._peek() in (*_ENDS, Kind.AND, Kind.OR):
                self._left_over(near)
                break
            is_negated = self._peek() is Kind.NOT
            right = self._not() if is_negated else self._factor()
            if left is None or right is None:
                self._left_over(near)
                left = left or right
            else:
                left = self._near.join(left, right, near)
        return left

    def _factor(self) -> Syntax | None:
        piece = self._take()
        field = FIELDS.get(piece.field, self._fields[-1])
        is_exact = piece.is_exact or self._exact[-1]
        match piece.kind:
            case Kind.OPEN:
                return self._parenthesis(piece, field, is_exact=is_exact)
            case Kind.UNCLOSED:
                self._note(NoteCode.UNCLOSED_QUOTE, self._text[piece.start :], self._text[piece.end :].strip())
                return None
            case Kind.QUOTED:
                return self._quoted(piece, field, is_exact=is_exact)
            case _:
                return self._words.read(piece, field, is_exact=is_exact)

    def _parenthesis(self, opening: Lexeme, field: str, *, is_exact: bool) -> Syntax | None:
        if len(self._fields) > DEEPEST_PARENTHESES:
            self._note(NoteCode.TOO_DEEP, opening.text)
            return None
        self._fields.append(field)
        self._exact.append(is_exact)
        inside = self._either()
        self._fields.pop()
        self._exact.pop()
        if self._peek() is not Kind.CLOSE:
            self._note(NoteCode.UNCLOSED_PARENTHESIS, opening.text)
            return inside
        closing = self._take()
        return _with_span(inside, Span(opening.start, closing.end)) if inside is not None else None

    def _quoted(self, piece: Lexeme, field: str, *, is_exact: bool) -> Syntax | None:
        span = Span(piece.start, piece.end)
        if piece.field in DATE_FIELDS:
            if (period := read_period(piece.text.strip())) is not None:
                return Dates(span, *period)
            self._note(NoteCode.UNKNOWN_DATES, self._text[piece.start : piece.end], piece.text)
        if not is_searchable(piece.text):
            return None
        phrase = Quoted(span, piece.text, field, is_exact)
        return self._near.within(phrase, piece.within) if piece.within else phrase

    def _bounded(self, pieces: list[Lexeme]) -> list[Lexeme]:
        words = [piece for piece in pieces if piece.kind in (Kind.WORD, Kind.QUOTED)]
        if len(words) <= MOST_WORDS:
            return pieces
        rest = words[MOST_WORDS]
        self._note(NoteCode.TOO_MANY_WORDS, self._text[rest.start :][:40])
        return [piece for piece in pieces if piece.start < rest.start]

    def _take(self) -> Lexeme:
        piece = self._pieces[self._at]
        self._at += 1
        return piece

    def _peek(self) -> Kind | None:
        return self._pieces[self._at].kind if self._at < len(self._pieces) else None

    def _note(self, code: NoteCode, typed: str, searched: str = "") -> None:
        self.notes.append(Note(code, typed, searched))


def _with_span(syntax: Syntax, span: Span) -> Syntax:
    """Give a group in parentheses the place of its parentheses, so that it is removed with them."""
    return type(syntax)(span, *(getattr(syntax, name) for name in type(syntax).__slots__ if name != "span"))
