"""Print search times of several readers while nobody writes, and while one process writes without pause.

bin/bench readers [--engine tantivy|elasticsearch] [--pages 100000] [--readers 2] [--seconds 20]
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from bench.corpus import Corpus
from bench.engines import add_engine, open_engines, root_of
from bench.figures import milliseconds, report, spread
from bench.index import build
from bench.search import queries
from search.analysis import Analyzer
from search.engines.base import Engine, Put, SearchRequest
from search.engines.schema import UNITS
from search.query import Expansion, expand, read
from search.query.filters import Filter, In

RECORDS_A_BATCH = 5
Place = tuple[str, Path, int]
"""Engine, folder and number of pages."""
_PUBLIC: tuple[Filter, ...] = (In("access", ("public",)),)


@dataclass(frozen=True, slots=True)
class Signals:
    """What the processes tell one another: all are ready, it is time to stop, the milliseconds each search took."""

    ready: Any
    stop: Any
    told: Any


def ask_on(units: Engine, corpus: Corpus, signals: Signals) -> None:
    """Ask the index of units, in a process of its own, until told to stop."""
    analyzer = Analyzer()
    expansion = Expansion(analyzer, UNITS.weights)
    texts = [text for each in zip(*queries(corpus, 40).values(), strict=True) for text in each if ":" not in text]
    trees = [expand(read(text, analyzer).syntax, expansion) for text in texts]
    taken: list[float] = []
    place = 0
    signals.ready.wait()
    while not signals.stop.is_set():
        request = SearchRequest(trees[place % len(trees)], _PUBLIC, limit=20)
        taken.append(milliseconds(lambda request=request: units.search(request)))  # type: ignore[misc]
        place += 1
        time.sleep(0.01)
    signals.told.put(taken)


def reader(place: Place, signals: Signals) -> None:
    """Open the engine anew and ask it."""
    engine, root, pages = place
    _records, units = open_engines(engine, root, is_guest=True)
    ask_on(units, Corpus(pages), signals)


def documents(corpus: Corpus, version: int) -> Iterator[list[Put]]:
    """Yield the units of a few records at a time, over and over, each round with a higher version."""
    analyzer = Analyzer()
    while True:
        version += 1
        every = groupby(corpus.pages(), key=lambda page: page.record // RECORDS_A_BATCH)
        for _, pages in islice(every, 200):
            put = [corpus.unit_document(page, analyzer.field(page.text, (page.language,))) for page in pages]
            yield [Put(replace(each.document, version=version)) for each in put]


def measure(place: Place, units: Engine | None, readers: int, seconds: float) -> tuple[list[float], int]:
    """Return what searches took, and how many documents were written meanwhile where ``units`` are given."""
    context = multiprocessing.get_context("spawn")
    signals = Signals(context.Barrier(readers + 1), context.Event(), context.Queue())
    processes = [context.Process(target=reader, args=(place, signals)) for _ in range(readers)]
    for process in processes:
        process.start()
    signals.ready.wait(timeout=120)
    end = time.monotonic() + seconds
    written = 0
    if units is not None:
        upto = units.checkpoint()
        for batch in documents(Corpus(place[2]), int(time.time())):
            upto += 1
            units.apply(batch, upto)
            written += len(batch)
            if time.monotonic() > end:
                break
    time.sleep(max(0.0, end - time.monotonic()))
    signals.stop.set()
    taken = [each for _ in processes for each in signals.told.get()]
    for process in processes:
        process.join()
    return taken, written


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=20.0)
    add_engine(parser)
    chosen = parser.parse_args()
    root = root_of(chosen.dir, chosen.engine, chosen.pages)
    records, units = open_engines(chosen.engine, root)
    if units.current() is None:
        build(Corpus(chosen.pages), records, units)
    place = (chosen.engine, root, chosen.pages)
    idle, _ = measure(place, None, chosen.readers, chosen.seconds)
    report(f"{chosen.readers} readers, nobody writes", f"{spread(idle)}   {len(idle) / chosen.seconds:.0f} searches/s")
    busy, written = measure(place, units, chosen.readers, chosen.seconds)
    said = (
        f"{spread(busy)}   {len(busy) / chosen.seconds:.0f} searches/s, {written / chosen.seconds:.0f} pages/s written"
    )
    report(f"{chosen.readers} readers, one writes on", said)


if __name__ == "__main__":
    main()
