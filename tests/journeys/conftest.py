"""Start the whole site as a person would meet it: site and worker, a data folder of its own, a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.patience import STEP_MS
from tests.running_site import PASSWORD, Site, running_site

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--accept-lang=en-US",  # the shell asks for no language of itself, as no browser of a person does
]

LOG_CHARACTERS = 6000

expect.set_options(timeout=STEP_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey as one that drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    """Show with a failure what site and worker have said last."""
    report = yield
    site = getattr(item, "funcargs", {}).get("site")
    if report.failed and isinstance(site, Site):
        log = Path(site.environment["FONDS_DATA"], "site.log")
        said = log.read_text(errors="replace")[-LOG_CHARACTERS:] if log.exists() else "none"
        report.sections.append(("log of the site", said))
    return report


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Share one site among the journeys."""
    with running_site(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a headless Chromium: Debian's where there is one, else the one Playwright has installed.

    The shell without a window of its own comes first: the other draws tabs and bars that nobody sees.
    """
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a desktop window of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(STEP_MS)
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
