"""Changes reach the index through the outbox."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from archive.models import Page
from catalog.models import Record
from catalog.signals import findable_asked
from search.analysis import Form
from search.documents.records import WITH_TEXT
from search.indices import indices
from search.models import IndexFailure, OutboxEntry, Priority
from search.operations import drain_forever, drain_outbox
from search.query.tree import Term
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]


def found(word: str) -> int:
    return indices().records.count(Term("text", Form.EXACT, word))


def found_units(word: str) -> int:
    return indices().units.count(Term("text", Form.EXACT, word))


@pytest.fixture
def index_folder(search_engine: str, settings: Any) -> Path:
    """Run every test of this module on each engine."""
    return Path(settings.FONDS_INDEX)


def test_a_saved_record_is_in_the_index_after_a_drain(drain: Drained, make_record: Maker) -> None:
    make_record(["termiz bojxonasi", "plomba"])
    assert OutboxEntry.objects.exists()
    assert drain() == 1
    assert not OutboxEntry.objects.exists()
    assert (found("plomba"), found_units("plomba"), found_units("termiz")) == (1, 1, 1)


def test_a_change_replaces_what_was_there(drain: Drained, make_record: Maker) -> None:
    record = make_record(["eski soʻz"])
    drain()
    page = record.record_assets.get().document.pages.get()
    page.text = "yangi"
    page.save()
    record.save()
    drain()
    assert (found("eski"), found_units("eski"), found("yangi"), found_units("yangi")) == (0, 0, 1, 1)


def test_a_deleted_record_leaves_nothing_behind(drain: Drained, make_record: Maker) -> None:
    record = make_record(["bojxona"])
    drain()
    record.delete()
    assert OutboxEntry.objects.filter(priority=Priority.RESTRICTION).exists()
    drain()
    assert (found("bojxona"), found_units("bojxona")) == (0, 0)


def test_a_rolled_back_change_leaves_no_entry(drain: Drained, make_record: Maker) -> None:
    with transaction.atomic():
        make_record(["bojxona"])
        transaction.set_rollback(True)
    assert not OutboxEntry.objects.exists()


def test_draining_twice_changes_nothing(drain: Drained, make_record: Maker) -> None:
    record = make_record(["bojxona"])
    drain()
    OutboxEntry.objects.create(source="record", object_id=record.pk)
    drain()
    assert (found("bojxona"), found_units("bojxona")) == (1, 1)


def test_restrictions_go_before_everything_else(db: None, make_record: Maker) -> None:
    first, second = make_record(), make_record()
    OutboxEntry.objects.all().delete()
    first.save()
    second.access = "staff"
    second.save()
    assert [entry.object_id for entry in OutboxEntry.objects.all()] == [second.pk, first.pk]


def test_a_record_that_cannot_be_projected_is_set_aside_and_the_rest_is_found(
    drain: Drained, make_record: Maker
) -> None:
    bad, _good = make_record(["yomon"]), make_record(["yaxshi"])
    Record.objects.filter(pk=bad.pk).update(kind="no-such-kind")
    drain()
    assert found("yaxshi") == 1
    assert found("yomon") == 0
    failure = IndexFailure.objects.get()
    assert failure.object_id == bad.pk
    assert "no-such-kind" in failure.reason
    Record.objects.filter(pk=bad.pk).update(kind="document")
    Record.objects.get(pk=bad.pk).save()
    drain()
    assert not IndexFailure.objects.exists()
    assert found("yomon") == 1


def test_a_record_the_engine_refuses_is_set_aside(drain: Drained, make_record: Maker) -> None:
    bad, _good = make_record(["yomon"]), make_record(["yaxshi"])
    Record.objects.filter(pk=bad.pk).update(languages=["x" * 3000])
    drain()
    assert IndexFailure.objects.get().object_id == bad.pk
    assert (found("yomon"), found_units("yomon"), found("yaxshi")) == (0, 0, 1)


@pytest.mark.parametrize("count", [2, 12])
def test_projection_takes_a_fixed_number_of_queries(
    drain: Drained, make_record: Maker, django_assert_num_queries: object, count: int
) -> None:
    from search.documents.registry import source_of  # noqa: PLC0415 - needs loaded applications

    ids = [make_record(["bojxona", "plomba"]).pk for _ in range(count)]
    with django_assert_num_queries(8):  # type: ignore[operator]
        assert len(list(source_of("record").project(ids))) == count


def test_without_a_worker_a_commit_drains_at_once(
    db: None, index_folder: Path, settings: Any, make_record: Maker, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SEARCH_DRAIN_INLINE = True
    with django_capture_on_commit_callbacks(execute=True):
        make_record(["bojxona"])
    assert found("bojxona") == 1
    assert not OutboxEntry.objects.exists()


def test_who_waits_for_a_record_finds_it(db: None, index_folder: Path, make_record: Maker) -> None:
    record = make_record(["bojxona"])
    findable_asked.send(sender=Record, record_ids=[record.pk])
    assert found("bojxona") == 1


def test_a_document_slow_to_project_rests_but_is_not_forgotten(
    drain: Drained, make_record: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain_outbox, "SLOW_SECONDS", 0.0)
    monkeypatch.setattr(drain_outbox, "REST_FACTOR", 1000)
    slow = make_record(["sekin"])
    draining = drain_outbox.Drain()
    draining.run_once()
    slow.save()
    make_record(["tez"])
    draining.run_once()
    assert OutboxEntry.objects.get().object_id == slow.pk
    slow.access = "staff"
    slow.save()
    draining.run_once()
    assert not OutboxEntry.objects.filter(priority=Priority.RESTRICTION).exists()
    draining.close()


def test_pages_are_looked_up_by_their_document_however_many_there_are(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what it knows of the values")
    plan = Page.objects.filter(WITH_TEXT, document__in=[1, 2, 3]).order_by("document_id", "number").explain()
    assert "document_id=?" in plan
    assert "state" not in plan


class _Done(Exception):
    """Ends a drain that would go on for ever."""


def test_the_worker_lets_changes_come_together_but_what_is_hidden_does_not_wait(
    make_record: Maker, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_record(["plomba"])
    waits = 0

    def wait(_seconds: float) -> None:
        nonlocal waits
        waits += 1
        if waits == 1:
            assert not OutboxEntry.objects.exists(), "the first change did not go in at once"
            make_record(["tamgʻa"])
        elif waits == 2:
            assert OutboxEntry.objects.exists(), "the second was not left to come together with others"
            Record.objects.get(pk=first.pk).delete()
        elif found("plomba") == 0 or waits > 20:
            raise _Done

    monkeypatch.setattr(drain_forever, "GATHER_SECONDS", 3600)
    monkeypatch.setattr(drain_forever, "time", SimpleNamespace(sleep=wait, monotonic=time.monotonic))
    with pytest.raises(_Done):
        drain_forever.drain_forever()
    assert found("plomba") == 0
    assert not OutboxEntry.objects.exists(), "what had come meanwhile was carried too"
