"""Documents and query trees by chance, the same ones at every run, for comparing engines."""

from __future__ import annotations

import random

from search.analysis import FieldForms, Form
from search.engines.base import Histogram, Put, SearchRequest, SortKey, Terms
from search.engines.schema import IndexDocument
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
    Where,
    Wildcard,
)
from tests.contract.engines.asking import ANALYZER

_STEMS = ("bojxona", "tarix", "kitob", "shahar", "yoʻl", "таможня", "архив", "город", "дорога", "музей", "museum",
          "road", "silver", "station", "letter", "oltin")  # fmt: skip
_ENDINGS = ("", "", "lar", "ning", "da", "ов", "ам", "s", "ed")
_TEXTS = ("title", "names", "subjects", "description", "text")
_KINDS, _SUBJECTS = ("document", "photo", "recording"), tuple(f"s{n}" for n in range(30))


class Chance:
    """A source of documents and questions that depends on its seed alone."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._words = [stem + ending for stem in _STEMS for ending in _ENDINGS]

    def documents(self, count: int) -> list[Put]:
        return [self._document(f"d{number}") for number in range(count)]

    def requests(self, count: int) -> list[SearchRequest]:
        return [self._request() for _ in range(count)]

    def _text(self, longest: int) -> str:
        rng = self._rng
        return " ".join(rng.choice(self._words) for _ in range(rng.randint(1, longest)))

    def _document(self, name: str) -> Put:
        rng = self._rng
        texts = {"text": ANALYZER.field(self._text(60))}
        for field in _TEXTS[:-1]:
            if rng.random() < 0.6:
                values = [ANALYZER.field(self._text(6)) for _ in range(rng.randint(1, 3))]
                texts[field] = FieldForms.join(values)
        keywords = {"record": [name], "kind": [rng.choice(_KINDS)], "access": [rng.choice(("public", "staff"))]}
        if rng.random() < 0.8:
            keywords["subject"] = sorted({rng.choice(_SUBJECTS) for _ in range(3)})
        numbers = {"year": 1900 + rng.randint(0, 60)} if rng.random() < 0.8 else {}
        sorts = {"title_key": self._text(2)} if rng.random() < 0.9 else {}
        return Put(IndexDocument(name, 1, texts, keywords, numbers, sorts))

    def _request(self) -> SearchRequest:
        rng = self._rng
        facets = (
            Terms("kind", ignoring=("kind",) if rng.random() < 0.5 else ()),
            Terms("subject", size=rng.choice((3, 10, 40))),
            Terms("year", size=5),
            Histogram("year", 10, ignoring=("year",) if rng.random() < 0.5 else ()),
        )
        filters = tuple(self._filter(2) for _ in range(rng.choice((0, 0, 1, 2))))
        sort = rng.choice((None, None, None, SortKey("year"), SortKey("title_key"), SortKey("year", descending=True)))
        return SearchRequest(self._tree(4), filters, sort, offset=rng.choice((0, 0, 7)), facets=facets)

    def _tree(self, depth: int) -> Node:
        rng = self._rng
        if depth == 0 or rng.random() < 0.3:
            return self._leaf()
        parts = tuple(self._tree(depth - 1) for _ in range(rng.randint(0 if rng.random() < 0.05 else 1, 4)))
        match rng.choice(("all", "all", "any", "any", "best", "not", "boost")):
            case "all":
                return AllOf(parts)
            case "any":
                return AnyOf(parts)
            case "best":
                return BestOf(parts)
            case "not":
                return Not(self._tree(depth - 1))
            case _:
                return Boost(self._tree(depth - 1), rng.choice((0.25, 1.5, 2.0, 3.7)))

    def _leaf(self) -> Node:
        rng = self._rng
        field, form = rng.choice(_TEXTS), rng.choice((Form.EXACT, Form.SCRIPT))
        token = self._token(form)
        match rng.choice(("term", "term", "term", "stem", "phrase", "near", "prefix", "wildcard", "fuzzy", "other")):
            case "term":
                return Term(field, form, token)
            case "stem":
                return Term(field, Form.STEM, self._token(Form.STEM))
            case "phrase":
                return Phrase(field, form, (token, self._token(form)))
            case "near":
                other = self._token(form)
                return Phrase(field, form, (token, other), slop=rng.randint(1, 12)) if other != token else Nothing()
            case "prefix":
                return Prefix(field, form, token[: rng.randint(2, 5)])
            case "wildcard":
                return Wildcard(field, form, token[:3] + rng.choice(("*", "?*", "*" + token[-1])))
            case "fuzzy":
                return Fuzzy(field, form, token[:-1] + rng.choice("aoиx"), rng.randint(0, 2))
            case _:
                return rng.choice((All(), Nothing(), Where(self._filter(1))))

    def _token(self, form: Form) -> str:
        (token,) = ANALYZER.tokens(self._rng.choice(self._words))
        return self._rng.choice(token.forms.of(form))

    def _filter(self, depth: int) -> Filter:
        rng = self._rng
        year = 1900 + rng.randint(0, 60)
        if depth == 0 or rng.random() < 0.6:
            return rng.choice(
                (
                    In("kind", tuple(rng.sample(_KINDS, rng.randint(1, 2)))),
                    In("subject", (rng.choice(_SUBJECTS), rng.choice(_SUBJECTS))),
                    In("year", (year, year + 1, year + 5)),
                    Range("year", gte=year),
                    Range("year", lte=year),
                    Exists("subject"),
                    In("access", ("public",)),
                )
            )
        parts = tuple(self._filter(depth - 1) for _ in range(rng.randint(1, 3)))
        return rng.choice((Every(parts), Either(parts), Negate(parts[0])))
