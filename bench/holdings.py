"""Take each folder of real holdings in as one deposit; print what became of its files, why, and the time per kind."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from bench.figures import report
from bench.photos import memory_mib
from bench.site_at_size import FOLDER, open_site

NAME = "holdings"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
LOOK_SECONDS = 1.0
EXAMINE, READ = "archive.tasks.examine", "archive.tasks.read"


def take_in(folder: Path, environment: dict[str, str]) -> float:
    """Take a folder in by the command; return the seconds it took. Files that are refused are no failure of it."""
    started = time.perf_counter()
    command = [sys.executable, "manage.py", "ingest", str(folder), "--access=public", "--json"]
    made = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if made.returncode not in {0, 1}:
        raise SystemExit(f"The ingest of {folder} ended with {made.returncode}.")
    return time.perf_counter() - started


def wait_for_work(worker: subprocess.Popen[bytes]) -> float:
    """Wait until no task is left and no change waits for the index; return the largest memory seen, in MiB."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - needs django.setup

    from search.models import OutboxEntry  # noqa: PLC0415

    left = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"])
    most = 0.0
    while left.exists() or OutboxEntry.objects.exists():
        time.sleep(LOOK_SECONDS)
        most = max(most, memory_mib(worker.pid))
        if worker.poll() is not None:
            raise SystemExit("The worker ended before its time.")
    return most


def print_deposit(name: str, seconds: float) -> None:
    """Print what became of the files of the newest deposit, and every reason with its count."""
    from catalog.models import Deposit  # noqa: PLC0415 - needs django.setup

    deposit = Deposit.objects.order_by("-pk")[0]
    tally = ", ".join(f"{count} {outcome}" for outcome, count in sorted(deposit.tally.items()))
    report(name, f"{seconds:6.1f} s   {deposit.state}: {tally}")
    types: dict[str, Counter[str]] = defaultdict(Counter)
    for row in deposit.files.filter(outcome="refused").only("reason", "path").iterator():
        types[row.reason.code][Path(row.path).suffix.lower() or "no ending"] += 1
    for code, endings in sorted(types.items()):
        told = ", ".join(f"{ending} {count}" for ending, count in endings.most_common(8))
        report(f"  refused: {code}", f"{endings.total():6d}     {told}")


def print_states() -> None:
    """Print how the assets of each kind, and the pages, have ended, with the reason of those that are not ready."""
    from archive.models import Document, Page, Photo, Recording  # noqa: PLC0415 - needs django.setup

    for model in (Photo, Document, Recording, Page):
        states = Counter(model.objects.values_list("state", flat=True))
        report(f"{model.__name__.lower()}s", ", ".join(f"{count} {state}" for state, count in states.most_common()))
        field = "reason" if model is Page else "state_reason"
        reasons = Counter(
            (state, reason.code) for state, reason in model.objects.exclude(state="ready").values_list("state", field)
        )
        for (state, code), count in reasons.most_common():
            report(f"  {state}: {code}", f"{count:6d}")


def print_times() -> None:
    """Print how long the work on assets of each type took, by the rows of the tasks."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - needs django.setup

    from archive.models import Document, Photo, Recording  # noqa: PLC0415

    types = {
        (model._meta.model_name, pk): name
        for model in (Photo, Document, Recording)
        for pk, name in model.objects.values_list("pk", "media_type")
    }
    spent: dict[str, list[float]] = defaultdict(list)
    ended = DBTaskResult.objects.exclude(finished_at=None).exclude(started_at=None)
    for row in ended.only("task_path", "args_kwargs", "started_at", "finished_at").iterator():
        about = _about(row.task_path, row.args_kwargs["args"])
        seconds = (row.finished_at - row.started_at).total_seconds()
        spent[f"{row.task_path.rpartition('.')[2]} {types.get(about, '') if about else ''}"].append(seconds)
    for name, values in sorted(spent.items(), key=lambda item: -sum(item[1])):
        figures = f"{len(values):6d} times {sum(values):8.1f} s, each {sum(values) / len(values):7.2f} s"
        report(f"  {name}", f"{figures}, longest {max(values):7.2f} s")


def _about(path: str, arguments: list[Any]) -> tuple[str, int] | None:
    """Return the kind and number of the asset that a task is about."""
    if path == EXAMINE:
        return str(arguments[0]), int(arguments[1])
    kinds = {READ: "document", "archive.tasks.convert": "document", "archive.tasks.prepare": "recording"}
    return (kinds[path], int(arguments[0])) if path in kinds else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED, help="its folders are taken in, each alone")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    folders = sorted(path for path in options.folder.iterdir() if path.is_dir())
    shutil.rmtree(FOLDER / NAME, ignore_errors=True)
    data = open_site(NAME, with_static_files=False)
    environment = {**os.environ, "FONDS_DATA": str(data)}
    command = [sys.executable, "manage.py", "index", "rebuild"]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work", "--processes", str(options.processes)],
        env=environment, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    started = time.perf_counter()
    most = 0.0
    try:
        for folder in folders:
            print_deposit(folder.name, take_in(folder, environment))
            most = max(most, wait_for_work(worker))
    finally:
        worker.terminate()
        worker.wait()
    report("all taken in, read and findable", f"{time.perf_counter() - started:8.1f} s")
    report("memory of the largest process of the worker", f"{most:8.0f} MiB")
    print_states()
    print("Time of the tasks:")
    print_times()


if __name__ == "__main__":
    main()
