"""Documents and questions that the behaviors of every engine share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from search.analysis import Analyzer, Form
from search.engines.base import (
    Engine,
    Put,
    SearchRequest,
)
from search.engines.schema import IndexDocument
from search.query.filters import Filter
from search.query.tree import (
    Node,
    Term,
)

ANALYZER = Analyzer()


def put(document_id: str, text: str = "", version: int = 1, **given: Any) -> Put:
    """Return a document: ``title`` is text, lists are keywords, whole numbers numbers."""
    texts = {"text": ANALYZER.field(text)} if text else {}
    if title := given.pop("title", ""):
        texts["title"] = ANALYZER.field(title)
    record = given.pop("record", document_id)
    keywords: dict[str, Sequence[str]] = {"record": [record]}
    keywords |= {name: value for name, value in given.items() if isinstance(value, list)}
    numbers = {name: value for name, value in given.items() if isinstance(value, int)}
    sorts = {name: value for name, value in given.items() if isinstance(value, str)}
    return Put(IndexDocument(document_id, version, texts, keywords, numbers, sorts))


def term(text: str, field: str = "text") -> Term:
    return Term(field, Form.EXACT, text)


class Asking:
    """Questions to an engine, and a small library in it."""

    def ids(self, engine: Engine, query: Node, *filters: Filter, **given: Any) -> list[str]:
        return [hit.id for hit in engine.search(SearchRequest(query, filters, **given)).hits]

    def found(self, engine: Engine, query: Node, *filters: Filter) -> set[str]:
        result = engine.search(SearchRequest(query, filters, limit=1000))
        assert result.total == len(result.hits) == engine.count(query, filters)
        return {hit.id for hit in result.hits}

    @pytest.fixture
    def library(self, engine: Engine) -> Engine:
        engine.apply(
            [
                put("1", "golden road to the sea", title="Roads", kind=["document"], year=1924, access=["public"]),
                put("2", "the road golden and long", title="Gold", kind=["photo"], year=1938, access=["staff"]),
                put("3", "sea and sand", title="Sea", kind=["photo", "print"], access=["embargo"], open_on=100),
                put("4", "silver rod", kind=["document"], year=1924, access=["embargo"], open_on=200),
            ],
            1,
        )
        return engine
