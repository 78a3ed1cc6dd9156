"""Stop the search engine under a visitor: the site says so, titles are still found, and it comes back by itself."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.elasticsearch_server import open_folder, start_server, stop_server
from tests.patience import PATIENCE_SECONDS
from tests.running_site import Site, running_site

pytestmark = pytest.mark.slow

AWAY = {
    "en": "Search is away for the moment.",
    "ru": "Поиск сейчас недоступен.",
    "uz": "Qidiruv hozircha ishlamayapti.",
    "uz-cyrl": "Қидирув ҳозирча ишламаяпти.",
}
MAKE = """
from catalog.models import Record
from search.operations.wait_until_indexed import wait_until_indexed
record = Record(kind="document", live=True, access="public", original_title="Termiz bojxonasi")
record.description_uz = "Omborda choy saqlandi"
record.save()
hidden = Record(kind="document", live=True, access="staff", original_title="Termiz maxfiy")
hidden.save()
wait_until_indexed(source="record", object_ids=[record.pk, hidden.pk])
"""
ADD = """
from catalog.models import Record
Record(kind="document", live=True, access="public", original_title="Xiva bojxonasi").save()
"""


@dataclass(frozen=True, slots=True)
class Clustered:
    """A site, and the folder of the one server that it searches in."""

    site: Site
    folder: Path


@pytest.fixture
def clustered(tmp_path: Path) -> Iterator[Clustered]:
    """Run a site over an Elasticsearch of its own, which may be stopped."""
    parent = open_folder()
    try:
        address = start_server(parent / "server")
        settings = {"FONDS_SEARCH": f"elasticsearch:{address}", "FONDS_SEARCH_REPLICAS": "0"}
        with running_site(tmp_path / "site", "index", **settings) as site:
            yield Clustered(site, parent / "server")
    finally:
        stop_server(parent / "server")
        shutil.rmtree(parent, ignore_errors=True)


def test_the_site_says_that_search_is_away_and_comes_back_by_itself(page: Page, clustered: Clustered) -> None:
    site = clustered.site
    site.manage("shell", "--no-imports", "-c", MAKE)
    alert = page.locator("[role=alert]")
    # What is written is found at the next refresh of the cluster, a second later or, where it has just started, more.
    find_again(page, f"{site.address}/en/search/?q=omborda", "Termiz bojxonasi")

    stop_server(clustered.folder)
    for language, message in AWAY.items():
        page.goto(f"{site.address}/{language}/search/?q=termiz")
        expect(alert).to_contain_text(message)
        expect(page.locator("#results")).to_contain_text("Termiz bojxonasi")
        expect(page.locator("#results")).not_to_contain_text("maxfiy")
    site.manage("shell", "--no-imports", "-c", ADD)
    page.goto(f"{site.address}/en/search/?q=xiva")
    expect(page.locator("#results")).to_contain_text("Xiva bojxonasi")

    start_server(clustered.folder)
    # A server needs a moment until its shards answer, and the worker looks again after a pause.
    for query, title in (("omborda", "Termiz bojxonasi"), ("xiva", "Xiva bojxonasi")):
        find_again(page, f"{site.address}/en/search/?q={query}", title)


def find_again(page: Page, address: str, title: str) -> None:
    """Load the results again and again, as a visitor who tries again, until they are whole."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        page.goto(address)
        is_found = page.locator("#results").get_by_text(title).count() > 0
        if is_found and not page.locator("[role=alert]").count():
            return
        assert time.monotonic() < until, f"{title} is not found again"
        page.wait_for_timeout(500)
