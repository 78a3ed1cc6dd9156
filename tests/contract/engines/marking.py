"""What every engine finds, the matcher marks: asked of random texts."""

from __future__ import annotations

import random

import pytest

from search.engines.base import Engine
from search.matching import Matcher
from search.query import Expansion, Spelling, expand, read
from tests.contract.engines.asking import ANALYZER, Asking, put

WORDS = (
    "bojxona", "божхона", "bojxonasi", "böjxona", "Божхонанинг", "bojxon", "tojxona", "oltin", "олтин", "yoʻl", "йўл",
    "yo'llar", "sentyabr", "sentabr", "сентябрь", "customs", "custom", "costume", "23-1732", "23", "1732", "—", "съезд",
)  # fmt: skip
WHOLE = (
    "bojxona", "=bojxona", '"oltin yoʻl"', "bojx*", "божх*", "bo?xona", "бо?хон*", "to*xona", "sent*br", "сен*брь",
    "c*stom?", "bojxona~1", "божхона~2", "customs~2", "yoʻl~1", "=йўл~1", "23-1732", "1732", "bojxona NEAR/1 oltin",
    "bojxona w/2 oltin", "oltin w/3 (yoʻl OR customs)", "bojxona NEAR/2 bojxona", "bojxona NEAR/1 bojxona",
)  # fmt: skip
"""Queries of one condition: found is what is marked."""
OF_SEVERAL = (
    '"oltin yoʻl" w/4 bojxona', "23-1732 NEAR/3 oltin", "oltin w/2 yoʻl w/2 bojxona", "=божхона w/4 oltin",
    '"oltin yoʻl bojxona"~3',
)  # fmt: skip
"""Queries of several conditions, each of which is marked: what is found has a mark."""


class MarkingBehaviors(Asking):
    """The engine and the matcher agree, so that a page that is found has something to show."""

    @pytest.mark.parametrize("spelling", Spelling)
    def test_a_text_is_found_where_the_matcher_marks_it(self, engine: Engine, spelling: Spelling) -> None:
        rng = random.Random(29)
        texts = {f"d{n}": [rng.choice(WORDS) for _ in range(rng.randint(1, 9))] for n in range(250)}
        engine.apply([put(name, " ".join(words)) for name, words in texts.items()], 1)
        for query in WHOLE + OF_SEVERAL:
            syntax = read(query, ANALYZER, spelling=spelling).syntax
            tree = expand(syntax, Expansion(ANALYZER, {"text": 1.0}, spelling))
            matcher = Matcher(tree, ANALYZER)
            found = self.found(engine, tree)
            marked = {name for name, words in texts.items() if matcher.words(words)}
            assert marked == {name for name, words in texts.items() if matcher.text(" ".join(words))}, query
            assert found == marked if query in WHOLE else found <= marked, query
            assert found or spelling is Spelling.EXACT, query

    def test_words_within_a_distance_are_found_in_either_order(self, engine: Engine) -> None:
        texts = {f"{order}{gap}": gap for gap in range(8) for order in ("ab", "ba")}
        engine.apply([put(name, f"{name[0]} {'x ' * gap}{name[1]}") for name, gap in texts.items()], 1)
        for distance in range(1, 9):
            syntax = read(f"text:(a NEAR/{distance} b)", ANALYZER).syntax
            found = self.found(engine, expand(syntax, Expansion(ANALYZER, {"text": 1.0})))
            assert found == {name for name, gap in texts.items() if gap < distance}
