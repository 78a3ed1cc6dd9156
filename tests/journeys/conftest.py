"""Start the whole site as a person would meet it: site and worker, a data folder of its own, a real browser."""

from __future__ import annotations

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
from playwright.sync_api import Browser, Page, sync_playwright

from config.environment import PROJECT_DIR

CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
START_SECONDS = 90
PASSWORD = "a-password-for-journeys"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey as one that drives a browser, and keep them on one process: they share a site."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("site"))


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: where it is, and how to run its commands."""

    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it prints."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=PROJECT_DIR, env=self.environment, check=True, capture_output=True, text=True, timeout=280
        )
        return done.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Start site and worker on a free port over an empty data folder; stop both at the end."""
    data = tmp_path_factory.mktemp("site")
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONDS_")}
    environment |= {"FONDS_DATA": str(data), "FONDS_PORT": str(port), "DJANGO_SETTINGS_MODULE": "config.settings"}
    running = Site(f"http://127.0.0.1:{port}", environment)
    running.manage("prepare", "--without-demo")
    make = f"from catalog.models import User; User.objects.create_superuser('ruslan', password={PASSWORD!r})"
    running.manage("shell", "--no-imports", "-c", make)
    with (data / "site.log").open("wb") as log:
        commands = (
            [sys.executable, "-m", "gunicorn", "--config", "python:config.server", "config.wsgi"],
            [sys.executable, "manage.py", "work"],
        )
        started = [
            subprocess.Popen(command, cwd=PROJECT_DIR, env=environment, stdout=log, stderr=log, start_new_session=True)
            for command in commands
        ]
        try:
            _wait_for(running.address + "/health/live/", data / "site.log")
            yield running
        finally:
            _stop(started)
            shutil.rmtree(data, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a headless Chromium: Debian's where there is one, else the one Playwright has installed."""
    program = shutil.which("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a desktop window of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def staff_page(page: Page, site: Site) -> Page:
    """Open a window in which a member of the staff has logged in."""
    page.goto(f"{site.address}/admin/login/")
    page.fill("input[name=username]", "ruslan")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
    return page
