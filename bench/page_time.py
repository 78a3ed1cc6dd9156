"""Print the server time of the search page at a size, view and template included (goal at 1M pages: p95 80 ms)."""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from urllib.parse import quote

from bench.corpus import Corpus
from bench.figures import milliseconds, report, spread
from bench.site_at_size import fill_site, open_site

Maker = Callable[[], str]


def addresses(corpus: Corpus, times: int) -> dict[str, list[str]]:
    """Return addresses of each kind of question, drawn from the words of the corpus."""
    rng = random.Random(11)

    def word(first: int, last: int) -> str:
        return rng.choice(list(corpus.words.values()))[rng.randrange(first, last)]

    makers: dict[str, Maker] = {
        "rare word": lambda: f"q={quote(word(30_000, 60_000))}",
        "common word": lambda: f"q={quote(word(10, 60))}",
        "two words": lambda: f"q={quote(word(50, 2000) + ' ' + word(50, 2000))}",
        "phrase": lambda: f"q={quote(chr(34) + word(10, 100) + ' ' + word(10, 100) + chr(34))}",
        "prefix": lambda: f"q={quote(word(2000, 30_000)[:5] + '*')}",
        "word, facets chosen": lambda: f"q={quote(word(50, 2000))}&kind=document&language=ru&from=1920&to=1960",
        "nothing typed": lambda: "",
        "page 3, by date": lambda: f"q={quote(word(10, 200))}&sort=date&page=3",
    }
    return {name: [make() for _ in range(times)] for name, make in makers.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=60)
    options = parser.parse_args()
    open_site(f"site-{options.pages}")
    fill_site(options.pages)
    from django.core.cache import cache  # noqa: PLC0415 - needs django.setup
    from django.test import Client  # noqa: PLC0415

    from config.memory import settle_memory  # noqa: PLC0415

    client = Client()
    _get(client, "/ru/search/?q=warm")
    settle_memory()  # as the server does
    every: list[float] = []
    for name, asked in addresses(Corpus(options.pages), options.times).items():
        taken = []
        for query in ["q=warm", *asked]:
            cache.clear()
            taken.append(milliseconds(lambda query=query: _get(client, f"/ru/search/?{query}")))  # type: ignore[misc]
        report(f"page, {name}", spread(taken[1:]))
        every += taken[1:]
    report(f"page, all kinds, {options.pages} pages", spread(every))


def _get(client: object, address: str) -> None:
    response = client.get(address)  # type: ignore[attr-defined]
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")


if __name__ == "__main__":
    main()
