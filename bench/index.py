"""Build both indices over synthetic pages and print pages a second and a core (goal: 3,000 from stored text)."""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bench.corpus import Corpus, SyntheticPage
from bench.engines import Engines, add_engine, open_engines, root_of, settle
from bench.figures import report
from search.analysis import Analyzer
from search.engines.base import Engine, Put

_BATCH_RECORDS = 500


def engines(engine: str, directory: Path, pages: int) -> Engines:
    """Return the indices of records and of units over ``pages`` pages, built where they are not there yet."""
    records, units = open_engines(engine, root_of(directory, engine, pages))
    if records.current() is None or units.current() is None:
        build(Corpus(pages), records, units)
    return records, units


def build(corpus: Corpus, records: Engine, units: Engine) -> None:
    """Build both indices and print what each step took: time of this process, or by the clock for an engine outside."""
    now = time.process_time if records.capabilities().is_embedded else time.perf_counter
    for engine in (records, units):
        for generation in engine.generations():
            engine.drop(generation)
        engine.create("bench")
    analyzer = Analyzer()
    clock = {"make pages": 0.0, "analysis": 0.0, "index of units": 0.0, "index of records": 0.0}
    start, tick = time.perf_counter(), now()

    def lap(step: str) -> None:
        nonlocal tick
        clock[step] += now() - tick
        tick = now()

    for number, batch in enumerate(_batches(corpus), 1):
        lap("make pages")
        texts = [analyzer.field(page.text, (page.language,)) for page in batch]
        lap("analysis")
        put = [corpus.unit_document(page, text) for page, text in zip(batch, texts, strict=True)]
        units.apply(put, number, generation="bench")
        lap("index of units")
        records.apply(_records(corpus, batch, texts, analyzer), number, generation="bench")
        lap("index of records")
    for engine in (units, records):
        engine.close()
        engine.activate("bench")
    lap("index of records")
    settle((records, units), "bench")
    work = sum(seconds for step, seconds in clock.items() if step != "make pages")
    for step, seconds in clock.items():
        report(f"{step}, {corpus.size} pages", f"{corpus.size / max(seconds, 1e-9):8.0f} pages/s/core")
    report("analysis and both indices", f"{corpus.size / work:8.0f} pages/s/core")
    report("wall clock, making of pages included", f"{time.perf_counter() - start:8.0f} s")


def _batches(corpus: Corpus) -> Iterator[list[SyntheticPage]]:
    for _, pages in groupby(corpus.pages(), key=lambda page: page.record // _BATCH_RECORDS):
        yield list(pages)


def _records(corpus: Corpus, batch: list[SyntheticPage], texts: list, analyzer: Analyzer) -> Iterator[Put]:  # type: ignore[type-arg]
    pairs = zip(batch, texts, strict=True)
    for record, group in groupby(pairs, key=lambda pair: pair[0].record):
        yield corpus.record_document(record, [text for _, text in group], analyzer)


def size_mb(directory: Path) -> float:
    """Return what the files under a directory take."""
    return sum(each.stat().st_size for each in directory.rglob("*") if each.is_file()) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--again", action="store_true", help="build even when the index is there")
    add_engine(parser)
    chosen = parser.parse_args()
    root = root_of(chosen.dir, chosen.engine, chosen.pages)
    if chosen.again:
        shutil.rmtree(root, ignore_errors=True)
    records, units = open_engines(chosen.engine, root)
    if records.current() is None or units.current() is None:
        build(Corpus(chosen.pages), records, units)
    else:
        report("index", f"present in {root}; --again builds it anew")
    report("size on disk", f"{size_mb(root):8.0f} MB")


if __name__ == "__main__":
    main()
