"""Write a query back as text: what is written reads as the same query again."""

from __future__ import annotations

from itertools import chain, zip_longest

from search.query.fields import DATE_NAME, NAMES
from search.query.lexer import EXACT_SIGN, LITERAL_SIGN, MINUS
from search.query.parser import parse
from search.query.syntax import And, Dates, Leaf, Near, Or, Pattern, Quoted, Similar, Span, Syntax, Without, Word

_CLOSED_BY = '"“”'


class Printer:
    """Writes parts of one query; words are written as they were ``typed`` there, where that says the same."""

    def __init__(self, typed: str = "") -> None:
        self._typed = typed
        self._known: dict[tuple[Span, Leaf | Dates], str] = {}

    def text(self, syntax: Syntax | None) -> str:
        """Return a text that ``parse`` reads as this query; "" for none."""
        if syntax is None:
            return ""
        text = self._print(syntax)
        # A question mark that ends several words would end a question; behind a parenthesis it is a sign again.
        before, blank, last = text.rpartition(" ")
        return f"{before} ({last})" if blank and last.endswith("?") else text

    def _print(self, syntax: Syntax) -> str:
        match syntax:
            case And(parts=parts):
                return " ".join(self._inside(part, Or) for part in parts)
            case Or(parts=parts):
                return " OR ".join(self._print(part) for part in parts)
            case Without(part=part):
                return f"-{self._inside(part, And, Or, Near)}"
            case Near(parts=parts, distances=distances):
                operators = [f"NEAR/{distance}" for distance in distances]
                pieces = zip_longest([self._inside(part, Or) for part in parts], operators, fillvalue="")
                return " ".join(piece for piece in chain.from_iterable(pieces) if piece)
            case _:
                return self._leaf(syntax)

    def _inside(self, part: Syntax, *grouped: type[Syntax]) -> str:
        text = self._print(part)
        return f"({text})" if isinstance(part, grouped) else text

    def _leaf(self, leaf: Leaf | Dates) -> str:
        known = (leaf.span, leaf)
        if known not in self._known:
            # Dashes before a word mean nothing, but behind the sign of NOT they would hide it.
            typed = self._typed[leaf.span.start : leaf.span.end].lstrip(MINUS)
            self._known[known] = typed if typed and _reads_as(typed, leaf) else print_leaf(leaf)
        return self._known[known]


def print_query(syntax: Syntax | None) -> str:
    """Return a text that ``parse`` reads as this query, in the one way we write it."""
    return Printer().text(syntax)


def print_leaf(leaf: Leaf | Dates) -> str:
    """Return one word, pattern, phrase or time as it is typed."""
    match leaf:
        case Dates(first=first, last=last) if first == last:
            return f"{DATE_NAME}:{first}"
        case Dates(first=first, last=last):
            return f"{first or ''}..{last or ''}"
        case Quoted(text=text):
            return _signed(leaf, f"«{text}»" if any(sign in text for sign in _CLOSED_BY) else f'"{text}"')
        case Pattern(text=text):
            return _signed(leaf, text)
        case Similar(text=text, distance=distance):
            return _signed(leaf, f"{text}~{distance}")
        case Word(text=text, is_prefix=True):
            return _signed(leaf, f"{text}*")
        case Word(text=text):
            plain = _signed(leaf, text)
            return plain if _reads_as(plain, leaf) else _signed(leaf, LITERAL_SIGN + text)


def _signed(leaf: Leaf, text: str) -> str:
    named = f"{NAMES[leaf.field]}:" if leaf.field else ""
    return f"{named}{EXACT_SIGN if leaf.is_exact else ''}{text}"


def _reads_as(text: str, leaf: Leaf | Dates) -> bool:
    return parse(text)[0] == leaf
