"""What every engine finds for a tree and a filter."""

from __future__ import annotations

import random

import pytest

from search.analysis import FieldForms, Form
from search.engines.base import (
    Engine,
    Put,
    SearchRequest,
    SortKey,
    Terms,
)
from search.engines.schema import IndexDocument
from search.query.filters import Either, Every, Exists, Filter, In, Negate, Range
from search.query.tree import (
    All,
    AllOf,
    AnyOf,
    BestOf,
    Boost,
    Fuzzy,
    Node,
    Not,
    Nothing,
    Phrase,
    Prefix,
    Where,
    Wildcard,
)
from tests.contract.engines.asking import ANALYZER, Asking, put, term


class FindingBehaviors(Asking):
    """Trees and filters."""

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (All(), "1234"),
            (Nothing(), ""),
            (term("road"), "12"),
            (term("absent"), ""),
            (term("sea", "title"), "3"),
            (AllOf((term("road"), term("sea"))), "1"),
            (AllOf(()), "1234"),
            (AnyOf((term("road"), term("sea"))), "123"),
            (AnyOf(()), ""),
            (BestOf((term("road"), term("sea"))), "123"),
            (Not(term("road")), "34"),
            (AllOf((Not(term("road")), Not(term("silver")))), "3"),
            (AllOf((term("sea"), Not(term("road")))), "3"),
            (AnyOf((term("silver"), Not(term("sea")))), "24"),
            (Not(Not(term("road"))), "12"),
            (Boost(term("road"), 2.0), "12"),
            (Phrase("text", Form.EXACT, ("golden", "road")), "1"),
            (Phrase("text", Form.SCRIPT, ("road", "golden")), "2"),
            (Phrase("text", Form.EXACT, ("golden", "sea")), ""),
            (Phrase("text", Form.EXACT, ("road", "sea"), slop=2), "1"),
            (Phrase("text", Form.EXACT, ("road", "sea"), slop=1), ""),
            (AnyOf((Boost(All(), 2.0), term("sea"))), "1234"),
            (Prefix("text", Form.EXACT, "go"), "12"),
            (Prefix("text", Form.EXACT, "ro"), "124"),
            (Fuzzy("text", Form.EXACT, "rood", 1), "124"),
            (Fuzzy("text", Form.EXACT, "roda", 1), "124"),
            (Fuzzy("text", Form.EXACT, "road", 0), "12"),
            (Wildcard("text", Form.EXACT, "gol*n"), "12"),
            (Wildcard("text", Form.SCRIPT, "s?nd"), "3"),
            (Wildcard("text", Form.EXACT, "roa?"), "12"),
            (Wildcard("text", Form.EXACT, "road*"), "12"),
            (Wildcard("text", Form.EXACT, "road?"), ""),
            (Wildcard("text", Form.EXACT, "sil*e?"), "4"),
            (Wildcard("text", Form.EXACT, "old*n"), ""),
            (Wildcard("text", Form.EXACT, "gol*e"), ""),
            (Where(In("kind", ("photo",))), "23"),
            (AllOf((term("sea"), Where(Range("year", lte=1930)))), "1"),
            (AnyOf((term("silver"), Where(In("kind", ("print",))))), "34"),
        ],
    )
    def test_a_tree_finds_what_it_says(self, library: Engine, query: Node, expected: str) -> None:
        assert self.found(library, query) == set(expected)

    @pytest.mark.parametrize(
        ("condition", "expected"),
        [
            (In("kind", ("photo",)), "23"),
            (In("kind", ("photo", "document")), "1234"),
            (In("kind", ()), ""),
            (In("year", (1924, 2000)), "14"),
            (Range("year", gte=1930), "2"),
            (Range("year", lte=1924), "14"),
            (Range("year", gte=1924, lte=1938), "124"),
            (Range("year"), "124"),
            (Exists("year"), "124"),
            (Exists("access"), "1234"),
            (Negate(Exists("year")), "3"),
            (Negate(In("kind", ("print",))), "124"),
            (Every((In("kind", ("document",)), Range("year", gte=1900))), "14"),
            (Every(()), "1234"),
            (Either((In("access", ("staff",)), Range("open_on", gte=150))), "24"),
            (Either(()), ""),
        ],
    )
    def test_a_filter_lets_through_what_it_says(self, library: Engine, condition: Filter, expected: str) -> None:
        assert self.found(library, All(), condition) == set(expected)

    @pytest.mark.parametrize(("today", "expected"), [(99, "1"), (100, "13"), (200, "134")])
    def test_an_embargo_lifts_by_itself(self, library: Engine, today: int, expected: str) -> None:
        embargo = Every((In("access", ("embargo",)), Range("open_on", lte=today)))
        assert self.found(library, All(), Either((In("access", ("public",)), embargo))) == set(expected)

    def test_filters_never_change_a_score(self, library: Engine) -> None:
        plain = {hit.id: hit.score for hit in library.search(SearchRequest(term("road"))).hits}
        filters = (In("kind", ("document", "photo")), Range("year", gte=1900))
        filtered = library.search(SearchRequest(term("road"), filters)).hits
        inside = library.search(SearchRequest(AllOf((term("road"), *(Where(each) for each in filters))))).hits
        assert {hit.id: hit.score for hit in filtered} == plain
        assert {hit.id: hit.score for hit in inside} == pytest.approx(plain, abs=1e-6)

    def test_all_within_another_query_scores_as_anywhere(self, library: Engine) -> None:
        for query in (BestOf((AnyOf((All(),)),)), AnyOf((Not(term("absent")),)), AnyOf((AllOf(()), term("absent")))):
            assert {hit.score for hit in library.search(SearchRequest(query)).hits} == {1.0}

    def test_a_rarer_word_and_a_weightier_field_score_higher(self, engine: Engine) -> None:
        engine.apply([put(f"c{n}", "common words here") for n in range(20)] + [put("r", "rare words here")], 1)
        assert self.ids(engine, AnyOf((term("common"), term("rare"))))[0] == "r"
        engine.apply([put("t", "other words here", title="common")], 2)
        assert self.ids(engine, BestOf((term("common"), Boost(term("common", "title"), 3.0))))[0] == "t"

    def test_a_phrase_with_slop_is_scored_as_its_words(self, library: Engine) -> None:
        near = library.search(SearchRequest(Phrase("text", Form.EXACT, ("road", "sea"), slop=3))).hits
        words = library.search(SearchRequest(AllOf((term("road"), term("sea"))))).hits
        assert [hit.id for hit in near] == ["1"]
        assert near[0].score == pytest.approx(words[0].score, abs=1e-6)

    def test_prefixes_and_fuzzy_words_score_alike_and_are_not_cut(self, engine: Engine) -> None:
        engine.apply([put(f"d{n}", f"word{n} " * (1 + n % 3)) for n in range(200)], 1)
        for query in (
            Prefix("text", Form.EXACT, "word"),
            Wildcard("text", Form.EXACT, "wor*"),
            Fuzzy("text", Form.EXACT, "word10", 2),
        ):
            result = engine.search(SearchRequest(query, limit=200))
            assert result.total == 200
            assert len({hit.score for hit in result.hits}) == 1

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("ўзб?к", "ac"),
            ("ўзб*", "abc"),
            ("oʻz*on", "d"),
            ("oʻzb?ki*", "d"),
            ("ўзб?", ""),
            ("a.c?", ""),
            ("a.c*", ""),
        ],
    )
    def test_a_sign_of_a_pattern_stands_for_whole_letters_of_any_script(
        self, engine: Engine, pattern: str, expected: str
    ) -> None:
        engine.apply(
            [put("a", "ўзбек"), put("b", "ўзбекистон"), put("c", "ўзбак ўзлик"), put("d", "oʻzbekiston abcd")], 1
        )
        assert self.found(engine, Wildcard("text", Form.EXACT, pattern)) == set(expected)

    def test_no_phrase_runs_from_one_value_of_a_field_into_the_next(self, engine: Engine) -> None:
        texts = {"subjects": FieldForms.join([ANALYZER.field("oltin yoʻl"), ANALYZER.field("bojxona tarixi")])}
        engine.apply([Put(IndexDocument("a", 1, texts, {"record": ["a"]}, {}))], 1)
        assert self.found(engine, Phrase("subjects", Form.EXACT, ("bojxona", "tarixi"))) == {"a"}
        assert self.found(engine, Phrase("subjects", Form.EXACT, ("yoʻl", "bojxona"))) == set()

    def test_random_trees_find_what_set_logic_says(self, engine: Engine) -> None:
        rng = random.Random(11)
        vocabulary = [f"w{n}" for n in range(12)]
        contents = {f"d{n}": [rng.choice(vocabulary) for _ in range(rng.randint(1, 8))] for n in range(80)}
        for part in range(4):
            names = [name for name in contents if int(name[1:]) % 4 == part]
            engine.apply([put(name, " ".join(contents[name])) for name in names], part)

        def grow(depth: int) -> tuple[Node, set[str]]:
            if depth == 0 or rng.random() < 0.25:
                word = rng.choice(vocabulary)
                return term(word), {name for name, words in contents.items() if word in words}
            kind = rng.choice((AllOf, AnyOf, BestOf, Not))
            parts = [grow(depth - 1) for _ in range(rng.randint(1, 3))]
            if kind is Not:
                return Not(parts[0][0]), set(contents) - parts[0][1]
            sets = [found for _, found in parts]
            joined = set.intersection(*sets) if kind is AllOf else set.union(*sets)
            nodes = tuple(node for node, _ in parts)
            return (AllOf(nodes) if kind is AllOf else AnyOf(nodes) if kind is AnyOf else BestOf(nodes)), joined

        for _ in range(150):
            node, expected = grow(4)
            assert self.found(engine, node) == expected, node

    def test_several_requests_are_answered_as_each_alone(self, library: Engine) -> None:
        road = term("road")
        asked = [
            SearchRequest(road, (In("record", (each,)),), limit=limit) for each, limit in (("2", 1), ("1", 5), ("3", 3))
        ]
        asked.append(SearchRequest(All(), sort=SortKey("year"), facets=(Terms("kind"),)))
        assert library.search_many(asked) == tuple(library.search(each) for each in asked)
        assert library.search_many([]) == ()
