"""Print how long search pages take when several people search at once (goal at 1M pages, 8 people: p95 80 ms)."""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time

from bench.corpus import Corpus
from bench.figures import report, spread
from bench.page_time import addresses
from bench.site_at_size import fill_site, open_site

STARTS_WITHIN_S = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--users", type=int, default=8)
    parser.add_argument("--times", type=int, default=40, help="searches of each person")
    parser.add_argument("--think", type=float, default=2.0, help="seconds between an answer and the next search")
    options = parser.parse_args()
    folder = open_site(f"site-{options.pages}")
    fill_site(options.pages)
    corpus = Corpus(options.pages)
    asked = [
        query for queries in addresses(corpus, options.users * options.times // 8 + 1).values() for query in queries
    ]
    random.Random(5).shuffle(asked)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:config.server", "config.wsgi"],
        env={
            **os.environ,
            "FONDS_DATA": str(folder),
            "FONDS_PORT": str(port),
            # Everybody comes from an address of their own, so that nobody is asked for patience.
            "FONDS_PROXIES": "1",
        },
    )
    try:
        wait_for_port(port)
        for think in dict.fromkeys((options.think, 0.0)):
            taken = _search(port, asked, options, think)
            report(f"{options.users} people, {think:.1f} s between searches", spread(taken))
    finally:
        server.terminate()
        server.wait()


def _search(port: int, asked: list[str], options: argparse.Namespace, think: float) -> list[float]:
    """Let everybody search at once; return milliseconds from the request to the last byte."""
    taken: list[float] = []

    def person(number: int) -> None:
        rng = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        time.sleep(rng.random() * think)
        for turn in range(options.times):
            query = asked[(number * options.times + turn) % len(asked)]
            headers = {"X-Forwarded-For": f"10.{number}.{turn // 250}.{turn % 250}", "Host": "localhost"}
            start = time.perf_counter()
            connection.request("GET", f"/ru/search/?{query}", headers=headers)
            answer = connection.getresponse()
            answer.read()
            took = (time.perf_counter() - start) * 1000
            if answer.status != 200:
                raise SystemExit(f"/ru/search/?{query} answered {answer.status}")
            if turn:  # the first search of a process opens the index
                taken.append(took)
            time.sleep(think * (0.5 + rng.random()))

    people = [threading.Thread(target=person, args=(number,)) for number in range(options.users)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    return taken


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Wait until something listens."""
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The site did not start.")


if __name__ == "__main__":
    main()
