"""Elasticsearch behaves as every engine does, and its traps are guarded."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.analysis import FieldForms
from search.engines.base import Bucket, Delete, DeleteRecord, Engine, Put, SearchRequest, Terms
from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine
from search.engines.errors import DocumentRefused, EngineError, EngineUnavailable, GenerationMissing
from search.engines.schema import RECORDS, UNITS, IndexDocument, IndexSchema, TextField
from search.query.filters import In
from search.query.tree import All
from tests.clusters import remove, settings_of
from tests.contract.engines.asking import put, term
from tests.contract.engines.behaviors import EngineBehaviors


@pytest.fixture
def cluster(elasticsearch: str) -> Iterator[ClusterSettings]:
    made = settings_of(elasticsearch)
    yield made
    remove(made)


def make(cluster: ClusterSettings, **given: Any) -> ElasticsearchEngine:
    engine = ElasticsearchEngine(RECORDS, replace(cluster, **given))
    if engine.current() is None:
        engine.create("first")
        engine.activate("first")
    return engine


@pytest.fixture
def engine(cluster: ClusterSettings) -> Iterator[Engine]:
    made = make(cluster)
    yield made
    made.close()


@pytest.fixture
def unbuilt(elasticsearch: str) -> Engine:
    return ElasticsearchEngine(RECORDS, settings_of(elasticsearch))


@pytest.fixture
def client(cluster: ClusterSettings) -> Iterator[Elasticsearch]:
    """Return a client of its own, to look behind the adapter."""
    with Elasticsearch(list(cluster.hosts), request_timeout=30) as made:
        yield made


class TestElasticsearch(EngineBehaviors):
    """Every behavior of the contract."""


def test_what_a_worker_writes_is_found_after_a_refresh(cluster: ClusterSettings) -> None:
    worker, reader = make(cluster, is_refreshed_at_once=False), make(cluster)
    worker.apply([put("a", "x")], 1)
    worker.refresh()
    assert reader.count(term("x")) == 1


def test_a_record_is_emptied_of_units_that_no_search_has_seen_yet(cluster: ClusterSettings) -> None:
    one, other = make(cluster, is_refreshed_at_once=False), make(cluster, is_refreshed_at_once=False)
    one.apply([put("r1-1", "x", record="r1"), put("r1-2", "x", record="r1")], 1)
    one.apply([DeleteRecord("r1"), put("r1-3", "x", record="r1")], 2)
    other.apply([DeleteRecord("r1"), put("r1-4", "x", record="r1")], 3)
    one.apply([DeleteRecord("r2")], 4)
    one.refresh()
    assert [name for name, _ in one.versions()] == ["r1-4"]


def test_a_database_brought_back_from_a_backup_prevails_with_its_lower_versions(engine: Engine) -> None:
    engine.apply([put("a", "new", 9)], 1)
    for version in (4, 5, 6, 5):
        engine.apply([DeleteRecord("a"), put("a", f"old{version}", version)], 2)
        assert dict(engine.versions()) == {"a": version}
        assert engine.count(term(f"old{version}")) == 1
    engine.apply([DeleteRecord("a")], 3)
    engine.apply([DeleteRecord("a"), put("a", "old", 2)], 4)
    assert dict(engine.versions()) == {"a": 2}


def test_a_write_that_arrives_after_the_deletion_brings_nothing_back(
    engine: Engine, client: Elasticsearch, cluster: ClusterSettings
) -> None:
    engine.apply([put("a", "x", 5)], 1)
    engine.apply([Delete("a")], 2)
    engine.apply([put("a", "late", 4)], 3)
    assert engine.count(All()) == 0
    (settings,) = client.indices.get_settings(index=f"{cluster.prefix}-records-*").body.values()
    assert settings["settings"]["index"]["gc_deletes"] == "1h"


def test_a_document_the_cluster_refuses_is_named_and_the_rest_is_written(engine: Engine) -> None:
    immense = FieldForms("x" * 40_000, "x", "x")
    refused = Put(IndexDocument("b", 1, {"text": immense}, {"record": ["b"]}, {}))
    with pytest.raises(DocumentRefused, match="text_words") as told:
        engine.apply([put("a", "x"), refused, put("c", "x")], 7)
    assert told.value.document_id == "b"
    assert engine.checkpoint() == 0
    engine.refresh()
    assert sorted(name for name, _ in engine.versions()) == ["a", "c"]


def test_a_generation_that_is_gone_is_not_made_again_by_a_write(
    cluster: ClusterSettings, client: Elasticsearch
) -> None:
    writer, other = make(cluster), make(cluster)
    writer.create("next")
    writer.apply([put("a", "x")], 1, generation="next")
    other.drop("next")
    with pytest.raises(GenerationMissing):
        writer.apply([put("b", "x")], 2, generation="next")
    client.options(ignore_status=404).indices.delete(index=f"{writer._names.index('first')}")
    with pytest.raises(EngineUnavailable, match="has not been built yet"):
        writer.apply([put("b", "x")], 2)
    assert not list(client.indices.get_alias(index=f"{cluster.prefix}-records-*"))


def test_a_blocked_index_is_said_at_once_with_the_reason(
    engine: Engine, client: Elasticsearch, cluster: ClusterSettings
) -> None:
    index = f"{cluster.prefix}-records-*"
    for block in ("read_only", "read_only_allow_delete"):
        client.indices.put_settings(index=index, settings={f"index.blocks.{block}": True})
        with pytest.raises(EngineUnavailable, match="read-only"):
            engine.apply([put("a", "x")], 1)
        assert engine.count(All()) == 0
        client.indices.put_settings(index=index, settings={f"index.blocks.{block}": None})
    assert engine.apply([put("a", "x")], 2) == 2


def test_a_cluster_that_is_away_is_said_in_one_sentence() -> None:
    engine = ElasticsearchEngine(RECORDS, ClusterSettings(("http://127.0.0.1:9",), write_timeout_s=0.5))
    health = engine.health()
    assert not health.is_ready
    assert health.reason.endswith("Elasticsearch at http://127.0.0.1:9 does not answer.")
    for ask in (lambda: engine.search(SearchRequest()), lambda: engine.apply([put("a")], 1), engine.current):
        with pytest.raises(EngineUnavailable, match="does not answer"):
            ask()


def test_a_host_that_is_away_is_passed_over(cluster: ClusterSettings) -> None:
    make(cluster).apply([put("a", "x")], 1)
    engine = make(cluster, hosts=("http://127.0.0.1:9", *cluster.hosts))
    for _ in range(5):
        assert engine.count(term("x")) == 1


def test_several_shards_give_the_same_totals_and_facets(cluster: ClusterSettings) -> None:
    engine = make(cluster, shards=3)
    engine.apply([put(f"d{n}", "x", subject=[f"s{n % 40:02}", "common"]) for n in range(400)], 1)
    result = engine.search(SearchRequest(term("x"), facets=(Terms("subject", size=5),), limit=400))
    assert (result.total, len({hit.id for hit in result.hits})) == (400, 400)
    assert result.facets == ((Bucket("common", 400), *(Bucket(f"s{n:02}", 10) for n in range(4))),)
    assert len(list(engine.walk(SearchRequest(term("x"))))) == len(dict(engine.versions())) == 400


def test_suggestions_take_signs_of_the_engine_for_letters(engine: Engine) -> None:
    engine.apply([put("a", "road"), put("b", "secret", access=["staff"])], 1)
    for prefix in ('ro.*"', "r@ad", "ro|se", "[r]", "~", "\\"):
        assert engine.suggest("text", prefix) == ()
    assert engine.suggest("text", "sec", filters=(In("access", ("public",)),)) == ()


def test_only_ids_are_stored(engine: Engine, client: Elasticsearch, cluster: ClusterSettings) -> None:
    engine.apply([put("a", "words of a secret report", title="secret")], 1)
    (hit,) = client.search(index=f"{cluster.prefix}-records-*", source=True)["hits"]["hits"]
    assert set(hit) <= {"_index", "_id", "_score"}


def test_the_mapping_files_agree_with_the_schemas(cluster: ClusterSettings) -> None:
    for schema in (RECORDS, UNITS):
        ElasticsearchEngine(schema, cluster).create("agreed")
    wider = IndexSchema("records", (*RECORDS.texts, TextField("notes")), RECORDS.keywords, RECORDS.numbers)
    with pytest.raises(EngineError, match=r"differ in notes_exact, .* add a mapping with a new date"):
        ElasticsearchEngine(wider, cluster).create("first")
    with pytest.raises(EngineError, match="no mapping for the index other"):
        ElasticsearchEngine(IndexSchema("other", (), (), ()), cluster).create("first")


def test_an_engine_of_another_schema_does_not_see_the_index(cluster: ClusterSettings) -> None:
    make(cluster).apply([put("a", "x")], 1)
    newer = ElasticsearchEngine(replace(RECORDS, version=2), cluster)
    assert (newer.current(), newer.generations()) == (None, ())


def _count_after_fork(engine: ElasticsearchEngine, answers: multiprocessing.SimpleQueue[int]) -> None:
    answers.put(engine.count(All()))
    engine.apply([put("child", "x")], 2)
    answers.put(engine.count(All()))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_an_engine_goes_on_after_a_fork(cluster: ClusterSettings) -> None:
    engine = make(cluster)
    engine.apply([put("a", "x")], 1)
    assert engine.count(All()) == 1
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.SimpleQueue[int] = context.SimpleQueue()
    child = context.Process(target=_count_after_fork, args=(engine, answers))
    child.start()
    child.join(30)
    assert (answers.get(), answers.get()) == (1, 2)
    assert engine.count(All()) == 2
