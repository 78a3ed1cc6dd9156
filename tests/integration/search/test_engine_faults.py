"""Whatever befalls the cluster while it is written, afterwards the index holds exactly what the database holds."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from catalog.access import Audience, Standing
from catalog.models import Record
from search.engines.base import Put
from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine
from search.engines.errors import EngineError, EngineUnavailable
from search.engines.schema import RECORDS, IndexDocument
from search.finding.find import find
from search.finding.types import Question
from search.health import index_state
from search.indices import Indices, indices, open_indices
from search.models import IndexFailure, OutboxEntry
from search.operations.drain_outbox import Drain
from search.operations.sweep_index import sweep_index
from search.query.tree import All
from search.writer_lock import WriterBusy
from tests.clusters import remove, settings_of
from tests.contract.engines.asking import ANALYZER
from tests.elasticsearch_server import open_folder, start_server, stop_server
from tests.integration.search.conftest import Maker
from tests.patience import PATIENCE_SECONDS
from tests.wire import Wire, cut

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

RECORDS_MADE = 30
ANYBODY = Audience(Standing.PUBLIC, date(2026, 11, 26))


class Server:
    """A cluster of one that tests may ill-treat."""

    def __init__(self) -> None:
        self._parent = open_folder()
        self.folder = self._parent / "server"
        self.address = ""

    def start(self) -> None:
        """Start it, or start it again with its data."""
        settings = ("indexing_pressure.memory.limit=4mb", "cluster.info.update.interval=10s")
        self.address = start_server(self.folder, *settings)

    def signal(self, number: signal.Signals) -> None:
        os.kill(int((self.folder / "pid").read_text()), number)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.signal(signal.SIGKILL)

    def remove(self) -> None:
        stop_server(self.folder)
        shutil.rmtree(self._parent, ignore_errors=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    try:
        made.start()
        yield made
    finally:
        made.remove()


@pytest.fixture
def client(server: Server) -> Iterator[Elasticsearch]:
    with Elasticsearch([server.address], request_timeout=30) as made:
        yield made


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    made = Wire(server.address)
    yield made
    made.close()


@pytest.fixture
def cluster(server: Server, wire: Wire) -> Iterator[ClusterSettings]:
    made = settings_of(wire.address, read_timeout_s=6.0, write_timeout_s=6.0)
    yield made
    remove(settings_of(server.address, prefix=made.prefix))


@pytest.fixture
def drain(cluster: ClusterSettings, settings: Any, tmp_path: Path) -> Iterator[Drain]:
    """Let the site search in the cluster over the wire, and return the drain of its worker."""
    given = asdict(cluster)
    del given["is_refreshed_at_once"]
    settings.FONDS_SEARCH, settings.FONDS_SEARCH_CLUSTER = "elasticsearch", given
    settings.FONDS_INDEX = tmp_path / "index"
    made = Drain(is_kept_open=True)
    # A server that has just started takes longer for its first index than a fault may take.
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            made.prepare()
        except EngineError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
        else:
            break
    yield made
    made.close()
    indices().close()


@pytest.fixture
def opened(drain: Drain) -> Iterator[Indices]:
    made = open_indices()
    yield made
    made.close()


def keep_draining(drain: Drain, *, seconds: float = PATIENCE_SECONDS) -> int:
    """Drain as the worker does, waiting out what can be waited out; return how often that was needed."""
    failures, until = 0, time.monotonic() + seconds
    while True:
        try:
            drain.run_until_empty()
        except (EngineError, WriterBusy):
            failures += 1
            if time.monotonic() > until:
                raise
            drain.close()
            time.sleep(0.2)
        else:
            return failures


def check_in_step(opened: Indices) -> None:
    """Assert that nothing waits, nothing was set aside, and no document differs from the database."""
    assert not OutboxEntry.objects.exists()
    assert not IndexFailure.objects.exists()
    found = sweep_index(opened, repair=False)
    assert (found.differences, dict(found.by_reason)) == (0, {})
    assert opened.records.count(All()) == Record.objects.count()


def make_records(make_record: Maker, count: int = RECORDS_MADE) -> list[Record]:
    return [make_record([f"bojxona daftari {n}", "yana bir sahifa"]) for n in range(count)]


def edit(records: list[Record]) -> None:
    """Change, restrict and delete a part each."""
    for number, record in enumerate(records):
        if number % 4 == 1:
            record.access = "staff"
            record.save()
        elif number % 4 == 2:
            record.delete()
        else:
            record.original_title = f"Yangi nom {number}"
            record.save()


def found_by_anybody() -> set[int]:
    return {hit.record.pk for hit in find(Question("bojxona", per_page=100), ANYBODY).hits}


def test_killed_in_the_middle_of_writing_and_after_it_before_it_could_say_so(
    server: Server, wire: Wire, drain: Drain, opened: Indices, make_record: Maker
) -> None:
    records = make_records(make_record)
    for faults, at in ((wire.before_bulk, 2), (wire.before_answer, 1)):
        wire.bulks = 0
        faults[at] = server.kill
        with pytest.raises(EngineUnavailable):
            drain.run_until_empty()
        drain.close()
        assert OutboxEntry.objects.exists(), "what was not acknowledged waits on"
        assert not index_state().is_ready
        server.start()
        keep_draining(drain)
        check_in_step(opened)
        edit([record for record in records if Record.objects.filter(pk=record.pk).exists()])
    keep_draining(drain)
    check_in_step(opened)


def test_hung_for_a_while(server: Server, wire: Wire, drain: Drain, opened: Indices, make_record: Maker) -> None:
    records = make_records(make_record)
    keep_draining(drain)
    edit(records)
    wire.bulks, wire.before_bulk = 0, {1: lambda: server.signal(signal.SIGSTOP)}
    try:
        with pytest.raises(EngineUnavailable, match="did not answer in time"):
            drain.run_until_empty()
        answer = find(Question("hujjat"), ANYBODY)
        assert answer.engine_away, "visitors are told, and browse titles"
        assert "did not answer in time" in index_state().message
    finally:
        server.signal(signal.SIGCONT)
    keep_draining(drain)
    check_in_step(opened)


def test_a_connection_cut_in_the_middle_of_a_request_or_of_its_answer(
    wire: Wire, drain: Drain, opened: Indices, make_record: Maker
) -> None:
    records = make_records(make_record)
    wire.before_bulk, wire.before_answer = {1: cut, 2: cut}, {3: cut}
    assert keep_draining(drain) == 0, "a cut is waited out within the batch"
    assert not wire.before_bulk
    assert not wire.before_answer
    edit(records)
    wire.bulks, wire.before_bulk = 0, {1: cut}
    keep_draining(drain)
    check_in_step(opened)


def test_slow(wire: Wire, drain: Drain, opened: Indices, make_record: Maker) -> None:
    wire.pause_s = 0.3
    edit(make_records(make_record, 8))
    assert keep_draining(drain) == 0
    wire.pause_s = 0.0
    check_in_step(opened)


def test_read_only(
    client: Elasticsearch, cluster: ClusterSettings, drain: Drain, opened: Indices, make_record: Maker
) -> None:
    records = make_records(make_record)
    keep_draining(drain)
    client.indices.put_settings(index=f"{cluster.prefix}-*", settings={"index.blocks.write": True})
    edit(records)
    waiting = OutboxEntry.objects.count()
    with pytest.raises(EngineUnavailable, match="blocked by"):
        drain.run_until_empty()
    assert OutboxEntry.objects.count() == waiting
    assert not find(Question("bojxona"), ANYBODY).engine_away, "it can still be searched"
    client.indices.put_settings(index=f"{cluster.prefix}-*", settings={"index.blocks.write": None})
    keep_draining(drain)
    check_in_step(opened)


def test_full(
    client: Elasticsearch, cluster: ClusterSettings, drain: Drain, opened: Indices, make_record: Maker
) -> None:
    records = make_records(make_record)
    keep_draining(drain)
    disk = "cluster.routing.allocation.disk"
    marks = {f"{disk}.watermark.{name}": "900tb" for name in ("low", "high", "flood_stage")}
    wait_for(client, cluster, {f"{disk}.threshold_enabled": True, **marks}, is_blocked=True)
    edit(records)
    with pytest.raises(EngineUnavailable, match="disk usage exceeded flood-stage watermark"):
        drain.run_until_empty()
    assert OutboxEntry.objects.exists()
    wait_for(client, cluster, {f"{disk}.threshold_enabled": False, **dict.fromkeys(marks)}, is_blocked=False)
    keep_draining(drain)
    check_in_step(opened)


def wait_for(client: Elasticsearch, cluster: ClusterSettings, given: dict[str, Any], *, is_blocked: bool) -> None:
    """Set the marks of the disk and wait until the cluster, which looks every ten seconds, has blocked or unblocked."""
    client.cluster.put_settings(persistent=given)
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        found = client.indices.get_settings(index=f"{cluster.prefix}-*", name="index.blocks.read_only_allow_delete")
        if is_blocked == any("index" in each["settings"] for each in found.body.values()):
            return
        time.sleep(1)
    pytest.fail("the cluster did not look at its disk in time")


def test_a_newer_version_written_by_another_meanwhile_stays_until_it_is_mended(
    server: Server, wire: Wire, cluster: ClusterSettings, drain: Drain, opened: Indices, make_record: Maker
) -> None:
    (record,) = make_records(make_record, 1)
    keep_draining(drain)
    other = ElasticsearchEngine(RECORDS, settings_of(server.address, prefix=cluster.prefix))
    newer = IndexDocument(
        f"r{record.pk}",
        10**6,
        {"text": ANALYZER.field("zilzila")},
        {"record": [f"r{record.pk}"], "access": ["public"]},
        {},
    )
    record.original_title = "Boshqa"
    record.save()
    # The second bulk request is that of the records; the other writer comes between looking and writing.
    wire.bulks, wire.before_bulk = 0, {2: lambda: _ignore(other.apply([Put(newer)], 1))}
    keep_draining(drain)
    assert dict(opened.records.versions())[f"r{record.pk}"] == 10**6, "the newer one was not overwritten"
    assert sweep_index(opened).by_reason == {"another version": 1}
    keep_draining(drain)
    check_in_step(opened)
    other.close()


def _ignore(_value: int) -> None:
    """Take a checkpoint that nobody needs."""


def test_what_is_too_much_at_once_is_written_in_parts(wire: Wire, cluster: ClusterSettings) -> None:
    engine = ElasticsearchEngine(RECORDS, replace(cluster, write_timeout_s=20.0))
    engine.create("first")
    engine.activate("first")
    text = ANALYZER.field("bojxona " * 8_000)
    engine.apply([Put(IndexDocument(f"d{n}", 1, {"text": text}, {"record": [f"d{n}"]}, {})) for n in range(50)], 1)
    assert engine.count(All()) == 50
    assert wire.bulks > 4, "the first requests, of up to 10 MB, were too much"
    engine.close()


def test_edits_while_the_cluster_is_away_are_all_there_when_it_is_back(
    wire: Wire, drain: Drain, opened: Indices, make_record: Maker
) -> None:
    records = make_records(make_record)
    keep_draining(drain)
    opened.refresh()
    assert len(found_by_anybody()) == RECORDS_MADE
    wire.go_away()
    for _ in range(3):
        edit([record for record in records if Record.objects.filter(pk=record.pk).exists()])
        with pytest.raises(EngineUnavailable, match="does not answer"):
            drain.run_until_empty()
    added = make_records(make_record, 5)
    wire.come_back()
    keep_draining(drain)
    check_in_step(opened)
    visible = set(Record.objects.filter(access="public").values_list("pk", flat=True))
    assert found_by_anybody() == visible
    assert {record.pk for record in added} <= visible
