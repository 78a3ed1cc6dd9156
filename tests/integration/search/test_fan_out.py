"""A renamed authority or collection reaches all its records, in bounded steps, and other changes go before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.access import audience_of
from catalog.models import Agent, Collection, Place, Record, RecordAgent, Subject
from search.finding.find import find
from search.finding.types import Question
from search.models import OutboxEntry, Priority
from search.operations import drain_outbox
from search.operations.drain_outbox import Drain
from tests.integration.search.conftest import Maker
from tests.memory import most_held

Drained = Callable[[], int]
MANY = 3_000
STEP = 500
MOST_BYTES = 6_000_000
"""Objects of 3,000 records with their outbox entries, kept all at once, take more."""


@pytest.fixture
def index_folder(search_engine: str, settings: Any) -> Path:
    """Run every test of this module on each engine."""
    return Path(settings.FONDS_INDEX)


def found(word: str) -> int:
    answer = find(Question(word), audience_of(None))
    assert not answer.engine_away
    return answer.total


def _made(kind: Any, label: str) -> Any:
    return kind.objects.create(slug=label.lower(), label_uz=label)


def _collection(title: str) -> Any:
    return Collection.objects.create(slug=title.lower(), title_uz=title)


def test_new_names_of_agent_subject_place_and_collection_are_found_and_old_ones_are_not(
    drain: Drained, make_record: Maker
) -> None:
    agent, subject = _made(Agent, "Karimov"), _made(Subject, "Savdo")
    place, collection = _made(Place, "Termiz"), _collection("Eskilik")
    record = make_record(collection=collection)
    record.subjects.set([subject])
    record.places.set([place])
    record.save()
    RecordAgent.objects.create(record=record, agent=agent, role="author")
    drain()
    assert [found(word) for word in ("Karimov", "Savdo", "Termiz", "Eskilik")] == [1, 1, 1, 1]
    agent.label_uz, subject.label_uz, place.label_uz, collection.title_uz = "Rahimov", "Tijorat", "Xiva", "Yangilik"
    for each in (agent, subject, place, collection):
        each.save()
    drain()
    assert [found(word) for word in ("Rahimov", "Tijorat", "Xiva", "Yangilik")] == [1, 1, 1, 1]
    assert [found(word) for word in ("Karimov", "Savdo", "Termiz", "Eskilik")] == [0, 0, 0, 0]


def test_a_deleted_subject_or_place_is_found_no_more(drain: Drained, make_record: Maker) -> None:
    subject, place = _made(Subject, "Savdo"), _made(Place, "Termiz")
    record = make_record()
    record.subjects.set([subject])
    record.places.set([place])
    record.save()
    drain()
    assert (found("Savdo"), found("Termiz")) == (1, 1)
    subject.delete()
    place.delete()
    drain()
    assert (found("Savdo"), found("Termiz")) == (0, 0)


@pytest.fixture
def popular(db: None, settings: Any, tmp_path: Path) -> Any:
    """Return a subject of thousands of records; nothing waits in the outbox."""
    settings.FONDS_SEARCH, settings.FONDS_INDEX = "tantivy", tmp_path / "index"
    subject: Subject = _made(Subject, "Savdo")
    records = [Record(pid=f"p{n}", kind="document", live=True, access="public", version=1) for n in range(MANY)]
    Record.objects.bulk_create(records, batch_size=STEP)
    through = Record.subjects.through
    through.objects.bulk_create(
        [through(record_id=pk, subject=subject) for pk in Record.objects.values_list("pk", flat=True)],
        batch_size=STEP,
    )
    OutboxEntry.objects.all().delete()
    return subject


@pytest.mark.parametrize("act", ["rename", "delete"])
def test_thousands_of_records_are_announced_in_steps_and_in_little_memory(popular: Any, act: str) -> None:
    def rename_or_delete() -> None:
        subject: Any = Subject.objects.get(pk=popular.pk)
        if act == "rename":
            subject.label_uz = "Tijorat"
            subject.save()
        else:
            subject.delete()

    def try_out() -> None:
        with transaction.atomic():
            rename_or_delete()
            transaction.set_rollback(True)

    most = most_held(try_out, below=MOST_BYTES)
    with CaptureQueriesContext(connection) as asked:
        rename_or_delete()
    assert OutboxEntry.objects.filter(priority=Priority.FAN_OUT).count() == MANY
    inserts = [each for each in asked.captured_queries if each["sql"].startswith('INSERT INTO "search_outboxentry"')]
    assert MANY // STEP <= len(inserts) <= 4 * MANY // STEP
    assert Record.objects.filter(version=2).count() == MANY
    assert most < MOST_BYTES


def test_other_changes_do_not_wait_for_thousands_of_records(
    popular: Any, make_record: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    popular.label_uz = "Tijorat"
    popular.save()
    monkeypatch.setattr(drain_outbox, "BATCH", 50)
    draining = Drain()
    # The index is not what is measured here: the first batch would build it whole.
    draining.prepare()
    edited = make_record(title_uz="Shoshilinch")
    hidden = Record.objects.exclude(pk=edited.pk).latest("pk")
    hidden.access = "staff"
    hidden.save()
    draining.run_once()
    draining.close()
    assert found("Shoshilinch") == 1
    assert not OutboxEntry.objects.filter(priority__lt=Priority.FAN_OUT).exists()
    assert OutboxEntry.objects.filter(priority=Priority.FAN_OUT).count() > MANY - 100
