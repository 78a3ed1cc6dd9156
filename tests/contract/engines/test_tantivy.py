"""Tantivy behaves as every engine does, and its traps are guarded."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import tantivy

from search.analysis import Form
from search.engines.base import DeleteRecord, Engine, Put, SearchRequest, Terms
from search.engines.errors import EngineBusy, EngineError, EngineUnavailable
from search.engines.schema import RECORDS, IndexDocument, IndexSchema, KeywordField, NumberField, TextField
from search.engines.tantivy import TantivyEngine, WriterSettings
from search.engines.tantivy.calls import tantivy_call
from search.query.tree import All, Prefix
from tests.contract.engines.asking import put, term
from tests.contract.engines.behaviors import EngineBehaviors
from tests.patience import PATIENCE_SECONDS

QUICK = WriterSettings(memory_bytes=15_000_000, lock_wait_s=0.1)


def make(root: Path, schema: IndexSchema = RECORDS, settings: WriterSettings = QUICK) -> TantivyEngine:
    engine = TantivyEngine(schema, root, settings)
    if engine.current() is None:
        engine.create("first")
        engine.activate("first")
    return engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make(tmp_path)
    yield made
    made.close()


@pytest.fixture
def unbuilt(tmp_path: Path) -> Engine:
    return TantivyEngine(RECORDS, tmp_path / "empty", QUICK)


class TestTantivy(EngineBehaviors):
    """Every behavior of the contract."""


class TestTantivyKeptOpen(EngineBehaviors):
    """Every behavior again, by a worker that holds the writer between batches."""

    @pytest.fixture
    def engine(self, tmp_path: Path) -> Iterator[Engine]:
        made = make(tmp_path, settings=WriterSettings(15_000_000, lock_wait_s=0.1, is_kept_open=True))
        yield made
        made.close()


def test_a_second_writer_is_told_that_another_one_writes(tmp_path: Path) -> None:
    holder = make(tmp_path, settings=WriterSettings(15_000_000, is_kept_open=True))
    holder.apply([put("a", "x")], 1)
    other = make(tmp_path)
    with pytest.raises(EngineBusy):
        other.apply([put("b", "x")], 2)
    holder.close()
    assert other.apply([put("b", "x")], 2) == 2


def test_writers_that_let_go_take_turns(tmp_path: Path) -> None:
    one, other = make(tmp_path), make(tmp_path)
    for number in range(3):
        one.apply([put(f"a{number}", "x")], number)
        other.apply([put(f"b{number}", "x")], number)
    assert one.count(term("x")) == other.count(term("x")) == 6


def test_a_reader_sees_what_another_engine_wrote_and_which_generation_it_activated(tmp_path: Path) -> None:
    writer, reader = make(tmp_path), make(tmp_path)
    assert reader.count(All()) == 0
    writer.apply([put("a", "x")], 1)
    assert reader.count(All()) == 1
    writer.create("second")
    writer.activate("second")
    assert reader.current() == "second"
    assert reader.count(All()) == 0


def _write_until_killed(root: Path) -> None:
    engine = make(root, settings=WriterSettings(15_000_000, is_kept_open=True))
    for number in range(1, 10_000):
        engine.apply([DeleteRecord("r"), *(put(f"{number}-{n}", "x", record="r") for n in range(20))], number)


def test_a_killed_writer_leaves_whole_batches_and_a_checkpoint_that_is_not_early(tmp_path: Path) -> None:
    make(tmp_path)
    for _ in range(4):
        writer = multiprocessing.get_context("spawn").Process(target=_write_until_killed, args=(tmp_path,))
        writer.start()
        reader = make(tmp_path)
        begun = reader.checkpoint()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while reader.checkpoint() in (0, begun) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        found = [document_id for document_id, _ in reader.versions()]
        batches = {int(document_id.split("-")[0]) for document_id in found}
        assert len(found) == 20
        assert len(batches) == 1
        assert reader.checkpoint() <= batches.pop()
        assert reader.apply([put("after", "y")], 99_999) == 99_999
        reader.apply([DeleteRecord("after")], 0)


def _count_after_fork(engine: TantivyEngine, answers: multiprocessing.SimpleQueue[int]) -> None:
    answers.put(engine.count(All()))
    engine.apply([put("child", "x")], 2)
    answers.put(engine.count(All()))


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_an_engine_goes_on_after_a_fork(tmp_path: Path) -> None:
    engine = make(tmp_path)
    engine.apply([put("a", "x")], 1)
    assert engine.count(All()) == 1
    context = multiprocessing.get_context("fork")
    answers: multiprocessing.SimpleQueue[int] = context.SimpleQueue()
    child = context.Process(target=_count_after_fork, args=(engine, answers))
    child.start()
    child.join(30)
    assert (answers.get(), answers.get()) == (1, 2)
    assert engine.count(All()) == 2


def test_a_panic_of_the_engine_becomes_an_error_of_ours(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    index = tantivy.Index(tantivy.SchemaBuilder().build(), str(tmp_path))
    with pytest.raises(EngineError, match="search the index"), tantivy_call("search the index"):
        index.searcher().search(tantivy.Query.all_query(), limit=0)


def test_what_is_no_panic_passes_through() -> None:
    with pytest.raises(KeyboardInterrupt), tantivy_call("search the index"):
        raise KeyboardInterrupt


def test_deleting_by_a_number_would_delete_nothing_so_records_are_deleted_by_text(tmp_path: Path) -> None:
    engine = make(tmp_path)
    engine.apply([put("u1", "x", record="17"), put("u2", "x", record="170")], 1)
    engine.apply([DeleteRecord("17")], 2)
    assert [document_id for document_id, _ in engine.versions()] == ["u2"]


def test_an_index_of_another_schema_is_not_opened(tmp_path: Path) -> None:
    make(tmp_path).apply([put("a", "x")], 1)
    wider = IndexSchema(
        "records", (*RECORDS.texts, TextField("notes")), RECORDS.keywords, RECORDS.numbers, RECORDS.sorts
    )
    engine = TantivyEngine(wider, tmp_path, QUICK)
    assert engine.current() is None
    assert not engine.health().is_ready
    engine.create("first")
    engine.activate("first")
    assert engine.count(All()) == 0


def test_the_fingerprint_follows_every_part_of_a_schema() -> None:
    base = IndexSchema("i", (TextField("a"),), (KeywordField("record"),), (NumberField("n"),))
    others = [
        IndexSchema("j", (TextField("a"),), (KeywordField("record"),), (NumberField("n"),)),
        IndexSchema("i", (TextField("b"),), (KeywordField("record"),), (NumberField("n"),)),
        IndexSchema("i", (TextField("a"),), (KeywordField("record"),), (NumberField("m"),)),
        IndexSchema("i", (TextField("a"),), (KeywordField("record"),), (NumberField("n"),), version=2),
    ]
    assert len({each.fingerprint for each in [base, *others]}) == 5


def test_a_damaged_index_is_reported_and_does_not_crash(tmp_path: Path) -> None:
    engine = make(tmp_path)
    engine.apply([put("a", "x")], 1)
    engine.close()
    (meta,) = tmp_path.rglob("meta.json")
    meta.write_text("{", encoding="utf-8")
    health = make(tmp_path).health()
    assert not health.is_ready
    assert health.reason
    with pytest.raises(EngineError):
        make(tmp_path).search(SearchRequest())


def test_a_missing_index_is_never_made_by_a_search(tmp_path: Path) -> None:
    engine = make(tmp_path)
    engine.close()
    (meta,) = tmp_path.rglob("meta.json")
    meta.unlink()
    with pytest.raises(EngineUnavailable):
        make(tmp_path).search(SearchRequest())
    assert not list(tmp_path.rglob("meta.json"))


def test_a_half_made_generation_is_not_listed(tmp_path: Path) -> None:
    engine = make(tmp_path)
    (base,) = [path.parent for path in tmp_path.rglob("current")]
    (base / ".second.new").mkdir()
    (base / ".third.old").mkdir()
    assert engine.generations() == ("first",)
    engine.create("second")
    assert engine.generations() == ("first", "second")


def test_absent_text_fields_hold_one_token_that_no_query_has(tmp_path: Path) -> None:
    engine = make(tmp_path)
    engine.apply([put("a", "x"), put("b", title="y")], 1)
    assert [each.count for each in engine.suggest("title", "∅")] == [1]


def test_only_ids_are_stored(tmp_path: Path) -> None:
    engine = make(tmp_path)
    engine.apply([put("a", "words of a secret report", title="secret")], 1)
    (meta,) = tmp_path.rglob("meta.json")
    schema = json.loads(meta.read_text(encoding="utf-8"))["schema"]
    assert [field["name"] for field in schema if field["options"].get("stored")] == ["_id"]


def test_a_tie_larger_than_a_page_is_put_in_order_to_its_end(tmp_path: Path) -> None:
    engine = make(tmp_path)
    engine.apply([put(f"d{n}", "same") for n in range(600)], 1)
    engine.apply([put(f"e{n}", "same") for n in range(600)], 2)
    first = [hit.id for hit in engine.search(SearchRequest(Prefix("text", Form.EXACT, "sa"), limit=30)).hits]
    whole = [hit.id for hit in engine.search(SearchRequest(Prefix("text", Form.EXACT, "sa"), limit=1200)).hits]
    assert first == whole[:30]
    assert {name[0] for name in first} == {"d", "e"}


def test_facets_of_numbers_are_whole_numbers(tmp_path: Path) -> None:
    engine = make(tmp_path)
    engine.apply([Put(IndexDocument("a", 1, {}, {"record": ["a"]}, {"decade": 1920}))], 1)
    ((bucket,),) = engine.search(SearchRequest(facets=(Terms("decade"),))).facets
    assert (bucket.key, type(bucket.key)) == (1920, int)
