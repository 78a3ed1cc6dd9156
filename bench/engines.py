"""Open the engine that a benchmark measures; Elasticsearch is a real server, started for the time of the benchmark."""

from __future__ import annotations

import argparse
import atexit
import os
import subprocess
import time
from pathlib import Path

from bench.figures import report
from search.engines.base import Engine
from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine
from search.engines.schema import RECORDS, UNITS
from search.engines.tantivy import TantivyEngine, WriterSettings

ENGINES = ("tantivy", "elasticsearch")
DIRECTORY = Path("var/bench")
HEAP = "2g"
_SETTLING_S = 45
"""After so long the cluster lets go of the copies it keeps of what was just written."""

Engines = tuple[Engine, Engine]
_started: list[Path] = []


def add_engine(parser: argparse.ArgumentParser) -> None:
    """Let the caller choose the engine and where it keeps its data."""
    parser.add_argument("--engine", choices=ENGINES, default="tantivy")
    parser.add_argument("--dir", type=Path, default=DIRECTORY, help="a folder that the server's account may enter")


def root_of(directory: Path, engine: str, pages: int) -> Path:
    """Return the folder of an index of so many pages."""
    return directory.resolve() / f"{pages}-pages{'' if engine == 'tantivy' else f'-{engine}'}"


def open_engines(engine: str, root: Path, *, is_guest: bool = False) -> Engines:
    """Return the indices of records and of units in a folder; a guest leaves the server running when it ends."""
    if engine == "tantivy":
        settings = WriterSettings(memory_bytes=400_000_000, threads=1, is_kept_open=True)
        return TantivyEngine(RECORDS, root, settings), TantivyEngine(UNITS, root, settings)
    root.mkdir(parents=True, exist_ok=True)
    started = subprocess.run(
        ["bin/elasticsearch", "start", root],
        env={"ES_HEAP": HEAP, **os.environ},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    if not is_guest:
        _started.append(root)
    cluster = ClusterSettings((started.stdout.strip(),), replicas=0, read_timeout_s=120.0, write_timeout_s=3600.0)
    engines = ElasticsearchEngine(RECORDS, cluster), ElasticsearchEngine(UNITS, cluster)
    for opened in engines:
        # A server that was started again opens its shards after it answers.
        while opened.current() and not opened.health().is_ready:
            time.sleep(0.2)
    return engines


@atexit.register
def close_engines() -> None:
    """Stop the servers that were started."""
    while _started:
        subprocess.run(["bin/elasticsearch", "stop", _started.pop()], check=False)


def settle(engines: Engines, generation: str) -> None:
    """Bring a new index into the state in which it is searched for long, and say what that took."""
    remote = [engine for engine in engines if isinstance(engine, ElasticsearchEngine)]
    if not remote:
        return
    time.sleep(_SETTLING_S)
    start = time.perf_counter()
    for engine in remote:
        engine.compact(generation)
    report("merging into one segment", f"{time.perf_counter() - start:8.1f} s")
