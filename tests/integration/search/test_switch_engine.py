"""The site goes over to another engine by one command, and back by the same one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.access import audience_of
from catalog.models import Record
from search.engines.errors import EngineError, EngineUnavailable
from search.engines.target import Target, TargetNotUnderstood, target_of
from search.finding.find import find
from search.finding.types import Question
from search.health import index_state
from search.indices import indices
from search.models import EngineChoice, IndexBuild, OutboxEntry
from search.operations import build_index
from search.operations.drain_outbox import Drain
from search.operations.sweep_index import sweep_index
from search.operations.switch_engine import AlreadyThere, switch_engine
from tests.clusters import remove, settings_of
from tests.integration.search.conftest import Maker

NOBODY_THERE = target_of("elasticsearch:http://127.0.0.1:1")


@pytest.fixture
def cluster(elasticsearch: str, settings: Any, index_folder: Path) -> Iterator[Target]:
    """Let the site search by Tantivy, where nothing has been chosen; return the cluster to go over to."""
    made = settings_of(elasticsearch)
    settings.FONDS_SEARCH = "tantivy"
    settings.FONDS_SEARCH_CLUSTER = {
        name: value for name, value in asdict(made).items() if name != "is_refreshed_at_once"
    }
    yield target_of(f"elasticsearch:{elasticsearch}")
    remove(made)


def drain() -> None:
    draining = Drain()
    draining.run_until_empty()
    draining.close()


def found(word: str) -> int:
    answer = find(Question(word), audience_of(None))
    assert not answer.engine_away
    return answer.total


def switched(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("index", "switch", *arguments, "--json", stdout=out, stderr=StringIO())
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def test_the_site_goes_over_and_back_by_the_same_command(make_record: Maker, cluster: Target) -> None:
    make_record(["bojxona"])
    drain()
    told = switched(str(cluster))
    assert (told["before"], told["now"], told["records"], told["units"]) == ("tantivy", str(cluster), 1, 1)
    assert (index_state().engine, found("bojxona")) == ("elasticsearch", 1)
    make_record(["plomba"])
    drain()
    assert found("plomba") == 1
    assert switched("tantivy")["now"] == "tantivy"
    assert (index_state().engine, found("plomba"), found("bojxona")) == ("tantivy", 1, 1)
    make_record(["oxirgi"])
    drain()
    assert found("oxirgi") == 1


def test_without_an_engine_named_the_site_goes_where_the_settings_say(make_record: Maker, cluster: Target) -> None:
    make_record(["bojxona"])
    drain()
    switch_engine(cluster)
    assert switched()["now"] == "tantivy"


def test_what_is_edited_and_drained_meanwhile_is_found_after_going_over(make_record: Maker, cluster: Target) -> None:
    first = make_record(["bojxona"])
    drain()

    def meanwhile(done: int, _total: int) -> None:
        if done == 1:
            make_record(["keyingi"])
            Record.objects.get(pk=first.pk).delete()
            drain()
            assert (found("keyingi"), found("bojxona")) == (1, 0), "the running engine is kept in step"

    switch_engine(cluster, report=meanwhile)
    assert index_state().engine == "elasticsearch"
    assert (found("keyingi"), found("bojxona")) == (1, 0)
    assert sweep_index(indices()).differences == 0


def test_an_interrupted_switch_leaves_the_site_as_it_was_and_is_taken_up(
    make_record: Maker, cluster: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        make_record(["bojxona"])
    drain()
    monkeypatch.setattr(build_index, "STEP", 2)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        switch_engine(cluster, report=stop)
    state = index_state()
    assert (state.engine, found("bojxona")) == ("tantivy", 4)
    assert state.build is not None
    assert (state.build.is_switch, state.build.target, state.build.done, state.build.total) == (
        True,
        str(cluster),
        2,
        4,
    )
    told: list[int] = []
    done = switch_engine(cluster, report=lambda count, _total: told.append(count))
    assert (done.built.is_resumed, told) == (True, [4])
    assert (index_state().engine, found("bojxona")) == ("elasticsearch", 4)


def test_a_switch_cut_off_at_the_last_step_fills_nothing_again(
    make_record: Maker, cluster: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_record(["bojxona"])
    drain()

    def cut(*_: Any) -> None:
        raise EngineUnavailable("cut off")

    with monkeypatch.context() as patch:
        patch.setattr(build_index, "_catch_up", cut)
        with pytest.raises(EngineUnavailable):
            switch_engine(cluster)
    told: list[int] = []
    assert switch_engine(cluster, report=lambda count, _total: told.append(count)).built.is_resumed
    assert told == []
    assert found("bojxona") == 1


def test_a_rebuild_does_not_take_up_the_build_of_another_engine(
    make_record: Maker, cluster: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_record(["bojxona"])
    drain()

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        switch_engine(cluster, report=stop)
    call_command("index", "rebuild", stdout=StringIO(), stderr=StringIO())
    assert found("bojxona") == 1
    assert IndexBuild.objects.get(finished_at=None).target == str(cluster)


def test_a_cluster_that_is_not_there_leaves_the_site_as_it_was(make_record: Maker, cluster: Target) -> None:
    make_record(["bojxona"])
    drain()
    with pytest.raises(CommandError, match="does not answer"):
        switched(str(NOBODY_THERE))
    assert not EngineChoice.objects.exists()
    assert (index_state().engine, found("bojxona")) == ("tantivy", 1)


def test_the_choice_counts_before_the_settings_and_that_is_said(make_record: Maker, cluster: Target) -> None:
    make_record(["bojxona"])
    drain()
    switch_engine(cluster)
    out = StringIO()
    call_command("index", "status", stdout=out)
    assert f"engine: {cluster}, chosen by `index switch`" in out.getvalue()
    assert "FONDS_SEARCH names tantivy, which does not count" in out.getvalue()


def test_going_where_one_is_changes_nothing(db: None, cluster: Target) -> None:
    with pytest.raises(AlreadyThere):
        switch_engine(Target())
    assert not EngineChoice.objects.exists()


@pytest.mark.parametrize("wrong", ["elastic", "tantivy:", "elasticsearch:", "elasticsearch:host", "https://host:9200"])
def test_an_engine_that_is_not_understood_is_refused_with_advice(db: None, wrong: str) -> None:
    with pytest.raises(TargetNotUnderstood, match="write tantivy or elasticsearch:https"):
        target_of(wrong)
    with pytest.raises(CommandError, match="write tantivy"):
        switched(wrong)


def test_the_engine_left_behind_is_written_no_more(make_record: Maker, cluster: Target) -> None:
    make_record(["bojxona"])
    drain()
    kept = Drain(is_kept_open=True)
    kept.run_until_empty()
    switch_engine(cluster)
    make_record(["plomba"])
    assert kept.run_until_empty() == 1
    kept.close()
    assert not OutboxEntry.objects.exists()
    indices().refresh()
    assert found("plomba") == 1


def test_an_error_of_an_engine_is_not_an_error_page(make_record: Maker, cluster: Target) -> None:
    make_record(title_uz="Termiz")
    drain()
    EngineChoice.objects.create(pk=1, target=str(NOBODY_THERE))
    with pytest.raises(EngineError):
        drain_one(make_record)
    answer = find(Question("termiz"), audience_of(None))
    assert (answer.engine_away, answer.total) == (True, 1)


def drain_one(make_record: Maker) -> None:
    make_record(["bojxona"])
    drain()
