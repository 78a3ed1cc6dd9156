"""Take files and folders in from the command line."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from tqdm import tqdm

from archive.ingest.types import Found, Kind, Refused
from archive.ingest.walk import walk
from catalog.choices import Access
from catalog.models import Collection, User
from catalog.operations.ingest_file import IngestOrder, IngestResult, Outcome, ingest_file
from catalog.operations.wait_until_findable import Progress, wait_until_findable


class Command(BaseCommand):
    """Ingest every file under the given paths; the batch goes on past files that are refused."""

    help = "Take files and folders in, each described by a record of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
        parser.add_argument("--collection", metavar="NAME", help="short name of the collection the records go into")
        parser.add_argument("--access", choices=Access.values, help="who may see the records (default: staff)")
        parser.add_argument(
            "--embargo-until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="day an embargo ends"
        )
        parser.add_argument(
            "--kind", choices=[Kind.PHOTO.value, Kind.DOCUMENT.value], help="overrule what images seem to be"
        )
        parser.add_argument("--user", metavar="NAME", help="log-in name of the person who deposits")
        parser.add_argument("--wait", action="store_true", help="return when all is read and findable")
        parser.add_argument("--json", action="store_true", help="print one JSON line per file")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the ingest in the language of the command line; exit with 1 if nothing at all could be taken in."""
        with translation.override("en"):
            self._run(options)

    def _run(self, options: dict[str, Any]) -> None:
        order = _order(options)
        results: list[IngestResult] = []
        counts: Counter[str] = Counter()
        for result in self._ingest(options["paths"], order):
            counts[result.outcome if result.outcome is not Outcome.REFUSED else f"refused: {result.reason}"] += 1
            self._print(result, as_json=options["json"])
            if result.outcome is not Outcome.REFUSED:
                results.append(result)
        self._sum_up(counts, order)
        if options["wait"] and results:
            self._wait([result.record for result in results if result.record])
        if not results:
            raise CommandError("Nothing was taken in; each file's reason stands above.", returncode=1)

    def _ingest(self, paths: list[Path], order: IngestOrder) -> Iterator[IngestResult]:
        total = sum(1 for _ in walk(paths))
        with tqdm(total=total, unit="file", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            for found in walk(paths):
                yield _one(found, order)
                bar.update()

    def _print(self, result: IngestResult, *, as_json: bool) -> None:
        if as_json:
            line = json.dumps(result.as_json(), ensure_ascii=False)
        else:
            tail = result.message or f"{result.kind} {result.record}"
            line = f"{result.outcome}: {result.path}: {tail}"
        with tqdm.external_write_mode(file=sys.stderr):
            self.stdout.write(line)

    def _sum_up(self, counts: Counter[str], order: IngestOrder) -> None:
        parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        self.stderr.write(f"{sum(counts.values())} files: {parts or 'none'}.")
        if counts[Outcome.INGESTED]:
            who = Access(order.access).label
            self.stderr.write(f"Access of the new records: {order.access} ({who}); --access sets another.")

    def _wait(self, pids: list[str]) -> None:
        with tqdm(unit="page", desc="reading", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:

            def show(progress: Progress) -> None:
                bar.total = progress.pages
                bar.n = progress.settled
                bar.refresh()

            progress = wait_until_findable(pids=pids, report=show)
        self.stderr.write(
            f"Read {progress.settled} of {progress.pages} pages, {progress.parked} parked, "
            f"{progress.failed} files failed; all that was read is findable."
        )


def _one(found: Found | Refused, order: IngestOrder) -> IngestResult:
    shown = os.fsencode(found.path).decode("utf-8", "replace")
    if isinstance(found, Refused):
        return IngestResult(shown, Outcome.REFUSED, found.refusal.reason_code.value, found.refusal.sentence)
    return ingest_file(path=found.path, name=shown, order=order)


def _order(options: dict[str, Any]) -> IngestOrder:
    access = options["access"] or (Access.EMBARGO if options["embargo_until"] else Access.STAFF)
    if (access == Access.EMBARGO) != bool(options["embargo_until"]):
        raise CommandError("An embargo needs both --access embargo and --embargo-until YYYY-MM-DD.")
    return IngestOrder(
        collection=_collection(options["collection"]),
        access=access,
        embargo_until=options["embargo_until"],
        user=_user(options["user"]),
        kind=Kind(options["kind"]) if options["kind"] else None,
    )


def _collection(slug: str | None) -> Collection | None:
    if not slug:
        return None
    try:
        return Collection.objects.get(slug=slug)
    except Collection.DoesNotExist as error:
        known = ", ".join(Collection.objects.values_list("slug", flat=True)[:20]) or "none yet"
        message = f"--collection: there is no collection {slug!r}. Known: {known}. Make it in the staff admin first."
        raise CommandError(message) from error


def _user(name: str | None) -> User | None:
    if not name:
        return None
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist as error:
        raise CommandError(f"--user: nobody logs in as {name!r}.") from error
