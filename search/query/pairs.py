"""Cut words that stand near one another into pairs, of which alone all engines judge alike."""

from __future__ import annotations

from collections.abc import Iterator

from search.query.tree import Phrase

_FARTHEST = 3
"""Pairs farther apart in the phrase add nothing that the nearer ones do not ask for already."""

Pair = tuple[str, str, int]


def pairs_of(phrase: Phrase) -> Iterator[Pair]:
    """Yield the pairs of words of a phrase with slop, each with its own.

    Of three words Tantivy finds places that Elasticsearch does not, and it takes one place of a word for two; of two
    different words both find the same. A word beside itself is found where it is found at all.
    """
    for place, word in enumerate(phrase.words):
        for distance, other in enumerate(phrase.words[place + 1 : place + 1 + _FARTHEST]):
            if other != word:
                yield word, other, phrase.slop + distance
