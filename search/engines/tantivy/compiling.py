"""Compile the query tree and filters into Tantivy queries that score as Elasticsearch would."""

from __future__ import annotations

import re

import tantivy
from tantivy import FieldType, Occur, Query

from search.analysis import Form
from search.engines.documents import field_name
from search.engines.errors import QueryRefused, UnknownField
from search.engines.schema import IndexSchema
from search.query import filters as conditions
from search.query.filters import Every, Filter, In, Negate, Range
from search.query.tree import (
    ANY_LETTERS,
    ONE_LETTER,
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


class Compiler:
    """Compiles for one schema; unknown fields raise ``UnknownField``, trees out of bounds ``QueryRefused``."""

    def __init__(self, schema: IndexSchema, built: tantivy.Schema) -> None:
        self._schema = schema
        self._built = built
        self._fields = {(text.name, form): field_name(text.name, form) for text in schema.texts for form in Form}

    def compile(self, query: Node, filters: tuple[Filter, ...] = ()) -> Query:
        """Return the query with all filters, which never change its score."""
        return self.narrow(self.tree(query), filters)

    def tree(self, query: Node) -> Query:
        """Return the query alone, to be narrowed in several ways."""
        try:
            check(query)
        except TreeRefused as error:
            raise QueryRefused(str(error)) from error
        return self._node(query)

    def narrow(self, compiled: Query, filters: tuple[Filter, ...]) -> Query:
        """Return a compiled query with all filters."""
        if not filters:
            return compiled
        return Query.boolean_query([(Occur.Must, compiled), *((Occur.Must, self._unscored(each)) for each in filters)])

    def _node(self, node: Node) -> Query:
        match node:
            case Boost(part=part, weight=weight):
                return Query.boost_query(self._node(part), weight)
            case Term(field=field, form=form, text=text):
                return Query.term_query(self._built, self._field(field, form), text)
            case BestOf(parts=parts):
                return Query.disjunction_max_query([self._node(part) for part in parts])
            case Phrase() | Prefix() | Wildcard() | Fuzzy():
                return self._leaf(node)
            case AnyOf(parts=parts):
                return Query.boolean_query([(Occur.Should, self._node(part)) for part in parts])
            case AllOf(parts=parts):
                return self._all_of(parts)
            case Not():
                return self._all_of((node,))
            case Where(condition=condition):
                return self._unscored(condition)
            case All() | Nothing():
                return _everything() if isinstance(node, All) else Query.empty_query()

    def _all_of(self, parts: tuple[Node, ...]) -> Query:
        """Join parts; with nothing but exclusions and filters the base is every document, scored alike."""
        clauses = []
        scored = False
        for part in parts:
            if isinstance(part, Not):
                clauses.append((Occur.MustNot, self._node(part.part)))
            else:
                clauses.append((Occur.Must, self._node(part)))
                scored = scored or not isinstance(part, Where)
        if not scored:
            clauses.append((Occur.Must, _everything()))
        return Query.boolean_query(clauses)

    def _field(self, name: str, form: Form) -> str:
        field = self._fields.get((name, form))
        if field is None:
            raise UnknownField(f"The index {self._schema.name} has no text field {name!r}.")
        return field

    def _leaf(self, leaf: Phrase | Prefix | Wildcard | Fuzzy) -> Query:
        field = self._field(leaf.field, leaf.form)
        match leaf:
            case Prefix(text=text):
                return Query.fuzzy_term_query(self._built, field, text, distance=0, prefix=True)
            case Wildcard(pattern=pattern):
                return Query.regex_query(self._built, field, _regex(pattern))
            case Fuzzy(text=text, distance=distance):
                return Query.fuzzy_term_query(self._built, field, text, distance=distance)
            case Phrase(words=words, slop=0):
                return Query.phrase_query(self._built, field, list(words))
            case Phrase(words=words, slop=slop):
                near = Query.const_score_query(Query.phrase_query(self._built, field, list(words), slop=slop), 0.0)
                terms = [(Occur.Must, Query.term_query(self._built, field, word)) for word in words]
                return Query.boolean_query([*terms, (Occur.Must, near)])

    def _unscored(self, condition: Filter) -> Query:
        return Query.const_score_query(self._filter(condition), 0.0)

    def _filter(self, condition: Filter) -> Query:
        match condition:
            case In(field=field, values=values):
                return self._in(field, values)
            case Range(field=field, gte=gte, lte=lte):
                self._known(field, self._schema.number_names())
                return _between(self._built, field, gte, lte)
            case conditions.Exists(field=field):
                self._known(field, self._schema.number_names() | self._schema.keyword_names())
                return Query.exists_query(field)
            case Every(parts=parts):
                clauses = [(Occur.Must, self._filter(part)) for part in parts]
                return Query.boolean_query(clauses) if clauses else Query.all_query()
            case conditions.Either(parts=parts):
                clauses = [(Occur.Should, self._filter(part)) for part in parts]
                return Query.boolean_query(clauses) if clauses else Query.empty_query()
            case Negate(part=part):
                return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, self._filter(part))])

    def _in(self, field: str, values: tuple[str | int, ...]) -> Query:
        self._known(field, self._schema.number_names() | self._schema.keyword_names())
        if not values:
            return Query.empty_query()
        if field in self._schema.number_names():
            if not all(isinstance(value, int) for value in values):
                raise QueryRefused(f"The field {field} is compared with whole numbers.")
            exact = [_between(self._built, field, int(value), int(value)) for value in values]
            return Query.boolean_query([(Occur.Should, each) for each in exact])
        if len(values) == 1:
            return Query.term_query(self._built, field, str(values[0]))
        return Query.term_set_query(self._built, field, [str(value) for value in values])

    def _known(self, field: str, names: frozenset[str]) -> None:
        if field not in names:
            raise UnknownField(f"The index {self._schema.name} has no field {field!r} for this filter.")


def _regex(pattern: str) -> str:
    """Return the expression of a pattern; the engine holds it against whole tokens, so it needs no anchors."""
    return re.escape(pattern).replace(re.escape(ANY_LETTERS), ".*").replace(re.escape(ONE_LETTER), ".")


def _everything() -> Query:
    """Return all documents with a score of 1. A bare query for all loses its score within another query."""
    return Query.const_score_query(Query.all_query(), 1.0)


def _between(built: tantivy.Schema, field: str, gte: int | None, lte: int | None) -> Query:
    if gte is None and lte is None:
        return Query.exists_query(field)
    return Query.range_query(built, field, FieldType.Integer, lower_bound=gte, upper_bound=lte)
