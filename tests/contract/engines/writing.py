"""How every engine keeps generations and takes writes."""

from __future__ import annotations

import pytest

from search.analysis import FieldForms
from search.engines.base import (
    Delete,
    DeleteRecord,
    Engine,
    Operation,
    Put,
    SearchRequest,
)
from search.engines.errors import (
    DocumentRefused,
    EngineError,
    EngineUnavailable,
    GenerationMissing,
)
from search.engines.schema import IndexDocument
from search.query.tree import (
    All,
)
from tests.contract.engines.asking import Asking, put, term


class WritingBehaviors(Asking):
    """Generations, batches, versions."""

    def test_a_new_generation_is_empty_and_not_asked_before_it_is_active(self, engine: Engine) -> None:
        engine.apply([put("a", "one")], 1)
        engine.create("next")
        engine.apply([put("b", "one"), put("c", "one")], 9, generation="next")
        assert self.found(engine, term("one")) == {"a"}
        engine.activate("next")
        assert self.found(engine, term("one")) == {"b", "c"}
        assert engine.current() == "next"
        assert engine.checkpoint() == 9

    def test_an_old_generation_can_be_dropped_and_the_active_one_cannot(self, engine: Engine) -> None:
        old = engine.current()
        assert old is not None
        engine.create("next")
        engine.activate("next")
        engine.drop(old)
        assert engine.generations() == ("next",)
        with pytest.raises(EngineError):
            engine.drop("next")

    def test_a_generation_that_is_not_there_is_named(self, engine: Engine) -> None:
        for ask in (engine.activate, engine.drop, lambda name: engine.apply([], 1, generation=name)):
            with pytest.raises(GenerationMissing, match="nowhere"):
                ask("nowhere")

    def test_a_generation_is_not_made_twice_nor_under_a_strange_name(self, engine: Engine) -> None:
        for name in (str(engine.current()), "../x", "", "A B"):
            with pytest.raises(EngineError):
                engine.create(name)

    def test_an_index_that_was_never_built_says_so(self, unbuilt: Engine) -> None:
        assert not unbuilt.health().is_ready
        assert "rebuild" in unbuilt.health().reason
        assert unbuilt.current() is None
        with pytest.raises(EngineUnavailable):
            unbuilt.search(SearchRequest())
        with pytest.raises(EngineUnavailable):
            unbuilt.apply([put("a")], 1)

    def test_health_counts_documents_and_tells_the_checkpoint(self, engine: Engine) -> None:
        engine.apply([put("a"), put("b")], 5)
        health = engine.health()
        assert (health.is_ready, health.documents, health.checkpoint) == (True, 2, 5)

    def test_what_was_applied_is_found_at_once_and_replaced_by_its_next_version(self, engine: Engine) -> None:
        assert engine.apply([put("a", "old words", 1)], 1) == 1
        assert self.found(engine, term("old")) == {"a"}
        engine.apply([put("a", "new words", 2)], 2)
        assert self.found(engine, term("old")) == set()
        assert self.found(engine, term("words")) == {"a"}
        assert dict(engine.versions()) == {"a": 2}

    def test_a_late_write_of_an_older_version_changes_nothing(self, engine: Engine) -> None:
        engine.apply([put("a", "new", 7)], 1)
        engine.apply([put("a", "old", 6)], 2)
        engine.apply([put("b", "new", 3), put("b", "old", 2)], 3)
        assert self.found(engine, term("new")) == {"a", "b"}
        assert dict(engine.versions()) == {"a": 7, "b": 3}

    def test_a_batch_applied_twice_leaves_the_same(self, engine: Engine) -> None:
        batch: list[Operation] = [put("a", "one"), Delete("b"), put("c", "one"), DeleteRecord("d")]
        for _ in range(2):
            engine.apply(batch, 4)
        assert self.found(engine, term("one")) == {"a", "c"}

    def test_deleting_by_id_and_by_record(self, engine: Engine) -> None:
        engine.apply([put(f"r1-{n}", "x", record="r1") for n in range(3)] + [put("r2-1", "x", record="r2")], 1)
        engine.apply([Delete("r1-0"), Delete("not there")], 2)
        assert self.found(engine, term("x")) == {"r1-1", "r1-2", "r2-1"}
        engine.apply([DeleteRecord("r1"), DeleteRecord("not there")], 3)
        assert self.found(engine, term("x")) == {"r2-1"}

    def test_operations_of_a_batch_hold_in_their_order(self, engine: Engine) -> None:
        engine.apply([put("a", "x"), Delete("a"), put("b", "x"), DeleteRecord("b"), put("b", "y")], 1)
        assert self.found(engine, All()) == {"b"}
        assert self.found(engine, term("y")) == {"b"}
        engine.apply([DeleteRecord("b"), put("b", "z", 1)], 2)
        assert self.found(engine, term("z")) == {"b"}

    def test_a_batch_that_fails_leaves_nothing_and_moves_no_checkpoint(self, engine: Engine) -> None:
        engine.apply([put("a", "x")], 1)
        with pytest.raises(DocumentRefused) as refused:
            engine.apply([put("b", "x"), Delete("a"), put("c", no_such_field=1)], 2)
        assert refused.value.document_id == "c"
        assert "no_such_field" in str(refused.value)
        assert self.found(engine, term("x")) == {"a"}
        assert engine.checkpoint() == 1
        engine.apply([put("d", "x")], 2)
        assert self.found(engine, term("x")) == {"a", "d"}

    @pytest.mark.parametrize(
        "document",
        [
            IndexDocument("x" * 513, 1, {}, {"record": ["r"]}, {}),
            IndexDocument("", 1, {}, {"record": ["r"]}, {}),
            IndexDocument("a", 1, {}, {}, {}),
            IndexDocument("a", 1, {"nope": FieldForms("x", "x", "x")}, {"record": ["r"]}, {}),
            IndexDocument("a", 1, {}, {"record": ["r"], "nope": ["x"]}, {}),
            IndexDocument("a", 1, {}, {"record": "r"}, {}),
            IndexDocument("a", 1, {}, {"record": ["r"]}, {"nope": 1}),
            IndexDocument("a", 1, {}, {"record": ["r"]}, {"year": 2**70}),
            IndexDocument("a", 1, {}, {"record": ["r"]}, {}, {"nope": "x"}),
        ],
    )
    def test_a_document_that_does_not_fit_the_schema_is_refused(self, engine: Engine, document: IndexDocument) -> None:
        with pytest.raises(DocumentRefused):
            engine.apply([Put(document)], 1)

    def test_versions_walks_over_every_document(self, engine: Engine) -> None:
        engine.apply([put(f"d{n}", version=n + 1) for n in range(300)], 1)
        engine.apply([Delete("d7")], 2)
        assert dict(engine.versions()) == {f"d{n}": n + 1 for n in range(300) if n != 7}
