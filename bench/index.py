"""Build both indices over synthetic pages and print pages a second and a core (goal: 3,000 from stored text)."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from bench.corpus import Corpus, SyntheticPage
from bench.figures import report
from search.analysis import Analyzer
from search.engines.base import Put
from search.engines.schema import RECORDS, UNITS
from search.engines.tantivy import TantivyEngine, WriterSettings

DIRECTORY = Path("var/bench")
_BATCH_RECORDS = 500
_SETTINGS = WriterSettings(memory_bytes=400_000_000, threads=1, is_kept_open=True)


def engines(directory: Path, pages: int) -> tuple[TantivyEngine, TantivyEngine]:
    """Return the indices of records and of units over ``pages`` pages, built where they are not there yet."""
    root = directory / f"{pages}-pages"
    records, units = TantivyEngine(RECORDS, root, _SETTINGS), TantivyEngine(UNITS, root, _SETTINGS)
    if records.current() is None or units.current() is None:
        build(Corpus(pages), records, units)
    return records, units


def build(corpus: Corpus, records: TantivyEngine, units: TantivyEngine) -> None:
    """Build both indices and print what each step took."""
    for engine in (records, units):
        for generation in engine.generations():
            engine.drop(generation)
        engine.create("bench")
    analyzer = Analyzer()
    clock = {"make pages": 0.0, "analysis": 0.0, "index of units": 0.0, "index of records": 0.0}
    start, tick = time.perf_counter(), time.process_time()

    def lap(step: str) -> None:
        nonlocal tick
        now = time.process_time()
        clock[step] += now - tick
        tick = now

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
    parser.add_argument("--dir", type=Path, default=DIRECTORY)
    parser.add_argument("--again", action="store_true", help="build even when the index is there")
    chosen = parser.parse_args()
    root = chosen.dir / f"{chosen.pages}-pages"
    records, units = TantivyEngine(RECORDS, root, _SETTINGS), TantivyEngine(UNITS, root, _SETTINGS)
    if chosen.again or records.current() is None:
        (records._directories.base / "current").unlink(missing_ok=True)
        (units._directories.base / "current").unlink(missing_ok=True)
        build(Corpus(chosen.pages), records, units)
    else:
        report("index", f"present in {root}; --again builds it anew")
    report("size on disk", f"{size_mb(root):8.0f} MB")


if __name__ == "__main__":
    main()
