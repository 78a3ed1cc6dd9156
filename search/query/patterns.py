"""Write a pattern in the forms of an index: as typed, and by the Latin key whatever the spelling.

The key of a letter may hang on its neighbors (е after a vowel is ye), and beside a sign these are not known. So each
piece is read between a consonant and between a vowel, and every reading that comes out is searched.
"""

from __future__ import annotations

import re
from itertools import product

from search.analysis import Form
from search.analysis.characters import normalize
from search.analysis.spelling import is_cyrillic, latin_key
from search.query.tree import ANY_LETTERS, FEWEST_LITERALS, LONGEST_PATTERN, ONE_LETTER

MOST_READINGS = 3
_SIGNS = re.compile(f"([{re.escape(ANY_LETTERS + ONE_LETTER)}])")
_NEIGHBORS = {True: ("б", "а"), False: ("b", "a")}


def pattern_values(text: str, *, every_spelling: bool) -> list[tuple[Form, str]]:
    """Return the patterns to search for one that was typed, none where too few letters are left of it."""
    typed = normalize(text)
    found = [(Form.EXACT, typed.replace("ё", "е"))]
    if every_spelling:
        found += [(Form.SCRIPT, key) for key in _keys(typed)[:MOST_READINGS]]
    return [(form, pattern) for form, pattern in found if _is_bounded(pattern)]


def _is_bounded(pattern: str) -> bool:
    letters = len(_SIGNS.sub("", pattern))
    return len(pattern) <= LONGEST_PATTERN and letters >= FEWEST_LITERALS and not _SIGNS.match(pattern)


def _keys(typed: str) -> list[str]:
    pieces = _SIGNS.split(typed)
    literals, signs = pieces[::2], [*pieces[1::2], ""]
    last = len(literals) - 1
    readings = [
        dict.fromkeys(_readings(literal, follows_sign=at > 0, precedes_sign=at < last))
        for at, literal in enumerate(literals)
    ]
    patterns = ("".join(map("".join, zip(chosen, signs, strict=True))) for chosen in product(*readings))
    return list(dict.fromkeys(patterns))


def _readings(literal: str, *, follows_sign: bool, precedes_sign: bool) -> list[str]:
    if not literal:
        return [""]
    neighbors = _NEIGHBORS[is_cyrillic(literal)]
    befores = neighbors if follows_sign else ("",)
    afters = neighbors if precedes_sign else ("",)
    return [
        latin_key(before + literal + after)[len(before) :][: -len(after) or None]
        for before in befores
        for after in afters
    ]
