"""A data folder of its own, with a database that worker processes can open."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.work.processes import descendants, kill_tree
from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS
from tests.running_site import prepared_site

TASKS = "tests.integration.archive.work.naps"
TABLE = "django_tasks_database_dbtaskresult"


def wait_for(condition: Callable[[], bool], *, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until the condition holds; fail if it does not in time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


class Instance:
    """One installation in a folder, and the worker that runs on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.log = data / "naps.log"
        self.settings: dict[str, str] = {}
        self.supervisor: subprocess.Popen[str] | None = None

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT_DIR,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_SECONDS,
        )

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command whose words and end are waited for later."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(
            command, cwd=PROJECT_DIR, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FONDS_")}
        return {**kept, "FONDS_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "config.settings", **self.settings}

    def enqueue(self, name: str, *arguments: object, queue: str = "default", log: Path | None = None) -> None:
        """Put a task into the queue as the backend does, without the seconds that starting Django takes."""
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        row = {
            "id": uuid.uuid4().hex,
            "status": "READY",
            "enqueued_at": now,
            "args_kwargs": json.dumps({"args": [str(log or self.log), *arguments], "kwargs": {}}),
            "priority": 0,
            "task_path": f"{TASKS}.{name}",
            "worker_ids": "[]",
            "queue_name": queue,
            "backend_name": "default",
            "run_after": now,
            "exception_class_path": "",
            "traceback": "",
        }
        places = ", ".join(f":{column}" for column in row)
        with sqlite3.connect(self.data / "fonds.sqlite3", timeout=30) as database:
            database.execute(f"INSERT INTO {TABLE} ({', '.join(row)}) VALUES ({places})", row)  # noqa: S608

    def start(self, *only: str) -> None:
        """Start the worker; a test names the kinds of processes it needs, for each takes seconds to start."""
        chosen = ["--only", *only] if only else []
        self.supervisor = subprocess.Popen(
            [sys.executable, "manage.py", "work", "--processes", "1", *chosen],
            cwd=PROJECT_DIR,
            env=self.environment(),
            stderr=subprocess.PIPE,
            text=True,
        )

    def processes(self) -> list[int]:
        return [] if self.supervisor is None else descendants(self.supervisor.pid)

    def send(self, number: signal.Signals) -> None:
        assert self.supervisor is not None
        self.supervisor.send_signal(number)

    def notes(self) -> list[str]:
        return [line.split()[0] for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def sleepers(self) -> list[int]:
        return [int(line.split()[1]) for line in self.log.read_text().splitlines()]

    def task(self) -> tuple[str, int]:
        """Return the status of the only nap, and how many times a worker has claimed it."""
        with sqlite3.connect(self.data / "fonds.sqlite3", timeout=30) as database:
            query = f"SELECT status, worker_ids FROM {TABLE} WHERE task_path LIKE ?"  # noqa: S608
            status, workers = database.execute(query, (f"{TASKS}%",)).fetchone()
        return status, len(json.loads(workers))

    def close(self) -> None:
        if self.supervisor is not None:
            kill_tree(self.supervisor.pid)
            self.supervisor.wait()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with the migrated database of the site that all such tests share."""
    folder = tmp_path_factory.mktemp("migrated")
    with prepared_site() as template:
        for path in template.glob("fonds.sqlite3*"):
            shutil.copy(path, folder)
    return folder


@pytest.fixture
def instance(migrated: Path, tmp_path: Path) -> Iterator[Instance]:
    """Give an installation with an empty queue; its worker is gone afterwards."""
    data = tmp_path / "data"
    shutil.copytree(migrated, data)
    made = Instance(data)
    with sqlite3.connect(data / "fonds.sqlite3") as database:
        database.execute(f"DELETE FROM {TABLE}")  # noqa: S608
    try:
        yield made
    finally:
        made.close()
