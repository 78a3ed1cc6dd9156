"""Runs the queue's tasks and keeps the index in step, until stopped."""

import fcntl
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.work.process import SLOW_QUEUES
from archive.work.supervisor import Supervisor

KINDS = ("tasks", *SLOW_QUEUES, "index")


class Command(BaseCommand):
    help = "Run the tasks of the queue (text recognition, metadata, renditions) and keep the search index in step."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--processes",
            type=int,
            default=settings.FONDS_WORKERS or os.cpu_count() or 1,
            help="How many tasks run at the same time (default: FONDS_WORKERS, else one a core).",
        )

        parser.add_argument(
            "--only",
            nargs="+",
            default=[],
            choices=KINDS,
            help="Start processes of these kinds only, for a look at one of them (default: all).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Hold the data folder's lock while working: one supervisor a folder."""
        path = settings.FONDS_DATA / "work.lock"
        with path.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise CommandError(
                    f"A worker already runs on {settings.FONDS_DATA} (process {holder}); stop it first."
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            backend = settings.TASKS["default"]["BACKEND"]
            Supervisor(
                process_count=max(1, options["processes"]),
                uses_database_queue="django_tasks_db" in backend,
                only=tuple(options["only"]),
                held_files=(lock.fileno(),),
            ).run()
