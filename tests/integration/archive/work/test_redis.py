"""The same promise with Redis as the queue: a killed process loses no task."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from config.environment import PROJECT_DIR
from tests.integration.archive.work.conftest import TASKS, Instance, wait_for
from tests.patience import PATIENCE_SECONDS

pytestmark = [pytest.mark.slow, pytest.mark.redis]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Start a Redis of our own and return its address."""
    program = shutil.which("redis-server")
    assert program, "redis-server is missing; bin/setup test installs it"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )

    def answers() -> bool:
        try:
            return bool(redis.Redis(port=port).ping())
        except redis.ConnectionError:
            return False

    try:
        wait_for(answers)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        running.terminate()
        running.wait()


def test_a_task_whose_process_is_killed_runs_again(instance: Instance, server: str) -> None:
    instance.settings["FONDS_QUEUE"] = server
    # A priority that Redis by itself does not know: the task must be taken all the same.
    call = f"from {TASKS} import nap; nap.using(priority=10).enqueue({str(instance.log)!r}, 60)"
    subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", call],
        cwd=PROJECT_DIR,
        env=instance.environment(),
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    instance.start("tasks")
    wait_for(lambda: instance.notes() == ["start"])

    os.kill(instance.sleepers()[0], signal.SIGKILL)

    wait_for(lambda: instance.notes() == ["start", "start", "end"])
