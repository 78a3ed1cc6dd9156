"""Run the whole site as people meet it: server and worker as processes of their own, on a free port."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS
from tests.template_database import KEPT_SECONDS, fingerprint, migrated_database

PASSWORD = "a-password-for-journeys"
MAKE_STAFF = f"from catalog.models import User; User.objects.create_superuser('ruslan', password={PASSWORD!r})"
TEMPLATES = PROJECT_DIR / ".cache" / "test-sites"


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: where it is, and how to run its commands."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it prints; fail with what it complains of."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command,
            cwd=PROJECT_DIR,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        if done.returncode:
            pytest.fail(f"manage.py {arguments[0]} failed:\n{done.stderr[-3000:]}")
        return done.stdout

    def start(self, code: str) -> subprocess.Popen[str]:
        """Run Python code inside the site's settings, in the background; what it prints can be read."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
        return subprocess.Popen(command, cwd=PROJECT_DIR, env=self.environment, stdout=subprocess.PIPE, text=True)


@contextlib.contextmanager
def running_site(data: Path, *only: str, **settings: str) -> Iterator[Site]:
    """Start site and worker over an empty data folder, with one member of the staff; stop both at the end.

    A test may name the only kinds of worker processes it needs, for each takes seconds to start.
    """
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONDS_")}
    environment |= {"FONDS_DATA": str(data), "FONDS_PORT": str(port), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment |= settings
    running = Site(f"http://127.0.0.1:{port}", environment)
    with prepared_site() as template:
        shutil.copytree(template, data, dirs_exist_ok=True)
    # What changed since, static files above all, is made anew.
    running.manage("prepare", "--without-demo")
    with (data / "site.log").open("wb") as log:
        commands = (
            [sys.executable, "-m", "gunicorn", "--config", "python:config.server", "config.wsgi"],
            [sys.executable, "manage.py", "work", *(["--only", *only] if only else [])],
        )
        started = [
            subprocess.Popen(command, cwd=PROJECT_DIR, env=environment, stdout=log, stderr=log, start_new_session=True)
            for command in commands
        ]
        try:
            wait_for(running.address + "/health/live/", data / "site.log")
            yield running
        finally:
            _stop(started)
            shutil.rmtree(data, ignore_errors=True)


@contextlib.contextmanager
def prepared_site() -> Iterator[Path]:
    """Yield an empty site that was prepared once, with its member of the staff, for others to copy; one at a time."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    template = TEMPLATES / fingerprint()
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            draft = template.with_suffix(".new")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            migrated_database(draft)
            environment = {name: value for name, value in os.environ.items() if not name.startswith("FONDS_")}
            site = Site("", environment | {"FONDS_DATA": str(draft), "DJANGO_SETTINGS_MODULE": "config.settings"})
            site.manage("prepare", "--without-demo")
            site.manage("shell", "--no-imports", "-c", MAKE_STAFF)
            draft.replace(template)
        template.touch()
        for old in TEMPLATES.iterdir():
            if old.is_dir() and time.time() - old.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(old)
        yield template


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, log: Path) -> None:
    """Wait until an address answers; fail with the end of the log when it does not."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    pytest.fail(f"the site did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
