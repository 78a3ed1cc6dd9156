"""Cut a query text into words, phrases, operators and parentheses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

FIELDS = {
    "title": "title", "creator": "names", "name": "names", "subject": "subjects", "place": "places",
    "id": "identifiers", "identifier": "identifiers", "text": "text", "description": "description",
}  # fmt: skip
"""The fields a person may name, and the text field each stands for."""
YEAR_FIELDS = frozenset(("year", "date"))

_CLOSING = {'"': '"“”', "“": '"”“', "„": '"“”', "”": '"”', "«": "»"}
_OPENING = "".join(_CLOSING)
_FIELD = re.compile(rf"({'|'.join([*FIELDS, *YEAR_FIELDS])}):(?=\S)", re.IGNORECASE)
_CHUNK = re.compile(rf"[^\s(){_OPENING}»]+")
_BLANK = re.compile(r"[\s»]+")
_MINUS = "-−–"
_OPERATORS = {"AND": "and", "OR": "or", "NOT": "not", "&&": "and", "||": "or"}


class Kind(StrEnum):
    WORD = "word"
    QUOTED = "quoted"
    UNCLOSED = "unclosed"
    AND = "and"
    OR = "or"
    NOT = "not"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query: ``text`` without its signs, characters ``start`` to ``end`` with them."""

    kind: Kind
    text: str
    start: int
    end: int
    field: str = ""


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
    if sign in _MINUS and _is_negation(query, start):
        return Lexeme(Kind.NOT, sign, start, start + 1)
    field, begin = "", start
    if (named := _FIELD.match(query, start)) and query[named.end()] not in ")»":
        field, begin = named[1].lower(), named.end()
    if query[begin] == "(":
        return Lexeme(Kind.OPEN, query[start : begin + 1], start, begin + 1, field)
    if query[begin] in _CLOSING:
        return _quoted(query, start, begin, field)
    chunk = _CHUNK.match(query, begin)
    end = chunk.end() if chunk else begin + 1
    text = query[begin:end]
    kind = Kind(_OPERATORS[text]) if not field and text in _OPERATORS else Kind.WORD
    return Lexeme(kind, text, start, end, field)


def _is_negation(query: str, start: int) -> bool:
    """Tell -word from a dash that stands alone and from a hyphen inside a word."""
    following = query[start + 1 : start + 2]
    stands_before = bool(following) and not following.isspace() and following not in _MINUS + ")»"
    return stands_before and (start == 0 or query[start - 1].isspace() or query[start - 1] == "(")


def _quoted(query: str, start: int, begin: int, field: str) -> Lexeme:
    closing = _CLOSING[query[begin]]
    end = next((index for index in range(begin + 1, len(query)) if query[index] in closing), -1)
    if end < 0:
        return Lexeme(Kind.UNCLOSED, query[begin], start, begin + 1, field)
    return Lexeme(Kind.QUOTED, query[begin + 1 : end], start, end + 1, field)
