"""Edit for minutes with Elasticsearch stopped, start it, drain, and print what a sweep then finds (goal: nothing)."""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.figures import report
from bench.site_at_size import FOLDER, open_site

PROGRAM = Path(__file__).resolve().parent.parent / "bin" / "elasticsearch"
NAME = "engine-away"
READY_SECONDS = 120
WORDS = ("bojxona", "plomba", "termiz", "savdo", "ipak", "choy", "kema", "ombor")


class Edits:
    """Edits made by chance, the same for the same seed: of records, of their access, of the names they share."""

    def __init__(self, *, seed: int) -> None:
        self._chance = random.Random(seed)
        self.counts: Counter[str] = Counter()

    def begin(self, *, records: int) -> None:
        """Make collections, authorities and records to edit."""
        from catalog.models import Agent, Collection, Place, Subject  # noqa: PLC0415 - needs loaded models

        for number in range(4):
            Collection.objects.create(slug=f"c{number}", title_uz=f"Jamgʻarma {number}")
            for kind in (Agent, Subject, Place):
                kind.objects.create(slug=f"a{number}", label_uz=f"Nom {number}")
        for _ in range(records):
            self.create()

    def run(self, *, count: int) -> None:
        """Make so many edits."""
        for _ in range(count):
            self.one()

    def one(self) -> None:
        """Make one edit."""
        acts: list[tuple[Callable[[], None], int]] = [
            (self.create, 25),
            (self.edit, 40),
            (self.change_access, 18),
            (self.delete, 12),
            (self.rename_authority, 3),
            (self.rename_collection, 2),
        ]
        (act,) = self._chance.choices([each for each, _ in acts], [weight for _, weight in acts])
        act()
        self.counts[act.__name__] += 1

    def create(self) -> None:
        """Make a record with a collection, a subject, a place and an agent."""
        from catalog.models import Agent, Collection, Place, Record, RecordAgent, Subject  # noqa: PLC0415

        record = Record(kind="document", live=True, access="public", original_title=self._text(3))
        record.description_uz = self._text(12)
        record.collection = self._any(Collection)
        record.save()
        record.subjects.set([self._any(Subject)])
        record.places.set([self._any(Place)])
        record.save()
        RecordAgent.objects.create(record=record, agent=self._any(Agent), role="author")

    def edit(self) -> None:
        """Change the words of a record."""
        if record := self._record():
            record.description_uz = self._text(12) if self._chance.random() < 0.8 else ""
            record.save()

    def change_access(self) -> None:
        """Hide a record, or show it."""
        if record := self._record():
            record.access = "public" if record.access == "staff" else "staff"
            record.save()

    def delete(self) -> None:
        """Delete a record."""
        if record := self._record():
            record.delete()

    def rename_authority(self) -> None:
        """Rename an agent, a subject or a place."""
        from catalog.models import Agent, Place, Subject  # noqa: PLC0415

        authority = self._any(self._chance.choice((Agent, Subject, Place)))
        authority.label_uz = self._text(2)
        authority.save()

    def rename_collection(self) -> None:
        """Rename a collection."""
        from catalog.models import Collection  # noqa: PLC0415

        collection = self._any(Collection)
        collection.title_uz = self._text(2)
        collection.save()

    def _text(self, length: int) -> str:
        return " ".join(self._chance.choice(WORDS) for _ in range(length))

    def _any(self, model: Any) -> Any:
        return model.objects.order_by("pk")[self._chance.randrange(model.objects.count())]

    def _record(self) -> Any:
        from catalog.models import Record  # noqa: PLC0415

        count = Record.objects.count()
        return Record.objects.order_by("pk")[self._chance.randrange(count)] if count else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long the engine is away")
    parser.add_argument("--pace", type=float, default=20.0, help="edits a second, at most")
    parser.add_argument("--records", type=int, default=2_000, help="size of the collection beforehand")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    shutil.rmtree(FOLDER / NAME, ignore_errors=True)
    folder = open_site(NAME)
    server = Path("/tmp") / f"fonds-engine-away-{folder.stat().st_ino}"  # noqa: S108 - open to the account of the server
    shutil.rmtree(server, ignore_errors=True)
    server.mkdir(mode=0o755)
    try:
        _soak(options, server / "server")
    finally:
        subprocess.run([PROGRAM, "stop", server / "server"], check=True)
        shutil.rmtree(server, ignore_errors=True)


def _start(server: Path) -> str:
    return subprocess.run([PROGRAM, "start", server], check=True, capture_output=True, text=True).stdout.strip()


def _soak(options: argparse.Namespace, server: Path) -> None:
    from django.conf import settings  # noqa: PLC0415 - needs django.setup

    from search.engines.target import target_of  # noqa: PLC0415
    from search.models import OutboxEntry  # noqa: PLC0415
    from search.operations.drain_outbox import Drain  # noqa: PLC0415

    settings.FONDS_SEARCH = "elasticsearch"
    hosts = target_of(f"elasticsearch:{_start(server)}").hosts
    settings.FONDS_SEARCH_CLUSTER = {**settings.FONDS_SEARCH_CLUSTER, "hosts": hosts, "replicas": 0}
    edits = Edits(seed=options.seed)
    edits.begin(records=options.records)
    Drain().run_until_empty()
    subprocess.run([PROGRAM, "stop", server], check=True)
    until = time.monotonic() + 60 * options.minutes
    while time.monotonic() < until:
        edits.one()
        time.sleep(1 / options.pace)
    waiting = OutboxEntry.objects.count()
    report("edits with the engine away", f"{edits.counts.total()} in {options.minutes:g} minutes: {dict(edits.counts)}")
    report("outbox when it returns", f"{waiting} entries")
    _start(server)
    started = time.perf_counter()
    things = _drain()
    seconds = time.perf_counter() - started
    report("drain", f"{seconds:.1f} s, {waiting / seconds:.0f} entries/s, {things} things looked at")
    _compare()


def _drain() -> int:
    """Drain as the worker does: a server that has just started may need a moment until all its shards answer."""
    from search.engines.errors import EngineUnavailable  # noqa: PLC0415 - needs django.setup
    from search.operations.drain_outbox import Drain  # noqa: PLC0415

    drain, things = Drain(is_kept_open=True), 0
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            while done := drain.run_once(rest=False):
                things += done
        except EngineUnavailable:
            if time.monotonic() > until:
                raise
            drain.close()
            time.sleep(0.5)
        else:
            drain.close()
            return things


def _compare() -> None:
    from catalog.models import Record  # noqa: PLC0415 - needs django.setup
    from search.indices import open_indices  # noqa: PLC0415
    from search.operations.sweep_index import sweep_index  # noqa: PLC0415

    engines = open_indices()
    found = sweep_index(engines, repair=False)
    documents = engines.records.health().documents
    engines.close()
    report("records in database and index", f"{Record.objects.count()} and {documents}")
    report("differences", f"{found.differences} {dict(found.by_reason)}, set aside {found.retried}")
    if found.differences or found.retried:
        raise SystemExit("The index is not in step.")


if __name__ == "__main__":
    main()
