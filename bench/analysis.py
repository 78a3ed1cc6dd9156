"""Print how many tokens a second the analysis takes, cold and warm (goal: 1.0 M warm on one core)."""

from __future__ import annotations

import argparse
import time

from bench.corpus import WORDS_ON_PAGE, Corpus
from bench.figures import report
from search.analysis import Analyzer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000)
    pages = list(Corpus(parser.parse_args().pages).pages())
    analyzer = Analyzer()
    tokens = len(pages) * WORDS_ON_PAGE
    words = [(page.text.split(), [place // 10 for place in range(WORDS_ON_PAGE)]) for page in pages]
    for name, run in (
        ("texts, cold", lambda: [analyzer.field(page.text, (page.language,)) for page in pages]),
        ("texts, warm", lambda: [analyzer.field(page.text, (page.language,)) for page in pages]),
        ("texts, warm, language unknown, first pass", lambda: [analyzer.field(page.text) for page in pages]),
        ("texts, warm, language unknown", lambda: [analyzer.field(page.text) for page in pages]),
        ("words of pages, warm", lambda: [analyzer.field_of_words(*each) for each in words]),
        ("tokens with offsets, warm", lambda: [analyzer.tokens(page.text) for page in pages]),
    ):
        start = time.process_time()
        run()
        report(f"analysis, {name}", f"{tokens / (time.process_time() - start) / 1e6:6.2f} M tokens/s/core")


if __name__ == "__main__":
    main()
