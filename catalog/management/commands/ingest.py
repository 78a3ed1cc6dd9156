"""Take files, folders and archives in from the command line."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from tqdm import tqdm

from archive.ingest.types import Kind
from archive.process_marks import process_mark
from catalog.choices import Access, DepositState, FileOutcome
from catalog.deposit_queries import course_of
from catalog.errors import NotPossible
from catalog.management.manifests import ManifestNotTaken, agree_and_apply, carry_rest, read_given, try_out
from catalog.models import Collection, Deposit, User
from catalog.operations.deposits.change_course import resume_deposit
from catalog.operations.deposits.open_deposit import open_deposit
from catalog.operations.deposits.take_in_file import Halted, NoSpace
from catalog.operations.deposits.work_on_deposit import DISK_FULL, work_on_deposit
from catalog.operations.ingest_file import IngestOrder, IngestResult, Outcome
from catalog.operations.wait_until_findable import Progress, wait_until_findable

HELD = (FileOutcome.INGESTED, FileOutcome.DUPLICATE)
COUNT_SECONDS = 2.0


class Command(BaseCommand):
    """Ingest every file under the given paths as one deposit; the batch goes on past files that are refused."""

    help = "Take files, folders, zip and tar archives in as one deposit, each file described by a record of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a file, a folder, a zip or a tar(.gz)")
        parser.add_argument(
            "--manifest", type=Path, metavar="FILE", help="CSV, XLSX or JSON with metadata for each file"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="with --manifest: say what each row would do, and do nothing"
        )
        parser.add_argument("--resume", type=int, metavar="DEPOSIT", help="go on with a deposit that was interrupted")
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
            if options["dry_run"] and not options["manifest"]:
                raise CommandError("--dry-run tries a manifest; give one with --manifest FILE.")
            deposit = _resumed(options) if options["resume"] else _opened(options)
            try:
                if options["manifest"] and not self._take_manifest(deposit, options):
                    return
                self._run(deposit, options)
            except KeyboardInterrupt:
                raise CommandError(f"Interrupted. {_how_to_go_on(deposit)}", returncode=130) from None
            except Halted as error:
                said = DISK_FULL.sentence if isinstance(error, NoSpace) else str(error)
                raise CommandError(f"{said} {_how_to_go_on(deposit)}") from error

    def _run(self, deposit: Deposit, options: dict[str, Any]) -> None:
        self.stderr.write(f"Deposit {deposit.pk}. Should it be interrupted, it goes on with --resume {deposit.pk}.")
        counts = self._work(deposit, as_json=options["json"])
        self._sum_up(counts, deposit)
        carry_rest(deposit=deposit, out=self.stdout, err=self.stderr, as_json=options["json"])
        held = deposit.files.filter(outcome__in=HELD)
        if options["wait"]:
            pids = list(held.filter(record__isnull=False).values_list("record__pid", flat=True).distinct())
            if pids:
                self._wait(pids)
        deposit.refresh_from_db()
        if deposit.state == DepositState.CANCELED:
            raise CommandError(f"The deposit was stopped. {_how_to_go_on(deposit)}")
        if not held.exists():
            raise CommandError("Nothing was taken in; each file's reason stands above.", returncode=1)

    def _take_manifest(self, deposit: Deposit, options: dict[str, Any]) -> bool:
        """Read the manifest before the first file is taken in; return False where it was only tried."""
        try:
            manifest = read_given(deposit=deposit, path=options["manifest"])
            if options["dry_run"]:
                try_out(manifest=manifest, out=self.stdout, err=self.stderr, as_json=options["json"])
            else:
                agree_and_apply(manifest=manifest)
        except ManifestNotTaken as error:
            deposit.delete()
            raise CommandError(str(error)) from error
        if options["dry_run"]:
            deposit.delete()
        return not options["dry_run"]

    def _work(self, deposit: Deposit, *, as_json: bool) -> Counter[str]:
        counts: Counter[str] = Counter()
        with tqdm(unit="file", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            counted = 0.0

            def show(result: IngestResult | None) -> None:
                nonlocal counted
                if not bar.disable and time.monotonic() - counted > COUNT_SECONDS:
                    course = course_of(deposit)
                    bar.total, bar.n, counted = course.total, course.done - bool(result), time.monotonic()
                if result is None:
                    return
                refused = result.outcome is Outcome.REFUSED
                counts[f"refused: {result.reason}" if refused else result.outcome] += 1
                self._print(result, as_json=as_json)
                bar.update()

            work_on_deposit(deposit_id=deposit.pk, report=show)
        return counts

    def _print(self, result: IngestResult, *, as_json: bool) -> None:
        if as_json:
            line = json.dumps(result.as_json(), ensure_ascii=False)
        else:
            tail = result.message or f"{result.kind} {result.record}"
            line = f"{result.outcome}: {result.path}: {tail}"
        with tqdm.external_write_mode(file=sys.stderr):
            self.stdout.write(line)

    def _sum_up(self, counts: Counter[str], deposit: Deposit) -> None:
        parts = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))
        self.stderr.write(f"{sum(counts.values())} files: {parts or 'none'}.")
        if counts[Outcome.INGESTED]:
            who = Access(deposit.access).label
            self.stderr.write(f"Access of the new records: {deposit.access} ({who}); --access sets another.")

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


def _how_to_go_on(deposit: Deposit) -> str:
    return f"Go on with: manage.py ingest --resume {deposit.pk}"


def _opened(options: dict[str, Any]) -> Deposit:
    if not options["paths"]:
        raise CommandError("Give at least one file or folder, or --resume with the number of a deposit.")
    return open_deposit(paths=options["paths"], order=_order(options), runner=process_mark())


def _resumed(options: dict[str, Any]) -> Deposit:
    given = [
        name for name in ("paths", "collection", "access", "embargo_until", "kind", "user", "manifest") if options[name]
    ]
    if given:
        raise CommandError("--resume goes on with a deposit as it was opened; give nothing else beside it but --wait.")
    try:
        deposit = Deposit.objects.get(pk=options["resume"])
        resume_deposit(deposit=deposit, runner=process_mark())
    except Deposit.DoesNotExist as error:
        known = ", ".join(str(pk) for pk in Deposit.objects.values_list("pk", flat=True)[:10]) or "none"
        raise CommandError(f"--resume: there is no deposit {options['resume']}. The last: {known}.") from error
    except NotPossible as error:
        raise CommandError(str(error)) from error
    return deposit


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
