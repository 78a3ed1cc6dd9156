"""Compile what a person typed into the query tree: each word becomes the best of its forms over weighted fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from search.analysis import Analyzer, Form, Forms
from search.query.filters import Range
from search.query.labels import Label, Meant, all_words, any_of, joined, of_span, with_labels
from search.query.nearness import Nearness
from search.query.numbers import without_number_signs
from search.query.patterns import pattern_values
from search.query.syntax import And, Dates, Leaf, Near, Or, Pattern, Quoted, Similar, Syntax, Without, Word
from search.query.tree import (
    SHORTEST_PREFIX,
    All,
    AllOf,
    AnyOf,
    BestOf,
    Boost,
    Fuzzy,
    Node,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Term,
    Where,
    Wildcard,
)
from search.query.tree import Leaf as TreeLeaf


class Spelling(StrEnum):
    """The switch of the search form."""

    EVERY = "every"
    EXACT = "exact"


_FORM_WEIGHT = {Form.EXACT: 1.1, Form.SCRIPT: 1.0, Form.STEM: 0.8}


@dataclass(frozen=True)
class Expansion:
    """How words are searched: by which analysis, in which text fields with which weights, in which spelling."""

    analyzer: Analyzer
    weights: Mapping[str, float]
    spelling: Spelling = Spelling.EVERY
    meant: tuple[Meant, ...] = ()
    """Names in other languages that are searched with words of the query."""


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
    if expansion.meant:
        parts = any_of(parts, syntax, expansion.meant, partial(_label, expansion=expansion))
    return AnyOf(parts) if len(parts) > 1 else parts[0] if parts else Nothing()


def _node(syntax: Syntax, expansion: Expansion) -> Node:
    match syntax:
        case And(parts=parts):
            return joined(
                without_number_signs(parts),
                expansion.meant,
                lambda part: _node(part, expansion),
                partial(_label, expansion=expansion),
            )
        case Or(parts=parts):
            return AnyOf(tuple(_node(part, expansion) for part in parts))
        case Without(part=part):
            return Not(_node(part, expansion))
        case Dates():
            return _dates(syntax)
        case Near():
            form = Form.EXACT if expansion.spelling is Spelling.EXACT else Form.SCRIPT
            return Nearness(expansion.analyzer, _weights(syntax.field, expansion), form).node(syntax)
        case _:
            exactly = replace(expansion, spelling=Spelling.EXACT) if syntax.is_exact else expansion
            own = _leaf(syntax, _weights(syntax.field, expansion), exactly)
            return with_labels(own, of_span(syntax, expansion.meant), partial(_label, expansion=expansion))


def _label(label: Label, expansion: Expansion) -> Node:
    """Search a name in another language by all its words, each in any form of that language."""
    return all_words([_chunk(word, expansion.weights, expansion, (label.language,)) for word in label.text.split()])


def _leaf(syntax: Leaf, weights: Mapping[str, float], expansion: Expansion) -> Node:
    match syntax:
        case Quoted(text=text):
            return _phrase(text, weights, expansion)
        case Pattern(text=text):
            return _pattern(text, weights, expansion)
        case Similar(text=text, distance=distance):
            return _similar(text, distance, weights, expansion)
        case Word(text=text, is_prefix=True):
            return _prefix(text, weights, expansion)
        case Word(text=text):
            return _chunk(text, weights, expansion)


def _chunk(chunk: str, weights: Mapping[str, float], expansion: Expansion, languages: tuple[str, ...] = ()) -> Node:
    """Search one word in its forms, or what signs hold together (23-1732, qadr-qimmat) as parts and as a whole."""
    forms = [token.forms for token in expansion.analyzer.chunk(chunk, languages)]
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


def _pattern(text: str, weights: Mapping[str, float], expansion: Expansion) -> Node:
    values = pattern_values(text, every_spelling=expansion.spelling is Spelling.EVERY)
    return _best([_weighed(Wildcard(field, *value), weight) for field, weight in weights.items() for value in values])


def _similar(text: str, distance: int, weights: Mapping[str, float], expansion: Expansion) -> Node:
    """Search words that differ in a few letters, the word itself before them."""
    forms = [token.forms for token in expansion.analyzer.chunk(text)]
    if len(forms) != 1:
        return _chunk(text, weights, expansion)
    form, value = _values(forms[0], expansion)[-1]
    likes = [_weighed(Fuzzy(field, form, value, distance), weight) for field, weight in weights.items()]
    return _best([*_terms(forms[0], weights, expansion, stems=False), *likes])


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


def _weighed(leaf: TreeLeaf, weight: float) -> Node:
    return leaf if weight == 1.0 else Boost(leaf, weight)


def _best(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else BestOf(tuple(parts)) if parts else Nothing()


def _dates(dates: Dates) -> Node:
    """Return the records whose dates touch the time: days are proleptic ordinals, as ``date.toordinal``."""
    parts: list[Node] = []
    if dates.first is not None:
        parts.append(Where(Range("date_to", gte=dates.first.earliest.toordinal())))
    if dates.last is not None:
        parts.append(Where(Range("date_from", lte=dates.last.latest.toordinal())))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _wanted(syntax: Syntax) -> Iterable[Leaf | Near]:
    match syntax:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _wanted(part)
        case Word() | Quoted() | Pattern() | Similar() | Near():
            yield syntax
        case _:
            return


def _is_held(part: Leaf | Near, expansion: Expansion) -> bool:
    return not part.field or part.field in expansion.weights
