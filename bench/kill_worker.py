"""Kill the real worker, its processes and the real ingest with signal 9, and look for anything lost or doubled."""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.kill_soak import build_index, figures, find_faults, in_peace, make_folder, rows_of, settle, state_of
from bench.site_at_size import FOLDER, open_site

NAME = "kill-worker"
ROUND_SECONDS = 600
STOP_SECONDS = 60
WHOM = {"supervisor": 1, "process": 5, "ingest": 2}
"""How often each is hit, in proportion: processes die of files, the others of a reboot."""


class Program:
    """A command of the site that is started again whenever it was killed."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self._command = [sys.executable, "manage.py", *arguments]
        self._environment = {**os.environ, "FONDS_DATA": str(data)}
        self._log = (data / "killed.log").open("ab")
        self.process = self._begin()

    def _begin(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, env=self._environment, stdout=self._log, stderr=self._log)

    @property
    def has_ended_well(self) -> bool:
        return self.process.poll() == 0

    def kill(self) -> None:
        """Kill it and start it again at once, as a service manager does."""
        self.process.kill()
        self.process.wait()
        self.process = self._begin()

    def stop(self) -> None:
        """Let it end by itself, and wait for it."""
        self.process.terminate()
        self.process.wait(STOP_SECONDS)


def run_round(data: Path, folder: Path, rng: random.Random, kills: int) -> Counter[str]:
    """Take a folder in with command and worker while they are killed; return who was hit how often."""
    from archive.ingest.types import Kind  # noqa: PLC0415 - needs django.setup
    from archive.models import WorkerLease  # noqa: PLC0415
    from catalog.operations.deposits.open_deposit import open_deposit  # noqa: PLC0415
    from catalog.operations.ingest_file import IngestOrder  # noqa: PLC0415

    deposit = open_deposit(paths=[folder], order=IngestOrder(access="public", kind=Kind.PHOTO), runner="soak:0:0")
    hits: Counter[str] = Counter()
    worker = Program(data, "work", "--processes", "2")
    command = Program(data, "ingest", "--resume", str(deposit.pk), "--json")
    until = time.monotonic() + ROUND_SECONDS
    while hits.total() < kills and time.monotonic() < until and not (command.has_ended_well and is_idle()):
        # A start takes seconds, so what is killed sooner has done nothing; processes are there at once.
        time.sleep(rng.uniform(0.05, 2.0))
        whom = rng.choices(list(WHOM), list(WHOM.values()))[0]
        if whom == "ingest" and not command.has_ended_well:
            command.kill()
        elif whom == "supervisor":
            worker.kill()
        elif whom != "process" or not kill_one_of(worker.process.pid, rng):
            continue
        hits[whom] += 1
    worker.stop()
    if not command.has_ended_well:
        command.process.kill()
        command.process.wait()
    # One killed a moment ago would count as living for a while, and draining the index be left to it.
    WorkerLease.objects.all().delete()
    settle(deposit.pk)
    if (state := state_of(deposit.pk)) != "ended":
        raise SystemExit(f"The deposit could not be finished in peace; it is {state}.")
    return hits


def kill_one_of(supervisor: int, rng: random.Random) -> bool:
    """Kill one of the worker's processes, or a program that one of them runs; say whether there was one."""
    from archive.work.processes import descendants  # noqa: PLC0415 - needs django.setup

    below = descendants(supervisor)
    if not below:
        return False
    with suppress(ProcessLookupError):
        os.kill(rng.choice(below), signal.SIGKILL)
        return True
    return False


def is_idle() -> bool:
    """Say whether no task waits or runs."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - needs django.setup

    return not DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).exists()


def soak(data: Path, kills: int, files: int, seed: int) -> dict[str, Any]:
    """Take in folder after folder until so many kills have hit."""
    from catalog.models import Deposit  # noqa: PLC0415 - needs django.setup

    rng = random.Random(seed)
    in_peace(build_index)
    hits: Counter[str] = Counter()
    kept: dict[str, bytes] = {}
    rows: dict[int, int] = {}
    started = time.monotonic()
    while hits.total() < kills:
        folder = data / "soak" / f"{seed}-{len(rows)}"
        good = make_folder(folder, files, seed * 10_000 + len(rows))
        hits += run_round(data, folder, rng, kills - hits.total())
        rows[Deposit.objects.order_by("-pk")[0].pk] = rows_of(files)
        kept |= good
        sys.stderr.write(f"round {len(rows)}: {hits.total()} kills\n")
    return figures(hits, rows, started, find_faults(data, kept, rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--files", type=int, default=300, help="files of each deposit")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    shutil.rmtree(FOLDER / NAME, ignore_errors=True)
    data = open_site(NAME, with_static_files=False)
    found = soak(data, options.kills, options.files, options.seed)
    print(json.dumps(found, ensure_ascii=False))
    raise SystemExit(1 if found["faults"] else 0)


if __name__ == "__main__":
    main()
