"""Look after the search index from the command line."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.work.lease import living_leases
from search.engines.errors import EngineError
from search.engines.target import target_of
from search.health import index_state
from search.indices import open_indices
from search.models import IndexFailure
from search.operations.build_index import Report, rebuild_index
from search.operations.drain_forever import drain_forever
from search.operations.drain_outbox import Drain
from search.operations.note_sweep import note_sweep
from search.operations.sweep_index import Sweep
from search.operations.switch_engine import switch_engine
from search.target import default_target
from search.writer_lock import WriterBusy

FAILURES_SHOWN = 20


class Command(BaseCommand):
    """Say the state of the index, rebuild it, go over to another engine, compare it with the database, or drain."""

    help = "Look after the search index: status, rebuild, switch, sweep, drain."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the actions."""
        actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
        status = actions.add_parser("status", help="say how the index is: documents, lag, failures by record")
        rebuild = actions.add_parser("rebuild", help="build a new index beside the old one and swap; resumes by itself")
        rebuild.add_argument("--fresh", action="store_true", help="begin anew even where a build was interrupted")
        switch = actions.add_parser("switch", help="go over to another engine while the site runs; resumes by itself")
        switch.add_argument(
            "engine", nargs="?", default="", help="tantivy or elasticsearch:https://host:9200; default: FONDS_SEARCH"
        )
        switch.add_argument("--fresh", action="store_true", help="begin anew even where a switch was interrupted")
        sweep = actions.add_parser("sweep", help="compare with the database both ways and mend what differs")
        sweep.add_argument("--dry-run", action="store_true", help="only say what differs")
        drain = actions.add_parser("drain", help="bring waiting changes into the index")
        drain.add_argument("--forever", action="store_true", help="go on until interrupted, as the worker does")
        for each in (status, rebuild, switch, sweep, drain):
            each.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do one action."""
        actions = {
            "status": self._status,
            "rebuild": self._rebuild,
            "switch": self._switch,
            "sweep": self._sweep,
            "drain": self._drain,
        }
        try:
            actions[options["action"]](options)
        except (EngineError, WriterBusy) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted; run the same command again to go on.", returncode=130) from None

    def _status(self, options: dict[str, Any]) -> None:
        state = index_state()
        failures = list(IndexFailure.objects.values("source", "object_id", "reason", "attempts")[:FAILURES_SHOWN])
        if options["json"]:
            self._say({**state.figures(), "failures_shown": failures})
            return
        chosen = f", chosen by `index switch` on {state.chosen_at:%Y-%m-%d %H:%M}" if state.chosen_at else ""
        self.stdout.write(f"engine: {state.target}{chosen}")
        if state.is_chosen_otherwise:
            self.stdout.write(f"  FONDS_SEARCH names {state.default}, which does not count; `index switch` goes there")
        for name, health in (("records", state.records), ("units", state.units)):
            told = f"{health.documents} documents, generation {health.generation}" if health.is_ready else health.reason
            self.stdout.write(f"{name}: {told}")
        self.stdout.write(f"waiting: {state.waiting} changes, the oldest for {state.lag_seconds:.1f} s")
        if state.build:
            what = f"switch to {state.build.target}" if state.build.is_switch else "rebuild"
            done = f"{state.build.done} of {state.build.total}"
            self.stdout.write(f"{what}: {done} done, last progress {state.build.beat_at:%Y-%m-%d %H:%M:%S}")
        if state.sweep:
            found = state.sweep.error or f"{state.sweep.differences} differences"
            self.stdout.write(f"last sweep: {state.sweep.finished_at:%Y-%m-%d %H:%M}, {found}")
        self.stdout.write(f"set aside: {state.failures}")
        for each in failures:
            self.stdout.write(f"  {each['source']} {each['object_id']} ({each['attempts']} times): {each['reason']}")
        self.stdout.write(state.message)

    def _rebuild(self, options: dict[str, Any]) -> None:
        engines = open_indices(is_kept_open=True)
        try:
            with _building() as show:
                built = rebuild_index(engines, report=show, resume=not options["fresh"])
        finally:
            engines.close()
        state = index_state()
        figures = {
            "generation": built.generation,
            "resumed": built.is_resumed,
            "records": state.records.documents,
            "units": state.units.documents,
            "set_aside": built.failed,
        }
        if options["json"]:
            self._say(figures)
            return
        taken_up = " (taken up where it had stopped)" if built.is_resumed else ""
        self.stdout.write(
            f"The index {built.generation}{taken_up} is in place: {state.records.documents} records, "
            f"{state.units.documents} units, {built.failed} set aside."
        )

    def _switch(self, options: dict[str, Any]) -> None:
        target = target_of(options["engine"]) if options["engine"] else default_target()
        with _building() as show:
            switched = switch_engine(target, report=show, resume=not options["fresh"])
        state = index_state()
        figures = {
            "before": str(switched.before),
            "now": state.target,
            "generation": switched.built.generation,
            "resumed": switched.built.is_resumed,
            "records": state.records.documents,
            "units": state.units.documents,
            "set_aside": switched.built.failed,
            "differences": switched.differences,
        }
        if options["json"]:
            self._say(figures)
            return
        taken_up = " (taken up where it had stopped)" if switched.built.is_resumed else ""
        self.stdout.write(
            f"The site searches by {state.target} now{taken_up}, no longer by {switched.before}: "
            f"{state.records.documents} records, {state.units.documents} units, {switched.built.failed} set aside."
        )
        if state.is_chosen_otherwise:
            self.stdout.write(f"FONDS_SEARCH still names {state.default}; set it to {state.target} when convenient.")

    def _sweep(self, options: dict[str, Any]) -> None:
        with tqdm(unit="difference", desc="comparing", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:

            def show(count: int) -> None:
                bar.update(count - bar.n)

            found = note_sweep(repair=not options["dry_run"], report=show)
        if not options["dry_run"]:
            self._mend(found)
        figures = {"differences": found.differences, "by_reason": dict(found.by_reason), "retried": found.retried}
        if options["json"]:
            self._say({**figures, "mended": not options["dry_run"]})
            return
        self.stdout.write(f"{found.differences} differences, {found.retried} set aside earlier")
        for how, count in found.by_reason.most_common():
            self.stdout.write(f"  {how}: {count}")

    def _mend(self, found: Sweep) -> None:
        """Drain what the sweep has written into the outbox, unless a worker does so anyway."""
        if not found.differences and not found.retried:
            return
        if living_leases():
            self.stderr.write("The worker that runs mends them now.")
            return
        drain = Drain()
        try:
            drain.run_until_empty()
        finally:
            drain.close()

    def _drain(self, options: dict[str, Any]) -> None:
        if options["forever"]:
            with contextlib.suppress(KeyboardInterrupt):
                drain_forever()
            return
        if living_leases():
            raise CommandError("The worker that runs drains the outbox already.")
        drain = Drain()
        try:
            count = drain.run_until_empty()
        finally:
            drain.close()
        if options["json"]:
            self._say({"drained": count})
        else:
            self.stdout.write(f"{count} changes are in the index.")

    def _say(self, figures: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(figures, ensure_ascii=False))


@contextlib.contextmanager
def _building() -> Iterator[Report]:
    """Show how far a build has come, to a person at a terminal."""
    with tqdm(unit="record", desc="building", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
