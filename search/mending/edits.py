"""Measure how far two words are apart: in edits as engines count them, and in how likely a hand makes them."""

from __future__ import annotations

import re

from search.analysis.characters import OKINA

_SYMBOL = re.compile(f"[og]{OKINA}|sh|ch|.")

_CLOSE = 0.4
_CLOSE_PAIRS = (
    # Letters of one key with and without their sign, and those that keyboards without ў қ ғ ҳ leave.
    f"o o{OKINA}", f"u o{OKINA}", f"g g{OKINA}", "k q", "x h", "s sh", "c ch", "j ch",
    # Sounds that are written as they are heard.
    "a o", "e i", "o u", "i y", "b p", "d t", "z s", "v f", "j z", "g k", "c s", "c k", "v w",
    # Digits for letters and look-alikes, by hand or by machine.
    "0 o", "1 i", "1 l", "3 z", "5 s", "6 b", "4 ch", "l i", "m n",
)  # fmt: skip
_COST = {pair: _CLOSE for a, b in (each.split() for each in _CLOSE_PAIRS) for pair in ((a, b), (b, a))}
_DOUBLED, _SWAPPED, _PLAIN = 0.5, 0.7, 1.0
_FIRST_LETTER = 0.3


def edits_between(word: str, other: str, most: int) -> int:
    """Return the edits (one letter in, out or changed, or two neighbors swapped), ``most + 1`` for any above."""
    # An edit makes at most two letters stand in one word alone; most pairs are told apart by that.
    if abs(len(word) - len(other)) > most or len(set(word).symmetric_difference(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        last, row, older = row, [at], before
        for to, sign in enumerate(other, 1):
            best = min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (letter != sign))
            if at > 1 and to > 1 and letter == other[to - 2] and word[at - 2] == sign:
                best = min(best, older[to - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
        before = last
    return min(row[-1], most + 1)


def cost_between(key: str, other: str) -> float:
    """Return how unlikely it is that ``key`` was typed for ``other``; 1 for one plain edit, less for usual slips.

    Both are Latin keys, so the slips of every alphabet are known as slips of one: к for қ, o for oʻ, х for ҳ.
    """
    mine, theirs = _SYMBOL.findall(key), _SYMBOL.findall(other)
    before: list[float] = []
    row = [float(at) for at in range(len(theirs) + 1)]
    for at, symbol in enumerate(mine, 1):
        last, row, older = row, [float(at)], before
        for to, sign in enumerate(theirs, 1):
            out = last[to] + (_DOUBLED if at > 1 and mine[at - 2] == symbol else _PLAIN)
            into = row[to - 1] + (_DOUBLED if to > 1 and theirs[to - 2] == sign else _PLAIN)
            best = min(out, into, last[to - 1] + (0.0 if symbol == sign else _COST.get((symbol, sign), _PLAIN)))
            if at > 1 and to > 1 and symbol == theirs[to - 2] and mine[at - 2] == sign:
                best = min(best, older[to - 2] + _SWAPPED)
            row.append(best)
        before = last
    return row[-1] + (_FIRST_LETTER if mine[:1] != theirs[:1] else 0.0)
