"""Print server times: suggestions while typing (goal at 1M pages: 15 ms), mended queries, related records."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from bench.corpus import Corpus
from bench.figures import milliseconds, report, spread
from bench.site_at_size import fill_site, open_site
from search.analysis import Analyzer
from search.engines.base import SearchRequest
from search.engines.schema import RECORDS as SCHEMA
from search.engines.tantivy import TantivyEngine, WriterSettings

TITLES = 47_823
"""Records of a million pages."""
SUBJECTS, AGENTS, PLACES = 2_000, 20_000, 3_000


def fill_names(corpus: Corpus) -> None:
    """Give a fifth of the records subjects, people and places, so that there are names to suggest."""
    from catalog.models import Agent, Place, Record, RecordAgent, Subject  # noqa: PLC0415 - needs django.setup
    from search.operations.key_names import key_all_names  # noqa: PLC0415

    if Agent.objects.count() >= AGENTS:
        return
    rng = random.Random(5)

    def names(count: int, words: int) -> Iterator[dict[str, str]]:
        for number in range(count):
            picks = [rng.randrange(0, 50_000) for _ in range(words)]
            labels = {"uz": "uz-Latn", "ru": "ru", "en": "en"}
            yield {"slug": f"n{number}"} | {
                f"label_{code}": " ".join(corpus.words[language][pick].capitalize() for pick in picks)
                for code, language in labels.items()
            }

    Agent.objects.bulk_create([Agent(**each) for each in names(AGENTS, 2)], batch_size=500)
    Subject.objects.bulk_create([Subject(**each) for each in names(SUBJECTS, 2)], batch_size=500)
    Place.objects.bulk_create([Place(**each) for each in names(PLACES, 1)], batch_size=500)
    agents, subjects, places = (list(model.objects.values_list("pk", flat=True)) for model in (Agent, Subject, Place))
    records = list(Record.objects.values_list("pk", flat=True))
    for record in records:
        if record % 5:
            continue
        RecordAgent.objects.bulk_create([RecordAgent(record_id=record, agent_id=rng.choice(agents))])
        Record.subjects.through.objects.bulk_create(
            [Record.subjects.through(record_id=record, subject_id=pk) for pk in rng.sample(subjects, 2)]
        )
        Record.places.through.objects.create(record_id=record, place_id=rng.choice(places))
    key_all_names()


def typed_texts(corpus: Corpus, times: int) -> dict[str, list[str]]:
    """Return beginnings of words, of each kind, drawn from the words of the corpus."""
    rng = random.Random(11)

    def word(first: int, last: int) -> str:
        return rng.choice(list(corpus.words.values()))[rng.randrange(first, last)]

    makers: dict[str, Callable[[], str]] = {
        "two letters": lambda: word(10, 20_000)[:2],
        "four letters": lambda: word(10, 20_000)[:4],
        "a whole word": lambda: word(10, 2_000),
        "a word and two letters": lambda: f"{word(10, 200)} {word(10, 2_000)[:2]}",
        "nothing begins so": lambda: word(10, 20_000)[:4] + "qqq",
    }
    return {name: [make() for _ in range(times)] for name, make in makers.items()}


def mistyped(corpus: Corpus, times: int) -> dict[str, list[str]]:
    """Return queries with a letter left out, changed, doubled or swapped, of words that are on many pages or few."""
    rng = random.Random(13)

    def slip(word: str) -> str:
        at = rng.randrange(1, max(2, len(word) - 1))
        return rng.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + "щ" + word[at + 1 :],
                word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            ]
        )

    def word(first: int, last: int) -> str:
        picked = ""
        while len(picked) < 6:
            picked = rng.choice(list(corpus.words.values()))[rng.randrange(first, last)]
        return picked

    return {
        "a frequent word": [slip(word(50, 2_000)) for _ in range(times)],
        "a rare word": [slip(word(20_000, 60_000)) for _ in range(times)],
        "one of two words": [f"{word(50, 500)} {slip(word(50, 2_000))}" for _ in range(times)],
        "nothing near": ["".join(rng.choices("qwxzщъ", k=11)) for _ in range(times)],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60)
    options = parser.parse_args()
    open_site(f"site-{options.pages}")
    corpus = Corpus(options.pages)
    fill_site(options.pages)
    fill_names(corpus)
    from django.core.cache import cache  # noqa: PLC0415 - needs django.setup
    from django.test import Client  # noqa: PLC0415

    client = Client()
    every: list[float] = []
    for name, texts in typed_texts(corpus, options.times).items():
        taken = []
        for text in ["warm", *texts]:
            cache.clear()
            taken.append(milliseconds(lambda text=text: _get(client, f"/ru/search/suggest/?q={quote(text)}")))  # type: ignore[misc]
        report(f"suggestions, {name}", spread(taken[1:]))
        every += taken[1:]
    report(f"suggestions, {options.pages} pages", spread(every))
    _titles(corpus, options.times)
    _mendings(corpus, options.times)
    _likes(options.times)


def _titles(corpus: Corpus, times: int) -> None:
    """Time the engine's part of suggestions alone over as many titles as a million pages have."""
    from search.access import access_filters  # noqa: PLC0415 - needs django.setup
    from search.finding.suggesting import RECORDS, title_tree  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        engine = TantivyEngine(SCHEMA, Path(folder), WriterSettings(is_kept_open=True))
        engine.create("titles")
        analyzer = Analyzer()
        puts = (corpus.record_document(number, [], analyzer) for number in range(TITLES))
        engine.apply(puts, 1, generation="titles")
        engine.close()
        engine.activate("titles")
        filters, taken = access_filters(_public()), []
        for text in (text for texts in typed_texts(corpus, times).values() for text in texts):
            if (tree := title_tree(text)) is not None:
                request = SearchRequest(tree, filters, limit=RECORDS)
                taken.append(milliseconds(lambda request=request: engine.search(request)))  # type: ignore[misc]
        report(f"suggestions, the engine over {TITLES} titles", spread(taken))


def _mendings(corpus: Corpus, times: int) -> None:
    from search.finding.mending import mended  # noqa: PLC0415 - needs django.setup
    from search.finding.reading import read_query, record_tree  # noqa: PLC0415
    from search.finding.types import Question  # noqa: PLC0415
    from search.indices import indices  # noqa: PLC0415

    audience = _public()
    for name, texts in mistyped(corpus, times).items():
        taken, offers = [], 0
        for text in texts:
            reading = read_query(text, exactly=False)
            total = indices().records.count(record_tree(reading))
            found: list[Any] = []
            taken.append(
                milliseconds(
                    lambda text=text, reading=reading, total=total, found=found: found.extend(  # type: ignore[misc]
                        mended(Question(text), reading, total, audience, indices())
                    )
                )
            )
            offers += bool(found)
        report(f"did you mean, {name} ({offers} of {times} offered)", spread(taken))


def _likes(times: int) -> None:
    from catalog.models import Record  # noqa: PLC0415 - needs django.setup
    from catalog.queries import for_display  # noqa: PLC0415
    from search.finding.similar import MOST, similar_records  # noqa: PLC0415

    audience = _public()
    rng = random.Random(17)
    keys = list(Record.objects.values_list("pk", flat=True))
    records = list(for_display(Record.objects.filter(pk__in=rng.sample(keys, times))))
    for name, limit in (("the shelf of six", 6), ("the whole list", MOST)):
        taken = [milliseconds(lambda one=one, limit=limit: similar_records(one, audience, limit)) for one in records]  # type: ignore[misc]
        report(f"related records, {name}", spread(taken))


def _public() -> Any:
    from catalog.access import audience_of  # noqa: PLC0415 - needs django.setup

    return audience_of(None)


def _get(client: Any, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")


if __name__ == "__main__":
    main()
