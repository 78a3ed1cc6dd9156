"""Index a small known collection through the real pipeline and ask it what must be found."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.vocabulary.terms import place_terms, subject_terms
from search.analysis import Analyzer
from search.engines.base import Engine, Put, SearchRequest
from search.engines.schema import RECORDS, IndexDocument
from search.query import Expansion, expand, read
from search.query.labels import Label, Lookup, label_keys
from search.query.tree import Node

CASES = Path(__file__).parent / "cases"
_IDENTIFIERS = {
    "ru2": ["23-1732", "1978/45-б"],
    "en3": ["1948/7"],
    "id1": ["КП-1204/3", "Ф. 2, оп. 1, д. 147"],
    "id2": ["978-9943-01-234-5"],
    "id3": ["9789943012345"],
}


@dataclass(frozen=True, slots=True)
class Case:
    """A query, the documents that must be among its first ``top`` hits, and those that must not be found at all."""

    group: str
    query: str
    must_find: frozenset[str]
    must_not_find: frozenset[str]
    top: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case gave: ``missed`` were not in the top, ``wrong`` were found and should not have been."""

    case: Case
    missed: frozenset[str]
    wrong: frozenset[str]

    @property
    def is_right(self) -> bool:
        return not (self.missed or self.wrong)


def cases() -> list[Case]:
    """Read the cases; a row is a query."""
    return [
        Case(
            row["group"],
            row["query"],
            frozenset(row["must_find"].split()),
            frozenset(row["must_not_find"].split()),
            int(row["top"]),
        )
        for row in _rows(CASES / "queries.tsv")
    ]


def fill(engine: Engine, analyzer: Analyzer, *, tell_languages: bool) -> None:
    """Index the collection, with the languages of its documents told or left to the letters."""
    batch = []
    for row in _rows(CASES / "documents.tsv"):
        tags = row["language"].replace("uz-2026", "uz").replace("uz-draft", "uz").split(",") if tell_languages else []
        texts = {
            "title": analyzer.field(row["title"], tags),
            "text": analyzer.field(row["text"].replace("\\n", "\n"), tags),
        }
        if row["id"] in _IDENTIFIERS:
            texts["identifiers"] = analyzer.identifiers(_IDENTIFIERS[row["id"]])
        batch.append(Put(IndexDocument(row["id"], 1, texts, {"record": [row["id"]]}, {})))
    engine.apply(batch, 1)


def tree_of(query: str, analyzer: Analyzer) -> Node:
    """Read a query as the site does that holds the starter vocabulary."""
    reading = read(query, analyzer, lookup=vocabulary(analyzer))
    return expand(reading.syntax, Expansion(analyzer, RECORDS.weights, meant=reading.meant))


@cache
def vocabulary(analyzer: Analyzer) -> Lookup:
    """Return a look-up in the starter vocabulary."""
    known: dict[str, list[Label]] = {}
    for term in (*subject_terms(), *place_terms()):
        labels = [Label(name, code) for name, code in zip(term.names, ("uz", "ru", "en"), strict=True)]
        names = [*((label.text, (label.language,)) for label in labels), *((text, ()) for text in term.variants)]
        for text, languages in names:
            for key in label_keys(analyzer.tokens(text, languages)):
                known.setdefault(key, []).extend(labels)
    return lambda keys: {key: known[key] for key in keys if key in known}


def run(case: Case, engine: Engine, analyzer: Analyzer) -> Outcome:
    """Ask one query as the site does."""
    tree = tree_of(case.query, analyzer)
    hits = [hit.id for hit in engine.search(SearchRequest(tree, limit=100)).hits]
    return Outcome(case, case.must_find - set(hits[: case.top]), case.must_not_find & set(hits))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
