"""Feed the query parser whatever coverage leads to, and print how much was tried and what took longest.

Stops at the first text that raises, that makes a tree engines would refuse, that does not read back as the same when
it is written, or that takes longer than ``--limit`` milliseconds.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

import atheris

with atheris.instrument_imports(include=["search.query"]):
    from search.analysis import Analyzer
    from search.engines.schema import RECORDS
    from search.query import Expansion, Spelling, expand, expand_loosely, read
    from search.query.parser import LONGEST_QUERY, parse
    from search.query.printing import print_query
    from search.query.tree import check

SIGNS = (
    " ", '"', "«", "»", "(", ")", "-", " AND ", " OR ", " NOT ", " NEAR/3 ", " w/2 ", "*", "?", "~", "~1", "title:",
    "year:", "..", "1924", "1970s", "=", "\\", "bojxona", "ўзбек", "oʻ", "'", "ё", "съезд", ":", "/", "\n",
)  # fmt: skip


class Fuzz:
    """Counts what was tried; ends the process in order when its time is over."""

    def __init__(self, seconds: float, limit_ms: float) -> None:
        self._analyzer = Analyzer(20_000)
        self._ends_at = time.monotonic() + seconds
        self._limit_ms = limit_ms
        self._tried = 0
        self._slowest = (0.0, "")

    def one(self, data: bytes) -> None:
        """Try one text, made of signs and of free characters."""
        if time.monotonic() > self._ends_at:
            self.tell()
            sys.stdout.flush()
            os._exit(0)  # The fuzzer never returns by itself, and its own summary says nothing more.
        query = _text(atheris.FuzzedDataProvider(data))
        start = time.perf_counter()
        self._read(query)
        taken = (time.perf_counter() - start) * 1000
        self._tried += 1
        if taken > self._slowest[0] and self._tried > 1:
            # Once more, as the first time may have been the machine's.
            start = time.perf_counter()
            self._read(query)
            taken = min(taken, (time.perf_counter() - start) * 1000)
            self._slowest = max(self._slowest, (taken, query))
        if taken > self._limit_ms:
            raise TimeoutError(f"{taken:.0f} ms for {query!r}")

    def tell(self) -> None:
        """Print the figures."""
        taken, query = self._slowest
        print(f"executions {self._tried}")
        print(f"slowest    {taken:.2f} ms, {len(query)} characters: {query!r}")

    def _read(self, query: str) -> None:
        for spelling in Spelling:
            reading = read(query, self._analyzer, spelling=spelling)
            expansion = Expansion(self._analyzer, RECORDS.weights, spelling)
            check(expand(reading.syntax, expansion))
            check(expand_loosely(reading.syntax, expansion))
        written = print_query(reading.syntax)
        if len(written) <= LONGEST_QUERY and parse(written)[0] != reading.syntax:
            raise AssertionError(f"{query!r} is written as {written!r}, which reads otherwise")


def _text(given: atheris.FuzzedDataProvider) -> str:
    pieces: list[str] = []
    while given.remaining_bytes() and sum(map(len, pieces)) < LONGEST_QUERY + 50:
        if given.ConsumeBool():
            pieces.append(SIGNS[given.ConsumeIntInRange(0, len(SIGNS) - 1)])
        else:
            pieces.append(given.ConsumeUnicodeNoSurrogates(given.ConsumeIntInRange(1, 12)))
    return "".join(pieces)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--limit", type=float, default=250, metavar="MS")
    given = parser.parse_args()
    fuzz = Fuzz(given.seconds, given.limit)
    atheris.Setup([sys.argv[0], "-max_len=2000", "-verbosity=0"], fuzz.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
