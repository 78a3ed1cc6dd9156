"""Both engines give the same answers to questions made by chance: ids, their order, scores, totals and facets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.engines.base import Engine, Hit, SearchRequest, SearchResult
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.schema import RECORDS
from search.engines.tantivy import TantivyEngine, WriterSettings
from search.query.filters import In
from tests.clusters import remove, settings_of
from tests.contract.engines.trees import Chance

pytestmark = pytest.mark.slow

DOCUMENTS, REQUESTS, AT_ONCE = 600, 1_000, 50

Engines = tuple[Engine, Engine]


@pytest.fixture(scope="module")
def engines(elasticsearch: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Return both engines, filled with the same documents in several batches."""
    settings = settings_of(elasticsearch)
    folder = tmp_path_factory.mktemp("agreement")
    made = (TantivyEngine(RECORDS, folder, WriterSettings(15_000_000)), ElasticsearchEngine(RECORDS, settings))
    documents = Chance(1924).documents(DOCUMENTS)
    for engine in made:
        engine.create("first")
        engine.activate("first")
        for start in range(0, DOCUMENTS, 100):
            engine.apply(documents[start : start + 100], start)
    yield made
    for engine in made:
        engine.close()
    remove(settings)


def _answers(engine: Engine, requests: list[SearchRequest]) -> list[SearchResult]:
    return [
        result
        for start in range(0, len(requests), AT_ONCE)
        for result in engine.search_many(requests[start : start + AT_ONCE])
    ]


def _places(request: SearchRequest, result: SearchResult) -> list[tuple[float, str]]:
    """Return scores and ids; what differs by no more than the last digits of a sum counts as a tie, put by its id."""
    if request.sort is not None:
        return [(hit.score, hit.id) for hit in result.hits]
    groups: list[list[Hit]] = []
    for hit in result.hits:
        if groups and groups[-1][-1].score == pytest.approx(hit.score, rel=1e-6, abs=1e-6):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return [(group[0].score, each) for group in groups for each in sorted(hit.id for hit in group)]


def test_a_thousand_questions_have_the_same_answers(engines: Engines) -> None:
    requests = Chance(7).requests(REQUESTS)
    found_something = 0
    for request, *results in zip(requests, *(_answers(engine, requests) for engine in engines), strict=True):
        one, other = results
        assert other.total == one.total, request
        assert other.facets == one.facets, request
        expected, given = _places(request, one), _places(request, other)
        assert [name for _, name in given] == [name for _, name in expected], request
        assert [score for score, _ in given] == pytest.approx([score for score, _ in expected], rel=1e-6, abs=1e-6)
        found_something += bool(one.hits)
    assert found_something > REQUESTS / 2


def test_suggestions_are_the_same(engines: Engines) -> None:
    public = (In("access", ("public",)),)
    for field in ("title", "text"):
        for prefix in ("b", "bo", "ta", "та", "yoʻ", "s", "zz"):
            for filters in ((), public):
                one, other = (engine.suggest(field, prefix, filters=filters, limit=50) for engine in engines)
                assert other == one, (field, prefix, filters)


def test_walks_have_the_same_order(engines: Engines) -> None:
    for request in Chance(11).requests(25):
        one, other = (list(engine.walk(request)) for engine in engines)
        assert other == one
