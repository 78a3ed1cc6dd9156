"""Print how long snippets and boxes for 20 hits of 400 words take (goal: 10 ms)."""

from __future__ import annotations

import argparse
import random

import numpy as np

from archive.extract.words import WordTable
from bench.corpus import WORDS_ON_PAGE, Corpus
from bench.figures import milliseconds, report, spread
from search.analysis import Analyzer
from search.matching import Matcher, hit_boxes, word_snippets
from search.query import Expansion, expand, read


def _table(text: str) -> WordTable:
    place = np.arange(WORDS_ON_PAGE)
    x, y = (place % 10 / 10).astype(np.float32), (place // 10 / 50).astype(np.float32)
    w, h = np.full(WORDS_ON_PAGE, 0.08, np.float32), np.full(WORDS_ON_PAGE, 0.015, np.float32)
    sure = np.full(WORDS_ON_PAGE, 90, np.uint8)
    return WordTable(text.split(), x, y, w, h, (place // 10).astype(np.uint32), sure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    times = parser.parse_args().times
    rng = random.Random(3)
    pages = [(page.text, _table(page.text)) for page in Corpus(1000).pages()]
    analyzer = Analyzer()
    for text, _ in pages:
        analyzer.tokens(text)
    for name, pattern in (("two words", "{} {}"), ("phrase", '"{} {}"'), ("prefix", "{}*")):
        taken = []
        for _ in range(times):
            chosen = rng.sample(pages, 20)
            cut = chosen[0][0].split()
            place = rng.randrange(0, WORDS_ON_PAGE - 1)
            query = pattern.format(cut[place].strip("."), cut[place + 1].strip("."))
            query = query[:4] + "*" if query.endswith("*") else query

            def show(query: str = query, chosen: list[tuple[str, WordTable]] = chosen) -> None:
                tree = expand(read(query, analyzer).syntax, Expansion(analyzer, {"text": 1.0}))
                matcher = Matcher(tree, analyzer)
                for _, page in chosen:
                    spans = matcher.words(page.texts, page.line)
                    word_snippets(page.texts, spans)
                    hit_boxes(page, spans)

            taken.append(milliseconds(show))
        report(f"snippets and boxes, 20 pages, {name}", spread(taken))


if __name__ == "__main__":
    main()
