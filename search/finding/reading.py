"""Read the query as every part of the service does: one analysis, one expansion for each index."""

from __future__ import annotations

from catalog.access import Audience
from catalog.vocabulary.spelling import CYRILLIC, spell
from search.access import access_filters
from search.analysis import Form
from search.engines.schema import RECORDS, UNITS, IndexSchema
from search.indices import Indices, analyzer
from search.query import Expansion, Reading, Respell, Spelling, expand, expand_loosely, read
from search.query.labels import Lookup
from search.query.syntax import And, Dates, Or, Syntax, Without
from search.query.tree import AnyOf, Node, Term

LONGEST_RESPELLED = 40


def read_query(text: str, *, exactly: bool, respell: Respell | None = None, lookup: Lookup | None = None) -> Reading:
    """Read a query text.

    ``respell`` gives the other spellings of a word that are worth saying, ``lookup`` names in other languages.
    """
    spelling = Spelling.EXACT if exactly else Spelling.EVERY
    return read(text, analyzer(), spelling=spelling, respell=respell, lookup=lookup)


def record_tree(reading: Reading) -> Node:
    """Return the tree that records are searched by."""
    return expand(reading.syntax, _expansion(RECORDS, reading))


def unit_tree(reading: Reading) -> Node:
    """Return the tree by which the best pages of a record are chosen, and by which words are matched: any word."""
    return expand_loosely(reading.syntax, _expansion(UNITS, reading))


def strict_unit_tree(reading: Reading) -> Node:
    """Return the tree of pages that have all that was asked."""
    return expand(reading.syntax, _expansion(UNITS, reading))


def _expansion(schema: IndexSchema, reading: Reading) -> Expansion:
    return Expansion(analyzer(), schema.weights, reading.spelling, reading.meant)


def asks_text_only(syntax: Syntax | None) -> bool:
    """Say whether every part of a query may be asked of a page: no field but the text, no dates."""
    match syntax:
        case None | Dates():
            return False
        case And(parts=parts) | Or(parts=parts):
            return all(asks_text_only(part) for part in parts)
        case Without(part=part):
            return asks_text_only(part)
        case _:
            return syntax.field in {"", "text"}


def seen_spellings(word: str, indices: Indices, audience: Audience) -> list[str]:
    """Return the spellings of a word in the other alphabet that stand in texts the audience may see."""
    if len(word) > LONGEST_RESPELLED:
        return []
    filters = access_filters(audience)
    return [other for other in other_spellings(word) if indices.records.count(_anywhere(other), filters)]


def _anywhere(word: str) -> Node:
    forms = [token.forms.exact for token in analyzer().tokens(word)]
    return AnyOf(tuple(Term(name, Form.EXACT, form) for name in sorted(RECORDS.text_names()) for form in forms))


def other_spellings(word: str) -> list[str]:
    """Return a word in the other alphabet of Uzbek: Latin for Cyrillic, Cyrillic for Latin."""
    lowered = word.lower()
    if any("а" <= sign <= "ӿ" for sign in lowered):
        latin = [token.forms.script for token in analyzer().tokens(lowered)]
        return [form for form in latin if form != lowered]
    return [other] if (other := spell(lowered, CYRILLIC)) != lowered else []
