"""Write a query from the answers to a form, in the language that is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from search.analysis.forms import chunk_tokens
from search.query.bounds import group, negated, pruned
from search.query.dates import Period, read_period
from search.query.near import LARGEST_DISTANCE
from search.query.parser import parse
from search.query.printing import print_query
from search.query.syntax import And, Dates, Near, Or, Quoted, Span, Syntax, Without, Word

_NOWHERE = Span(0, 0)


class PeriodNotRead(ValueError):
    """Raised for a date that is none; ``text`` is what was written."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no year, month or day.")
        self.text = text


@dataclass(frozen=True)
class Wishes:
    """What a form asks; every text may be empty, and may use the language itself (bojx*, "a phrase").

    ``near`` are two words or phrases at most ``distance`` words apart; ``in_fields`` pairs a text field with words;
    ``first`` and ``last`` are dates as far as they are known.
    """

    all_of: str = ""
    phrase: str = ""
    any_of: str = ""
    none_of: str = ""
    near: tuple[str, str] = ("", "")
    distance: int = 5
    in_fields: tuple[tuple[str, str], ...] = ()
    first: str = ""
    last: str = ""


def compose(wishes: Wishes) -> str:
    """Return the query that says all of it; "" where nothing is asked. Raises ``PeriodNotRead``."""
    parts = [part for part in _parts(wishes) if part is not None]
    whole = group(And, parts)
    return print_query(pruned(whole) if whole is not None else None)


def _parts(wishes: Wishes) -> Iterator[Syntax | None]:
    yield parse(wishes.all_of)[0]
    yield _run(wishes.phrase, always_quoted=True)
    yield group(Or, _pieces(wishes.any_of))
    yield _near(wishes)
    for field, text in wishes.in_fields:
        words = parse(text)[0]
        yield _in_field(words, field) if words is not None else None
    yield _dates(wishes.first.strip(), wishes.last.strip())
    for part in _pieces(wishes.none_of):
        yield negated(part.span, part)


def _pieces(text: str) -> tuple[Syntax, ...]:
    read = parse(text)[0]
    return read.parts if isinstance(read, And | Or) else (read,) if read is not None else ()


def _run(text: str, *, always_quoted: bool = False) -> Word | Quoted | None:
    """Return one word, or several as a phrase; quotation marks around or within them mean nothing here."""
    bare = " ".join(text.translate(dict.fromkeys(map(ord, '"“”„«»'), " ")).split())
    tokens = len(chunk_tokens(bare))
    if not tokens:
        return None
    return Quoted(_NOWHERE, bare) if always_quoted or tokens > 1 or " " in bare else Word(_NOWHERE, bare)


def _near(wishes: Wishes) -> Syntax | None:
    sides = [side for text in wishes.near if (side := _run(text)) is not None]
    if len(sides) < 2:
        return sides[0] if sides else None
    return Near(_NOWHERE, tuple(sides), (min(max(1, wishes.distance), LARGEST_DISTANCE),))


def _in_field(syntax: Syntax, field: str) -> Syntax:
    match syntax:
        case And(parts=parts) | Or(parts=parts) | Near(parts=parts):
            return replace(syntax, parts=_each_in_field(parts, field))
        case Without(part=part):
            return replace(syntax, part=_in_field(part, field))
        case Dates():
            return syntax
        case _:
            return syntax if syntax.field else replace(syntax, field=field)


def _each_in_field(parts: Iterable[Syntax], field: str) -> tuple[Syntax, ...]:
    return tuple(_in_field(part, field) for part in parts)


def _dates(first: str, last: str) -> Dates | None:
    if not first and not last:
        return None
    begin, end = _period(first), _period(last)
    earliest, latest = begin[0], end[1]
    if earliest is not None and latest is not None and earliest.earliest > latest.latest:
        earliest, latest = end[0], begin[1]
    return Dates(_NOWHERE, earliest, latest)


def _period(text: str) -> Period:
    if not text:
        return None, None
    period = read_period(text)
    if period is None:
        raise PeriodNotRead(text)
    return period
