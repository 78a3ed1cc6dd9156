"""Print how well questions find their paragraph: nDCG@10 and recall@10 of our search beside plain BM25.

    bin/bench xquad [--engine tantivy|elasticsearch] [--data ../shared/data/language/xquad]

Every paragraph of XQuAD is a record, every question is asked as a person would type it. Measured are: "ours", what the
site answers (all words; where nothing has all of them, any of them, best first); "ours, any word" without the first
step; and "plain BM25", any of the unstemmed words in the exact form. The vocabulary of names takes no part.
For Elasticsearch a server is started for the time of the benchmark.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.engines import add_engine, close_engines, open_engines
from bench.figures import report
from search.analysis import Analyzer, Form
from search.engines.base import Engine, Put, SearchRequest
from search.engines.schema import RECORDS, IndexDocument
from search.query import Expansion, expand, read
from search.query.any_words import any_words
from search.query.tree import AnyOf, Node, Nothing, Term

TOP = 10
Question = tuple[str, str]
"""A question and the id of the paragraph that answers it."""
Ask = Callable[[str], list[str]]


def load(path: Path) -> tuple[dict[str, str], list[Question]]:
    """Return paragraphs by id, and the questions."""
    paragraphs: dict[str, str] = {}
    questions: list[Question] = []
    for number, article in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        for place, paragraph in enumerate(article["paragraphs"]):
            key = f"p{number:02}-{place:02}"
            paragraphs[key] = paragraph["context"]
            questions += [(asked["question"], key) for asked in paragraph["qas"]]
    return paragraphs, questions


def fill(engine: Engine, analyzer: Analyzer, paragraphs: dict[str, str], language: str) -> None:
    """Index the paragraphs through our analysis."""
    documents = (
        IndexDocument(key, 1, {"text": analyzer.field(text, (language,))}, {"record": [key]}, {})
        for key, text in paragraphs.items()
    )
    engine.apply([Put(document) for document in documents], 1)


def ours(question: str, engine: Engine, analyzer: Analyzer) -> list[str]:
    """Ask as the site does: all words, and any of them where no record has all."""
    reading = read(question, analyzer)
    expansion = Expansion(analyzer, RECORDS.weights)
    found = ids(engine, expand(reading.syntax, expansion))
    looser = any_words(reading) if not found else None
    return ids(engine, expand(looser.syntax, expansion)) if looser else found


def ours_loosely(question: str, engine: Engine, analyzer: Analyzer) -> list[str]:
    """Ask for any of the words from the start."""
    reading = read(question, analyzer)
    return ids(engine, expand((any_words(reading) or reading).syntax, Expansion(analyzer, RECORDS.weights)))


def plain(question: str, engine: Engine, analyzer: Analyzer) -> list[str]:
    """Ask for any of the words as they stand, unstemmed."""
    words = dict.fromkeys(token.forms.exact for token in analyzer.tokens(question))
    parts = tuple(Term("text", Form.EXACT, word) for word in words)
    return ids(engine, AnyOf(parts) if len(parts) > 1 else parts[0] if parts else Nothing())


def ids(engine: Engine, tree: Node) -> list[str]:
    return [hit.id for hit in engine.search(SearchRequest(tree, limit=TOP)).hits]


def figures(questions: list[Question], ask: Ask) -> tuple[float, float, int]:
    """Return nDCG@10 and recall@10 (one paragraph answers), and to how many questions nothing was found."""
    gain = met = empty = 0.0
    for question, wanted in questions:
        found = ask(question)
        empty += not found
        if wanted in found:
            met += 1
            gain += 1 / math.log2(found.index(wanted) + 2)
    return gain / len(questions), met / len(questions), int(empty)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_engine(parser)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/language/xquad"))
    options = parser.parse_args()
    analyzer = Analyzer()
    for language in ("ru", "en"):
        paragraphs, questions = load(options.data / f"xquad.{language}.even.json")
        with tempfile.TemporaryDirectory() as folder:
            # The server's account must get in.
            Path(folder).chmod(0o755)
            engine, _units = open_engines(options.engine, Path(folder) / language)
            generation = f"xquad-{language}"
            engine.create(generation)
            engine.activate(generation)
            fill(engine, analyzer, paragraphs, language)
            engine.refresh()
            for name, ask in (("ours", ours), ("ours, any word", ours_loosely), ("plain BM25", plain)):
                gain, met, empty = figures(questions, partial(ask, engine=engine, analyzer=analyzer))
                said = f"nDCG@10 {gain:.3f}   recall@10 {met:.3f}   nothing found {empty} of {len(questions)}"
                report(f"xquad {language}, {options.engine}: {name}", said)
            engine.close()
            close_engines()


if __name__ == "__main__":
    main()
