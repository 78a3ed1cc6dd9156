"""Find phrases in a row of tokens as the engines do: in order, or two words a bounded number of moves apart."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from search.analysis import Forms
from search.query.tree import Phrase


def phrase_positions(tokens: Sequence[Forms], phrase: Phrase) -> list[tuple[int, ...]]:
    """Return, for every place where a phrase stands, the positions of its words in the order of the phrase."""
    places: dict[str, list[int]] = defaultdict(list)
    wanted = set(phrase.words)
    for position, forms in enumerate(tokens):
        for value in forms.of(phrase.form):
            if value in wanted:
                places[value].append(position)
    if len(places) < len(wanted):
        return []
    if phrase.slop == 0:
        return _in_order(places, phrase.words)
    return list(_near(places, phrase))


def phrase_runs(tokens: Sequence[Forms], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Yield the first and last position of every stretch to be marked: a phrase whole, words near each other alone."""
    for positions in phrase_positions(tokens, phrase):
        if phrase.slop and abs(positions[0] - positions[1]) > 1:
            yield from ((position, position) for position in positions)
        else:
            yield min(positions), max(positions)


def _in_order(places: dict[str, list[int]], words: tuple[str, ...]) -> list[tuple[int, ...]]:
    rest = [frozenset(places[word]) for word in words[1:]]
    length = len(words)
    return [
        tuple(range(first, first + length))
        for first in places[words[0]]
        if all(first + offset in positions for offset, positions in enumerate(rest, 1))
    ]


def _near(places: dict[str, list[int]], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Yield each place of the first word with the nearest of the second that needs few enough moves.

    A move shifts a word by one place, as in the engines: none where the second stands right behind the first.
    """
    first, second = phrase.words
    for place in places[first]:
        after = bisect_left(places[second], place + 1)
        near = [(abs(other - place - 1), other) for other in places[second][max(0, after - 1) : after + 1]]
        moves, other = min(near)
        if moves <= phrase.slop:
            yield (place, other)
