"""Compile the query tree and filters into Elasticsearch queries that score as Tantivy does."""

from __future__ import annotations

from typing import Any

from search.analysis import Form
from search.engines.documents import LARGEST, SMALLEST, field_name
from search.engines.errors import QueryRefused, UnknownField
from search.engines.schema import IndexSchema
from search.query.filters import Either, Every, Exists, Filter, In, Negate, Range
from search.query.tree import (
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
    TreeRefused,
    Where,
    Wildcard,
    check,
)

Query = dict[str, Any]

EVERYTHING: Query = {"match_all": {}}
NOTHING: Query = {"match_none": {}}
MOST_VALUES = 65_536
"""The cluster refuses more values in one filter."""


class Compiler:
    """Compiles for one schema; unknown fields raise ``UnknownField``, trees out of bounds ``QueryRefused``."""

    def __init__(self, schema: IndexSchema) -> None:
        self._schema = schema
        self._fields = {(text.name, form): field_name(text.name, form) for text in schema.texts for form in Form}

    def tree(self, query: Node) -> Query:
        """Return the query for a tree."""
        try:
            check(query)
        except TreeRefused as error:
            raise QueryRefused(str(error)) from error
        return self._node(query)

    def filter(self, condition: Filter) -> Query:
        """Return a condition as a query that is not to be scored."""
        match condition:
            case In(field=field, values=values):
                return self._in(field, values)
            case Range(field=field, gte=gte, lte=lte):
                self._known(field, self._schema.number_names())
                return _between(field, gte, lte)
            case Exists(field=field):
                self._known(field, self._schema.number_names() | self._schema.keyword_names())
                return {"exists": {"field": field}}
            case Every(parts=parts):
                return {"bool": {"filter": [self.filter(part) for part in parts]}} if parts else EVERYTHING
            case Either(parts=parts):
                return _any_of([self.filter(part) for part in parts])
            case Negate(part=part):
                return {"bool": {"must_not": [self.filter(part)]}}

    def _node(self, node: Node) -> Query:
        match node:
            case Boost(part=part, weight=weight):
                return {"bool": {"must": [self._node(part)], "boost": weight}}
            case Term(field=field, form=form, text=text):
                return {"term": {self._field(field, form): {"value": text}}}
            case BestOf(parts=parts):
                queries = [self._node(part) for part in parts]
                return {"dis_max": {"queries": queries, "tie_breaker": 0.0}} if queries else NOTHING
            case Phrase() | Prefix() | Wildcard() | Fuzzy():
                return self._leaf(node)
            case AnyOf(parts=parts):
                return _any_of([self._node(part) for part in parts])
            case AllOf(parts=parts):
                return self._all_of(parts)
            case Not():
                return self._all_of((node,))
            case Where(condition=condition):
                return {"constant_score": {"filter": self.filter(condition), "boost": 0.0}}
            case All() | Nothing():
                return EVERYTHING if isinstance(node, All) else NOTHING

    def _all_of(self, parts: tuple[Node, ...]) -> Query:
        """Join parts; with nothing but exclusions and filters the base is every document, scored alike."""
        scored: list[Query] = []
        filters: list[Query] = []
        excluded: list[Query] = []
        for part in parts:
            match part:
                case Not(part=inner):
                    excluded.append(self._node(inner))
                case Where(condition=condition):
                    filters.append(self.filter(condition))
                case _:
                    scored.append(self._node(part))
        return {"bool": {"must": scored or [EVERYTHING], "filter": filters, "must_not": excluded}}

    def _leaf(self, leaf: Phrase | Prefix | Wildcard | Fuzzy) -> Query:
        field = self._field(leaf.field, leaf.form)
        match leaf:
            case Prefix(text=text):
                return {"prefix": {field: {"value": text, "rewrite": "constant_score"}}}
            case Wildcard(pattern=pattern):
                return {"wildcard": {field: {"value": pattern, "rewrite": "constant_score"}}}
            case Fuzzy(text=text, distance=0):
                return {"constant_score": {"filter": {"term": {field: {"value": text}}}}}
            case Fuzzy(text=text, distance=distance):
                return {"fuzzy": {field: {"value": text, "fuzziness": distance, "rewrite": "constant_score"}}}
            case Phrase(words=words) if any(len(word.split()) != 1 for word in words):
                # The cluster would cut such a word; no token of an index has a blank.
                return NOTHING
            case Phrase(words=words, slop=0):
                return _phrase(field, words, 0)
            case Phrase(words=words, slop=slop):
                terms = [{"term": {field: {"value": word}}} for word in words]
                return {"bool": {"must": terms, "filter": [_phrase(field, words, slop)]}}

    def _in(self, field: str, values: tuple[str | int, ...]) -> Query:
        self._known(field, self._schema.number_names() | self._schema.keyword_names())
        if len(values) > MOST_VALUES:
            raise QueryRefused(f"A filter takes at most {MOST_VALUES} values.")
        if field not in self._schema.number_names():
            return {"terms": {field: [str(value) for value in values]}} if values else NOTHING
        if not all(isinstance(value, int) for value in values):
            raise QueryRefused(f"The field {field} is compared with whole numbers.")
        numbers = [int(value) for value in values if SMALLEST <= int(value) <= LARGEST]
        return {"terms": {field: numbers}} if numbers else NOTHING

    def _field(self, name: str, form: Form) -> str:
        field = self._fields.get((name, form))
        if field is None:
            raise UnknownField(f"The index {self._schema.name} has no text field {name!r}.")
        return field

    def _known(self, field: str, names: frozenset[str]) -> None:
        if field not in names:
            raise UnknownField(f"The index {self._schema.name} has no field {field!r} for this filter.")


def narrow(tree: Query, filters: list[Query]) -> Query:
    """Return a query that finds only what all filters let through, scored as before."""
    return {"bool": {"must": [tree], "filter": filters}} if filters else tree


def _any_of(queries: list[Query]) -> Query:
    return {"bool": {"should": queries, "minimum_should_match": 1}} if queries else NOTHING


def _phrase(field: str, words: tuple[str, ...], slop: int) -> Query:
    return {"match_phrase": {field: {"query": " ".join(words), "slop": slop}}}


def _between(field: str, gte: int | None, lte: int | None) -> Query:
    if gte is None and lte is None:
        return {"exists": {"field": field}}
    bounds = {"gte": gte, "lte": lte}
    if (gte is not None and gte > LARGEST) or (lte is not None and lte < SMALLEST):
        return NOTHING
    within = {name: min(max(value, SMALLEST), LARGEST) for name, value in bounds.items() if value is not None}
    return {"range": {field: within}}
