"""Cut a query text into words, phrases, operators and parentheses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from search.query.fields import DATE_FIELDS, FIELDS

EXACT_SIGN, LITERAL_SIGN = "=", "\\"
MINUS = "-−–"

_CLOSING = {'"': '"“”', "“": '"”“', "„": '"”“', "”": '"”', "«": "»"}
_OPENING = "".join(_CLOSING)
_FIELD = re.compile(rf"({'|'.join([*FIELDS, *DATE_FIELDS])}):(?=\S)", re.IGNORECASE)
_CHUNK = re.compile(rf"[^\s(){_OPENING}»]+")
_BLANK = re.compile(r"[\s»]+")
# In small letters "near" is a word; with a distance it is none.
_NEAR = re.compile(r"NEAR(?:/\S*)?|[Nn][Ee][Aa][Rr]/\d+|[Ww]/\d+")
_WITHIN = re.compile(r"~\d*(?=[\s)]|$)")
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not", "&&": "and", "||": "or"}


class Kind(StrEnum):
    WORD = "word"
    QUOTED = "quoted"
    UNCLOSED = "unclosed"
    AND = "and"
    OR = "or"
    NOT = "not"
    NEAR = "near"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query: ``text`` without its signs, characters ``start`` to ``end`` with them.

    ``field`` is the name before a colon, ``is_exact`` says that = stood before it, ``is_literal`` that a backslash did:
    its signs mean nothing. ``within`` is what follows a phrase: the "~5" of ``"a b"~5``.
    """

    kind: Kind
    text: str
    start: int
    end: int
    field: str = ""
    is_exact: bool = False
    is_literal: bool = False
    within: str = ""


def lex(query: str) -> Iterator[Lexeme]:
    """Yield the pieces of a query; every text gives some, none raises."""
    position = 0
    while position < len(query):
        if blank := _BLANK.match(query, position):
            position = blank.end()
            continue
        lexeme = _lexeme(query, position)
        yield lexeme
        position = lexeme.end


def _lexeme(query: str, start: int) -> Lexeme:
    sign = query[start]
    if sign == ")":
        return Lexeme(Kind.CLOSE, sign, start, start + 1)
    if sign in MINUS and _is_negation(query, start):
        return Lexeme(Kind.NOT, sign, start, start + 1)
    field, begin = "", start
    if (named := _FIELD.match(query, start)) and query[named.end()] not in ")»":
        field, begin = named[1].lower(), named.end()
    is_exact = query[begin] == EXACT_SIGN and _goes_on(query, begin + 1)
    begin += is_exact
    is_literal = query[begin] == LITERAL_SIGN and _CHUNK.match(query, begin + 1) is not None
    begin += is_literal
    piece = replace(_piece(query, start, begin), field=field, is_exact=is_exact, is_literal=is_literal)
    if piece.kind is not Kind.WORD or field or is_exact or is_literal:
        return piece
    return replace(piece, kind=_operator(piece.text))


def _piece(query: str, start: int, begin: int) -> Lexeme:
    sign = query[begin]
    if sign == "(":
        return Lexeme(Kind.OPEN, query[start : begin + 1], start, begin + 1)
    if sign in _CLOSING:
        return _quoted(query, start, begin)
    chunk = _CHUNK.match(query, begin)
    end = chunk.end() if chunk else begin + 1
    return Lexeme(Kind.WORD, query[begin:end], start, end)


def _operator(text: str) -> Kind:
    if _NEAR.fullmatch(text):
        return Kind.NEAR
    return Kind(_OPERATORS[text]) if text in _OPERATORS else Kind.WORD


def _goes_on(query: str, at: int) -> bool:
    return at < len(query) and not query[at].isspace() and query[at] not in ")»"


def _is_negation(query: str, start: int) -> bool:
    """Tell -word from a dash that stands alone and from a hyphen inside a word."""
    stands_before = _goes_on(query, start + 1) and query[start + 1] not in MINUS
    return stands_before and (start == 0 or query[start - 1].isspace() or query[start - 1] == "(")


def _quoted(query: str, start: int, begin: int) -> Lexeme:
    closing = _CLOSING[query[begin]]
    end = next((index for index in range(begin + 1, len(query)) if query[index] in closing), -1)
    if end < 0:
        return Lexeme(Kind.UNCLOSED, query[begin], start, begin + 1)
    within = _WITHIN.match(query, end + 1)
    stop = within.end() if within else end + 1
    return Lexeme(Kind.QUOTED, query[begin + 1 : end], start, stop, within=within[0] if within else "")
