"""Find phrases in a row of tokens as the engines do: in order, or two words a bounded number of moves apart."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from search.analysis import Forms
from search.query.tree import Phrase


def phrase_runs(tokens: Sequence[Forms], phrase: Phrase) -> Iterator[tuple[int, int]]:
    """Yield the first and last position of every stretch to be marked: a phrase whole, words near each other alone."""
    places: dict[str, list[int]] = defaultdict(list)
    wanted = set(phrase.words)
    for position, forms in enumerate(tokens):
        for value in forms.of(phrase.form):
            if value in wanted:
                places[value].append(position)
    if len(places) < len(wanted):
        return
    if phrase.slop == 0:
        length = len(phrase.words)
        yield from ((first, first + length - 1) for first in _in_order(places, phrase.words))
        return
    first, second = phrase.words
    for one, other in _near(places[first], places[second], phrase.slop):
        yield from ((min(one, other), max(one, other)),) if abs(one - other) == 1 else ((one, one), (other, other))


def _in_order(places: dict[str, list[int]], words: tuple[str, ...]) -> Iterator[int]:
    rest = [frozenset(places[word]) for word in words[1:]]
    return (
        first
        for first in places[words[0]]
        if all(first + offset in positions for offset, positions in enumerate(rest, 1))
    )


def _near(firsts: list[int], seconds: list[int], slop: int) -> Iterator[tuple[int, int]]:
    """Yield each place of the first word with the nearest of the second that needs few enough moves.

    A move shifts a word by one place, as in the engines: none where the second stands right behind the first.
    """
    for place in firsts:
        after = bisect_left(seconds, place + 1)
        moves, other = min((abs(other - place - 1), other) for other in seconds[max(0, after - 1) : after + 1])
        if moves <= slop:
            yield place, other
