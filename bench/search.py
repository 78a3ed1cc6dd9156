"""Print search times at a size, and the cost of parser, analysis and adapter over bare Tantivy (goal: 1.3 times)."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from functools import partial

from bench.corpus import Corpus
from bench.engines import add_engine
from bench.figures import milliseconds, percentile, report, spread
from bench.index import engines
from search.analysis import Analyzer
from search.engines.base import Engine, Histogram, SearchRequest, SortKey, Terms
from search.engines.tantivy import TantivyEngine
from search.query import Expansion, expand, expand_loosely, read
from search.query.filters import Either, Every, In, Range
from search.query.tree import All

_PUBLIC = Either((In("access", ("public",)), Every((In("access", ("embargo",)), Range("open_on", lte=739_617)))))
_FACETS = (
    Terms("kind"), Terms("collection"), Terms("language"), Terms("creator"), Terms("subject"), Histogram("decade", 10),
)  # fmt: skip


def queries(corpus: Corpus, times: int) -> dict[str, list[str]]:
    """Return query texts of each kind, drawn from the words of the corpus."""
    rng = random.Random(7)

    def words(first: int, last: int, count: int) -> list[str]:
        vocabulary = corpus.words[rng.choice(list(corpus.words))]
        return [vocabulary[rng.randrange(first, last)] for _ in range(count)]

    def phrase() -> str:
        page = next(iter(corpus.pages(rng.randrange(0, max(1, corpus.size // 1000)) * 1000)))
        cut = page.text.split()
        place = rng.randrange(0, 350)
        return f'"{cut[place]} {cut[place + 1]}"'

    makers: dict[str, Callable[[], str]] = {
        "rare word": lambda: words(30_000, 60_000, 1)[0],
        "common word": lambda: words(10, 60, 1)[0],
        "AND of two": lambda: " ".join(words(50, 2000, 2)),
        "OR of three": lambda: " OR ".join(words(500, 5000, 3)),
        "phrase": phrase,
        "prefix": lambda: words(2000, 30_000, 1)[0][:5] + "*",
        "word and field": lambda: f"{words(50, 2000, 1)[0]} title:{words(0, 50, 1)[0]}",
    }
    return {name: [make() for _ in range(times)] for name, make in makers.items()}


def measure(records: Engine, units: Engine, corpus: Corpus, times: int) -> None:
    analyzer = Analyzer()
    expansion = Expansion(analyzer, records.schema.weights)
    inside = Expansion(analyzer, units.schema.weights)

    def ask(text: str, **given: object) -> SearchRequest:
        return SearchRequest(expand(read(text, analyzer).syntax, expansion), (_PUBLIC,), **given)  # type: ignore[arg-type]

    asked = queries(corpus, times)
    for name, texts in asked.items():
        compare(records, name, texts, ask)
    broad = asked["common word"]
    for name, given in (
        ("common word, filters", {}),
        ("common word, by date", {"sort": SortKey("date_from", descending=True)}),
        ("common word, 6 facets", {"facets": _FACETS}),
        ("everything, 6 facets", {"facets": _FACETS}),
    ):
        taken = [
            milliseconds(lambda text=text, given=given: records.search(ask(text, **given)))  # type: ignore[misc]
            for text in (broad if "word" in name else [""] * times)
        ]
        report(f"records, {name}", spread(taken))
    both = []
    for text in asked["AND of two"] + asked["common word"]:
        syntax = read(text, analyzer).syntax
        hits = records.search(SearchRequest(expand(syntax, expansion), (_PUBLIC,))).hits
        ids = tuple(hit.id for hit in hits)
        request = SearchRequest(expand_loosely(syntax, inside), (In("record", ids),), limit=100)
        both.append(milliseconds(lambda request=request: units.search(request)))  # type: ignore[misc]
    report("units of the 20 records shown", spread(both))
    beginnings = [text[:3] for text in asked["rare word"]]
    words = [milliseconds(partial(records.suggest, "text", begun, filters=(_PUBLIC,))) for begun in beginnings]
    report("words that begin with three letters", spread(words))
    start = time.perf_counter()
    count = sum(1 for _ in units.walk(SearchRequest(All(), (_PUBLIC,))))
    report("walk over all units, as an export does", f"{count / (time.perf_counter() - start):8.0f} ids/s of {count}")


def compare(records: Engine, name: str, texts: list[str], ask: Callable[[str], SearchRequest]) -> None:
    """Time a query from its text to its ids; in Tantivy also against the same query compiled and run by it alone."""
    whole, bare = [], []
    for text in texts:
        if isinstance(records, TantivyEngine):
            bare.append(_alone(records, ask(text)))
        whole.append(min(milliseconds(lambda text=text: records.search(ask(text))) for _ in range(3)))  # type: ignore[misc]
    told = spread(whole)
    if bare:
        half = percentile([one / other for one, other in zip(whole, bare, strict=True)], 0.5)
        told += f"   {sum(whole) / sum(bare):.2f} x bare ({half:.2f} x at p50)"
    report(f"records, {name}", told)


def _alone(records: TantivyEngine, request: SearchRequest) -> float:
    reader = records._reader(records.current() or "")
    compiled = reader.compiler.compile(request.query, request.filters)
    searcher = reader.searcher()

    def run() -> None:
        for _, address in searcher.search(compiled, limit=20).hits:
            searcher.doc(address)

    run()
    return min(milliseconds(run) for _ in range(3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=40)
    add_engine(parser)
    chosen = parser.parse_args()
    records, units = engines(chosen.engine, chosen.dir, chosen.pages)
    print(f"{chosen.pages} pages, {records.health().documents} records")
    measure(records, units, Corpus(chosen.pages), chosen.times)


if __name__ == "__main__":
    main()
