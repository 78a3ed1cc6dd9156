"""The index is rebuilt beside the old one, taken up after an interruption, and swept against the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive.models import Page
from catalog.models import Record
from search.analysis import Form
from search.engines.base import Delete, DeleteRecord
from search.engines.errors import EngineUnavailable
from search.health import index_state
from search.indices import Indices, indices, open_indices
from search.models import IndexBuild, OutboxEntry
from search.operations import build_index
from search.operations.build_index import BuildRunning, rebuild_index
from search.operations.sweep_index import sweep_index
from search.query.tree import Term
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]


@pytest.fixture
def index_folder(search_engine: str, settings: Any) -> Path:
    """Run every test of this module on each engine."""
    return Path(settings.FONDS_INDEX)


@pytest.fixture
def engines(index_folder: object) -> Iterator[Indices]:
    opened = open_indices()
    yield opened
    opened.close()


def found(word: str) -> int:
    return indices().records.count(Term("text", Form.EXACT, word))


def test_a_rebuild_holds_what_the_database_holds(drain: Drained, make_record: Maker, engines: Indices) -> None:
    make_record(["bojxona", "plomba"])
    drain()
    before = indices().records.current()
    told: list[tuple[int, int]] = []
    built = rebuild_index(engines, report=lambda done, total: told.append((done, total)))
    assert indices().records.current() == indices().units.current() == built.generation != before
    assert found("bojxona") == 1
    assert told[-1] == (1, 1)


def test_the_old_index_answers_until_the_new_one_is_whole(
    drain: Drained, make_record: Maker, engines: Indices, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_record(["bojxona"])
    drain()
    answers: list[int] = []
    rebuild_index(engines, report=lambda _done, _total: answers.append(found("bojxona")))
    assert answers == [1]


def test_what_changes_during_a_rebuild_is_in_the_new_index(
    drain: Drained, make_record: Maker, engines: Indices
) -> None:
    record = make_record(["bojxona"])
    drain()

    def meanwhile(_done: int, _total: int) -> None:
        if Record.objects.count() == 1:
            make_record(["keyingi"])
            Page.objects.filter(document__record_assets__record=record).update(text="oʻzgardi")
            record.save()

    rebuild_index(engines, report=meanwhile)
    assert (found("keyingi"), found("oʻzgardi"), found("bojxona")) == (1, 1, 0)


def test_an_interrupted_rebuild_is_taken_up_where_it_stopped(
    drain: Drained, make_record: Maker, engines: Indices, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        make_record(["bojxona"])
    monkeypatch.setattr(build_index, "STEP", 2)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild_index(engines, report=stop)
    told: list[int] = []
    built = rebuild_index(engines, report=lambda done, _total: told.append(done))
    assert built.is_resumed
    assert told == [4]
    assert found("bojxona") == 4
    assert IndexBuild.objects.get().finished_at is not None


def test_a_build_that_could_not_begin_is_begun_anew_at_once(
    drain: Drained, make_record: Maker, engines: Indices, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_record(["bojxona"])

    def fail(_generation: str) -> None:
        raise EngineUnavailable("The cluster is away.")

    with monkeypatch.context() as away:
        away.setattr(engines.units, "create", fail)
        with pytest.raises(EngineUnavailable):
            rebuild_index(engines)
    built = rebuild_index(engines)
    assert found("bojxona") == 1
    assert [each.generation for each in IndexBuild.objects.all()] == [built.generation], "nothing is left of the first"


def test_two_rebuilds_do_not_run_at_once(drain: Drained, engines: Indices) -> None:
    IndexBuild.objects.create(generation="g1", fingerprint="x", beat_at=timezone.now())
    with pytest.raises(BuildRunning):
        rebuild_index(engines)


def test_a_drain_follows_to_the_new_index(drain: Drained, make_record: Maker, engines: Indices) -> None:
    make_record(["bojxona"])
    drain()
    rebuild_index(engines)
    make_record(["plomba"])
    drain()
    assert (found("bojxona"), found("plomba")) == (1, 1)


def test_a_sweep_finds_and_mends_every_difference(drain: Drained, make_record: Maker, engines: Indices) -> None:
    changed, deleted, lost, same = (make_record([word]) for word in ("eski", "oʻchdi", "yoʻqoldi", "turibdi"))
    drain()
    assert sweep_index(engines).differences == 0
    # Behind the outbox's back, as after a database came back from a backup.
    Record.objects.filter(pk=changed.pk).update(version=1)
    deleted.delete()
    OutboxEntry.objects.all().delete()
    engines.records.apply([DeleteRecord(f"r{lost.pk}")], 0)
    document = same.record_assets.get().document_id
    engines.units.apply([Delete(f"r{same.pk}.p{document}.1")], 0)
    found_wrong = sweep_index(engines)
    assert found_wrong.differences == 4
    assert found_wrong.by_reason["gone from the database"] == 1
    drain()
    assert sweep_index(engines).differences == 0
    assert (found("oʻchdi"), found("yoʻqoldi"), found("turibdi")) == (0, 1, 1)


def test_the_state_says_what_waits(drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"])
    drain()
    assert (index_state().waiting, index_state().is_ready, index_state().is_late) == (0, True, False)
    OutboxEntry.objects.create(source="record", object_id=1, at=timezone.now() - timedelta(hours=1))
    state = index_state()
    assert (state.waiting, state.is_late) == (1, True)
    assert 3590 < state.lag_seconds < 3700


def run(*arguments: str, stdin: str = "", monkeypatch: Any = None) -> str:
    out = StringIO()
    if stdin:
        monkeypatch.setattr("sys.stdin", StringIO(stdin))
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_the_commands_say_what_they_did(drain: Drained, make_record: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    record = make_record(["Термиз божхонаси"], title_uz="Roʻznoma", languages=["uz-Cyrl"])
    assert json.loads(run("index", "rebuild", "--json"))["records"] == 1
    assert json.loads(run("index", "sweep", "--json"))["differences"] == 0
    assert json.loads(run("index", "status", "--json"))["records"]["documents"] == 1
    lines = run("find", "-", stdin="bojxona\nhech narsa\n", monkeypatch=monkeypatch).splitlines()
    first, second = (json.loads(line) for line in lines)
    assert (first["hits"][0]["record"], first["hits"][0]["kind"]) == (record.pid, "document")
    assert first["hits"][0]["units"][0]["page"] == 1
    assert first["hits"][0]["units"][0]["boxes"]
    assert second["total"] == 0
    assert "[божхонаси]" in run("find", "bojxona")
    for wrong in (("--filter", "nope=1"), ("--filter", "kind"), ("--user", "nobody"), ("--limit", "0")):
        with pytest.raises(CommandError):
            run("find", "bojxona", *wrong)
