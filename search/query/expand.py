"""Compile what a person typed into the query tree: each word becomes the best of its forms over weighted fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from search.analysis import Analyzer, Form, Forms
from search.query.filters import Range
from search.query.syntax import And, Or, Quoted, Syntax, Without, Word, Years
from search.query.tree import (
    SHORTEST_PREFIX,
    All,
    AllOf,
    AnyOf,
    BestOf,
    Boost,
    Leaf,
    Node,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Term,
    Where,
)


class Spelling(StrEnum):
    """The switch of the search form."""

    EVERY = "every"
    EXACT = "exact"


_FORM_WEIGHT = {Form.EXACT: 1.1, Form.SCRIPT: 1.0, Form.STEM: 0.8}
_FIRST_YEAR, _LAST_YEAR = 1, 9999


@dataclass(frozen=True)
class Expansion:
    """How words are searched: by which analysis, in which text fields with which weights, in which spelling."""

    analyzer: Analyzer
    weights: Mapping[str, float]
    spelling: Spelling = Spelling.EVERY


def expand(syntax: Syntax | None, expansion: Expansion) -> Node:
    """Return the tree of a query: All for an empty one, Nothing for one that no document can match."""
    return All() if syntax is None else _node(syntax, expansion)


def expand_loosely(syntax: Syntax | None, expansion: Expansion) -> Node:
    """Return a tree that matches any of the words wanted: which pages of a record found show them best.

    Words of fields that the expansion does not hold, years and what must not be there are left out.
    """
    if syntax is None:
        return Nothing()
    parts = tuple(_node(part, expansion) for part in _wanted(syntax) if _is_held(part, expansion))
    return AnyOf(parts) if len(parts) > 1 else parts[0] if parts else Nothing()


def _node(syntax: Syntax, expansion: Expansion) -> Node:
    match syntax:
        case And(parts=parts):
            return AllOf(tuple(_node(part, expansion) for part in parts))
        case Or(parts=parts):
            return AnyOf(tuple(_node(part, expansion) for part in parts))
        case Without(part=part):
            return Not(_node(part, expansion))
        case Years(first=first, last=last):
            return _years(first, last)
        case Quoted(text=text, field=field):
            return _phrase(text, _weights(field, expansion), expansion)
        case Word(text=text, field=field, is_prefix=True):
            return _prefix(text, _weights(field, expansion), expansion)
        case Word(text=text, field=field):
            chunks = [_chunk(chunk, _weights(field, expansion), expansion) for chunk in text.split()]
            return chunks[0] if len(chunks) == 1 else AllOf(tuple(chunks))


def _chunk(chunk: str, weights: Mapping[str, float], expansion: Expansion) -> Node:
    """Search one word in its forms, or what signs hold together (23-1732, qadr-qimmat) as parts and as a whole."""
    forms = [token.forms for token in expansion.analyzer.chunk(chunk)]
    if len(forms) > 1:
        whole = Forms("".join(each.exact for each in forms), "".join(each.script for each in forms), ())
        return _best([*_phrases(forms, weights, expansion), *_terms(whole, weights, expansion, stems=False)])
    return _best(_terms(forms[0], weights, expansion, stems=True)) if forms else Nothing()


def _phrase(text: str, weights: Mapping[str, float], expansion: Expansion) -> Node:
    forms = [token.forms for token in expansion.analyzer.tokens(text)]
    if len(forms) == 1:
        return _best(_terms(forms[0], weights, expansion, stems=False))
    return _best(_phrases(forms, weights, expansion))


def _prefix(text: str, weights: Mapping[str, float], expansion: Expansion) -> Node:
    forms = [token.forms for token in expansion.analyzer.tokens(text)]
    if len(forms) != 1:
        return _chunk(text, weights, expansion)
    values = [(form, value) for form, value in _values(forms[0], expansion) if len(value) >= SHORTEST_PREFIX]
    if not values:
        return _chunk(text, weights, expansion)
    return _best([_weighed(Prefix(field, *value), weight) for field, weight in weights.items() for value in values])


def _terms(forms: Forms, weights: Mapping[str, float], expansion: Expansion, *, stems: bool) -> list[Node]:
    values = _values(forms, expansion)
    if stems and expansion.spelling is Spelling.EVERY:
        values += [(Form.STEM, stem) for stem in forms.stems]
    weighed = [(form, value, _FORM_WEIGHT[form]) for form, value in values]
    return [
        _weighed(Term(field, form, value), weight * by_form)
        for field, weight in weights.items()
        for form, value, by_form in weighed
    ]


def _phrases(forms: list[Forms], weights: Mapping[str, float], expansion: Expansion) -> list[Node]:
    exact, script = tuple(each.exact for each in forms), tuple(each.script for each in forms)
    values = [(Form.EXACT, exact)]
    if expansion.spelling is Spelling.EVERY:
        values = [(Form.SCRIPT, script)] if script == exact else [(Form.EXACT, exact), (Form.SCRIPT, script)]
    return [
        _weighed(Phrase(field, form, words), weight * _FORM_WEIGHT[form])
        for field, weight in weights.items()
        for form, words in values
    ]


def _values(forms: Forms, expansion: Expansion) -> list[tuple[Form, str]]:
    """Return the distinct tokens to search; the Latin key also finds what is written like it."""
    if expansion.spelling is Spelling.EXACT:
        return [(Form.EXACT, forms.exact)]
    if forms.exact == forms.script:
        return [(Form.SCRIPT, forms.script)]
    return [(Form.EXACT, forms.exact), (Form.SCRIPT, forms.script)]


def _weights(field: str, expansion: Expansion) -> Mapping[str, float]:
    return {field: 1.0} if field in expansion.weights else expansion.weights


def _weighed(leaf: Leaf, weight: float) -> Node:
    return leaf if weight == 1.0 else Boost(leaf, weight)


def _best(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else BestOf(tuple(parts)) if parts else Nothing()


def _years(first: int | None, last: int | None) -> Node:
    """Return the records whose dates touch the years: days are proleptic ordinals, as ``date.toordinal``."""
    parts: list[Node] = []
    if first is not None:
        parts.append(Where(Range("date_to", gte=date(_year(first), 1, 1).toordinal())))
    if last is not None:
        parts.append(Where(Range("date_from", lte=date(_year(last), 12, 31).toordinal())))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _year(year: int) -> int:
    return min(max(year, _FIRST_YEAR), _LAST_YEAR)


def _wanted(syntax: Syntax) -> Iterable[Word | Quoted]:
    match syntax:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _wanted(part)
        case Word() | Quoted():
            yield syntax
        case _:
            return


def _is_held(part: Word | Quoted, expansion: Expansion) -> bool:
    return not part.field or part.field in expansion.weights
