"""Known queries find known documents, in every language and spelling."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.analysis import Analyzer
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.schema import RECORDS
from search.engines.tantivy import TantivyEngine, WriterSettings
from search.matching import Matcher
from tests.clusters import remove, settings_of
from tests.relevance.runner import CASES, Case, cases, fill, run, tree_of

ANALYZER = Analyzer()


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def empty_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "tantivy":
        yield TantivyEngine(RECORDS, tmp_path_factory.mktemp("relevance"), WriterSettings(15_000_000))
        return
    cluster = settings_of(request.getfixturevalue("elasticsearch"))
    yield ElasticsearchEngine(RECORDS, cluster)
    remove(cluster)


@pytest.fixture(scope="module", params=[True, False], ids=["languages-told", "languages-unknown"])
def engine(request: pytest.FixtureRequest, empty_engine: Engine) -> Iterator[Engine]:
    generation = f"told-{request.param}".lower()
    empty_engine.create(generation)
    empty_engine.activate(generation)
    fill(empty_engine, ANALYZER, tell_languages=request.param)
    yield empty_engine
    empty_engine.close()


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.group}-{case.query}")
def test_a_known_query_finds_what_it_must(case: Case, engine: Engine) -> None:
    outcome = run(case, engine, ANALYZER)
    assert outcome.is_right, f"missed {sorted(outcome.missed)}, wrong {sorted(outcome.wrong)}"


def test_what_is_found_is_also_marked(engine: Engine) -> None:
    documents = {
        line.split("\t")[0]: line for line in (CASES / "documents.tsv").read_text(encoding="utf-8").splitlines()
    }
    for case in cases():
        # A number of the description need not be printed as it is asked for.
        if "id:" in case.query or "title:" in case.query or case.group == "isbn":
            continue
        matcher = Matcher(tree_of(case.query, ANALYZER), ANALYZER, RECORDS.weights)
        for document_id in case.must_find:
            assert matcher.text(documents[document_id].replace("\\n", "\n")), f"{case.query} in {document_id}"


def test_there_are_enough_cases_of_every_group() -> None:
    groups = [case.group for case in cases()]
    assert len(groups) >= 250
    assert all(groups.count(group) >= 3 for group in groups)
