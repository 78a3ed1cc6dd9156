"""Make the demonstration collection from the command line."""

from __future__ import annotations

import sys
from argparse import BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from archive.specimens.errors import SpecimenError
from pages.demo.build import Built, build_demo
from pages.demo.errors import DemoError


class Command(BaseCommand):
    """Build what is missing of the demonstration; a second run changes nothing."""

    help = (
        "Make the demonstration: 25 documents, 30 photographs and 3 recordings of an invented customs service, "
        "and two log-ins."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "--wait",
            action=BooleanOptionalAction,
            default=True,
            help="return only when every page is read and findable (default)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build, with a progress bar for each step on standard error."""
        bars = _Bars()
        try:
            built = build_demo(wait=options["wait"], report=bars.show)
        except (DemoError, SpecimenError) as error:
            raise CommandError(str(error)) from error
        finally:
            bars.close()
        self._sum_up(built)

    def _sum_up(self, built: Built) -> None:
        if not built.pids:
            self.stdout.write(f"The demonstration is complete: {built.held} records, nothing to add.")
        else:
            self.stdout.write(f"Added {len(built.pids)} records; {built.held} were there.")
        if built.reading:
            read = built.reading
            self.stdout.write(f"Read {read.settled} of {read.pages} pages; {read.parked} parked, {read.failed} failed.")
        for login in built.logins:
            self.stdout.write(f"Log-in {login.username}, password {login.password} (shown only now): {login.role}")


class _Bars:
    """Show one bar at a time, named after the step."""

    def __init__(self) -> None:
        self.bar: tqdm[Any] | None = None
        self.step = ""

    def show(self, step: str, done: int, total: int) -> None:
        if step != self.step or self.bar is None:
            self.close()
            self.step, self.bar = step, tqdm(desc=step, file=sys.stderr, disable=not sys.stderr.isatty())
        self.bar.total, self.bar.n = total, done
        self.bar.refresh()

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None
