"""While the engine is away changes wait; what may no longer be seen is hidden at once and carried out first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from bench.engine_away import Edits
from catalog.access import audience_of
from catalog.models import Record
from search.access import access_filters
from search.analysis import Form
from search.engines.errors import EngineError
from search.finding.find import find
from search.finding.types import Answer, Question
from search.health import index_state
from search.indices import indices, open_indices
from search.models import IndexSweep, OutboxEntry, Priority
from search.operations import drain_outbox
from search.operations.ask_for_sweep import ask_for_sweep_when_due
from search.operations.drain_outbox import Drain
from search.operations.sweep_index import sweep_index
from search.query.tree import Term
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]
BACKLOG = 120


@pytest.fixture
def index_folder(search_engine: str, settings: Any) -> Path:
    """Run every test of this module on each engine."""
    return Path(settings.FONDS_INDEX)


def asked(word: str) -> Answer:
    answer = find(Question(word), audience_of(None))
    assert not answer.engine_away
    return answer


def test_behind_a_long_backlog_a_restriction_is_hidden_at_once_and_carried_out_first(
    drain: Drained, make_record: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, shown = (make_record(["bojxona"], title_uz=title) for title in ("Maxfiy", "Ochiq"))
    drain()
    for number in range(BACKLOG):
        make_record(title_uz=f"Navbat {number}")
    secret.access = "staff"
    secret.save()
    answer = asked("bojxona")
    assert ([hit.record.pk for hit in answer.hits], answer.total) == ([shown.pk], 1), "hidden before the drain"
    monkeypatch.setattr(drain_outbox, "BATCH", 10)
    draining = Drain()
    draining.run_once()
    draining.close()
    assert OutboxEntry.objects.count() >= BACKLOG - 10
    assert not OutboxEntry.objects.filter(priority=Priority.RESTRICTION).exists()
    indices().refresh()
    bojxona = Term("text", Form.EXACT, "bojxona")
    assert indices().records.count(bojxona) == 2
    assert indices().records.count(bojxona, access_filters(audience_of(None))) == 1


def test_after_edits_with_the_engine_away_the_sweep_finds_no_differences(
    drain: Drained, search_engine: str, settings: Any, index_folder: Path
) -> None:
    edits = Edits(seed=7)
    edits.begin(records=30)
    drain()
    away(settings, search_engine, index_folder)
    edits.run(count=150)
    waiting = OutboxEntry.objects.count()
    assert waiting >= 150
    if search_engine == "elasticsearch":
        with pytest.raises(EngineError):
            Drain().run_until_empty()
        assert OutboxEntry.objects.count() == waiting, "what could not be carried out still waits"
    back(settings, search_engine)
    draining = Drain()
    draining.run_until_empty()
    draining.close()
    engines = open_indices()
    found = sweep_index(engines)
    engines.close()
    assert (found.differences, found.retried, OutboxEntry.objects.count()) == (0, 0, 0)
    assert index_state().records.documents == Record.objects.count()


_here: dict[str, tuple[str, ...]] = {}


def away(settings: Any, engine: str, folder: Path) -> None:
    """Take the engine away: the cluster is asked where nobody answers, the embedded one is not drained."""
    if engine == "elasticsearch":
        _here["hosts"] = settings.FONDS_SEARCH_CLUSTER["hosts"]
        settings.FONDS_SEARCH_CLUSTER = {**settings.FONDS_SEARCH_CLUSTER, "hosts": ("http://127.0.0.1:1",)}


def back(settings: Any, engine: str) -> None:
    """Bring the engine back."""
    if engine == "elasticsearch":
        settings.FONDS_SEARCH_CLUSTER = {**settings.FONDS_SEARCH_CLUSTER, "hosts": _here["hosts"]}


def test_a_change_that_waits_is_late_and_not_a_difference(drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"])
    drain()
    make_record(["plomba"])
    engines = open_indices()
    found = sweep_index(engines)
    engines.close()
    assert found.differences == 0


def test_the_sweep_is_asked_for_once_a_day_and_its_result_is_kept(
    drain: Drained, make_record: Maker, run_tasks: Callable[[], None]
) -> None:
    make_record(["bojxona"])
    # What the file still had to be examined for would announce the record once more.
    run_tasks()
    drain()
    assert ask_for_sweep_when_due()
    assert not ask_for_sweep_when_due()
    lost = Record.objects.get()
    lost_version = lost.version
    Record.objects.filter(pk=lost.pk).update(version=lost_version + 5)
    run_tasks()
    state = index_state()
    assert state.sweep is not None
    assert (state.sweep.differences, state.sweep.error) == (1, "")
    assert OutboxEntry.objects.filter(object_id=lost.pk).exists()
    assert not DBTaskResult.objects.failed().exists()
    IndexSweep.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert ask_for_sweep_when_due()


def test_a_sweep_that_could_not_be_made_says_why_and_is_tried_again_in_an_hour(
    db: None, index_folder: Path, run_tasks: Callable[[], None]
) -> None:
    assert ask_for_sweep_when_due()
    run_tasks()
    state = index_state()
    assert state.sweep is not None
    assert "has not been built yet" in state.sweep.error
    assert not ask_for_sweep_when_due()
    IndexSweep.objects.update(asked_at=timezone.now() - timedelta(minutes=61))
    assert ask_for_sweep_when_due()


def test_a_sweep_by_hand_stands_in_the_status_too(drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"])
    drain()
    call_command("index", "sweep", stdout=StringIO(), stderr=StringIO())
    out = StringIO()
    call_command("index", "status", stdout=out)
    assert "last sweep: " in out.getvalue()
    assert "0 differences" in out.getvalue()
