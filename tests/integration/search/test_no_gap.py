"""Visitors search on, and editors edit on, while the index is rebuilt and the site goes over between engines."""

from __future__ import annotations

import json
import re
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.clusters import remove, settings_of
from tests.patience import PATIENCE_SECONDS, patiently
from tests.running_site import Site, running_site

pytestmark = pytest.mark.slow

RECORDS = 120
FOLLOWED_WITHIN_SECONDS = 1.0
BREATH_SECONDS = 0.5
"""How long edits and searches go on between two changes of the index."""

MAKE = f"""
from catalog.models import Record, User
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from search.operations.wait_until_indexed import wait_until_indexed
ids = []
for number in range({RECORDS}):
    record = Record(kind="document", live=True, access="public", original_title=f"Hujjat {{number}}")
    record.description_uz = "bojxona"
    record.save()
    ids.append(record.pk)
wait_until_indexed(source="record", object_ids=ids)
user = User.objects.get(username="ruslan")
session = SessionStore()
session["_auth_user_id"] = str(user.pk)
session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[-1]
session["_auth_user_hash"] = user.get_session_auth_hash()
session.save()
print(settings.SESSION_COOKIE_NAME, session.session_key)
"""
EDIT = """
import os, pathlib, random, time
from catalog.models import Record
stop = pathlib.Path(os.environ["STOP_FILE"])
ids = list(Record.objects.values_list("pk", flat=True))
count = 0
while not stop.exists():
    record = Record.objects.get(pk=random.choice(ids))
    record.original_title = f"Tahrir {count}"
    record.save()
    other = Record(kind="document", live=True, access="public", original_title=f"Boshqa {count}")
    other.save()
    if count % 2:
        other.delete()
    count += 1
    time.sleep(0.25)
print(count)
"""
FIND = """
import json, os, pathlib, threading, time
from catalog.access import audience_of
from search.finding.find import find
from search.finding.types import Question
stop = pathlib.Path(os.environ["STOP_FILE"])
wrong, counts = [], []
def ask():
    count = 0
    while not stop.exists():
        answer = find(Question("bojxona"), audience_of(None))
        count += 1
        if answer.engine_away or answer.total != RECORDS:
            wrong.append([time.time(), answer.engine_away, answer.total])
        time.sleep(0.15)
    counts.append(count)
threads = [threading.Thread(target=ask) for _ in range(2)]
for each in threads: each.start()
for each in threads: each.join()
print(json.dumps([sum(counts), wrong]))
""".replace("RECORDS", str(RECORDS))


@pytest.fixture
def site(tmp_path: Path, elasticsearch: str) -> Iterator[Site]:
    """Run a site that searches by Tantivy, with a prefix of its own in the cluster."""
    cluster = settings_of(elasticsearch)
    names = {"FONDS_SEARCH_PREFIX": cluster.prefix, "FONDS_SEARCH_REPLICAS": "0", "FONDS_HEALTH_TOKEN": "token"}
    with running_site(tmp_path / "site", "index", **names, STOP_FILE=str(tmp_path / "stop")) as running:
        yield running
    remove(cluster)


@dataclass
class Visitors:
    """Two visitors that load the page of results again and again until told to stop."""

    site: Site
    cookie: str
    asked: int = 0
    wrong: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        self.threads = [threading.Thread(target=self._visit) for _ in range(2)]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(PATIENCE_SECONDS)

    def _visit(self) -> None:
        request = urllib.request.Request(f"{self.site.address}/en/search/?q=bojxona", headers={"Cookie": self.cookie})  # noqa: S310 - our own address
        while not self.is_over.is_set():
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
                    page = answer.read().decode()
            except OSError as error:
                self.wrong.append(str(error))
                continue
            shown = re.search(r'id="count">(\d+) records', page)
            self.asked += 1
            if shown is None or int(shown[1]) != RECORDS:
                self.wrong.append(shown[0] if shown else page[:200])
            # A page takes much of a core; the finds beside, which take little, look at every moment.
            time.sleep(0.6)


def engine_of_the_site(site: Site) -> str:
    """Ask a process that serves the site where it searches."""
    request = urllib.request.Request(f"{site.address}/health/", headers={"Authorization": "Bearer token"})  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            told = json.load(answer)
    except urllib.error.HTTPError as error:
        told = json.load(error)
    return str(told["details"]["index"]["figures"]["target"])


def switch(site: Site, target: str) -> None:
    """Go over, and see that the processes of the site follow soon."""
    told = json.loads(site.manage("index", "switch", target, "--json").splitlines()[-1])
    assert told["now"] == target
    time.sleep(FOLLOWED_WITHIN_SECONDS)
    assert {engine_of_the_site(site) for _ in range(6)} == {target}
    time.sleep(BREATH_SECONDS)


def test_searches_have_no_gap_while_the_index_is_rebuilt_and_engines_are_switched(
    site: Site, elasticsearch: str, tmp_path: Path
) -> None:
    name, key = site.manage("shell", "--no-imports", "-c", MAKE).split()[-2:]
    visitors = Visitors(site, f"{name}={key}")
    started = [site.start(EDIT), site.start(FIND)]
    visitors.start()
    try:
        site.manage("index", "rebuild")
        switch(site, f"elasticsearch:{elasticsearch}")
        switch(site, "tantivy")
    finally:
        visitors.stop()
        (tmp_path / "stop").touch()
        edits, finds = (_output(each) for each in started)
    assert visitors.wrong == []
    assert visitors.asked > 20
    asked, wrong = json.loads(finds)
    assert wrong == []
    assert asked > 20
    assert int(edits) > 20
    wait_until_drained(site)
    assert json.loads(site.manage("index", "sweep", "--json", "--dry-run").splitlines()[-1])["differences"] == 0


def _output(process: subprocess.Popen[str]) -> str:
    return process.communicate(timeout=PATIENCE_SECONDS)[0].strip().splitlines()[-1]


def wait_until_drained(site: Site) -> None:
    """Wait for the worker to bring in what the editors did last."""
    for _ in patiently():
        if json.loads(site.manage("index", "status", "--json").splitlines()[-1])["waiting"] == 0:
            return
        time.sleep(0.5)
    pytest.fail("the worker does not bring the last changes in")
