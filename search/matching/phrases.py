"""Find phrases in a row of tokens as the engines do: in order, or a bounded number of moves apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from search.analysis import Forms
from search.query.tree import Phrase

_MOST_TRIED = 64


def phrase_positions(tokens: Sequence[Forms], phrase: Phrase) -> list[tuple[int, ...]]:
    """Return, for every place where a phrase stands, the positions of its words."""
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
    return _near(places, phrase)


def _in_order(places: dict[str, list[int]], words: tuple[str, ...]) -> list[tuple[int, ...]]:
    rest = [frozenset(places[word]) for word in words[1:]]
    length = len(words)
    return [
        tuple(range(first, first + length))
        for first in places[words[0]]
        if all(first + offset in positions for offset, positions in enumerate(rest, 1))
    ]


def _near(places: dict[str, list[int]], phrase: Phrase) -> list[tuple[int, ...]]:
    """Take for each place of the first word the nearest places of the others that need few enough moves.

    A move shifts a word by one place, as in the engines: the cost is the spread of the words' places, each counted
    from where it would stand in the exact phrase.
    """
    found = []
    for first in places[phrase.words[0]]:
        partial: list[tuple[int, ...]] = [(first,)]
        for offset, word in enumerate(phrase.words[1:], 1):
            partial = [
                (*taken, place)
                for taken in partial
                for place in places[word]
                if place not in taken and abs(place - offset - first) <= phrase.slop
            ][:_MOST_TRIED]
        kept = sorted([taken for taken in partial if _moves(taken) <= phrase.slop], key=_moves)
        if kept:
            found.append(tuple(sorted(kept[0])))
    return found


def _moves(taken: tuple[int, ...]) -> int:
    shifts = [place - offset for offset, place in enumerate(taken)]
    return max(shifts) - min(shifts)
