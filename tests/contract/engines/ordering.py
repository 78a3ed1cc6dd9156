"""How every engine orders, pages, counts, suggests and explains."""

from __future__ import annotations

import random
from typing import Any

import pytest

from search.analysis import Form
from search.engines.base import (
    Bucket,
    Engine,
    Histogram,
    SearchRequest,
    SearchResult,
    SortKey,
    Terms,
)
from search.engines.errors import (
    QueryRefused,
    UnknownField,
    WindowTooDeep,
)
from search.query.filters import Exists, In, Negate, Range
from search.query.tree import (
    All,
    AnyOf,
    Boost,
    Phrase,
    Prefix,
    Where,
)
from tests.contract.engines.asking import Asking, put, term


class OrderingBehaviors(Asking):
    """Order, windows, facets, suggestions."""

    def test_pages_of_tied_results_never_overlap_nor_miss_one(self, engine: Engine) -> None:
        names = [f"d{n}" for n in range(130)]
        random.Random(1).shuffle(names)
        for number in range(0, 130, 26):
            engine.apply([put(name, "same words", kind=["photo"]) for name in names[number : number + 26]], number)
        for query in (term("same"), All(), Where(In("kind", ("photo",))), Prefix("text", Form.EXACT, "sa")):
            whole = self.ids(engine, query, limit=130)
            pages = [name for at in range(0, 130, 20) for name in self.ids(engine, query, offset=at, limit=20)]
            assert pages == whole
            assert sorted(whole) == sorted(names)

    def test_ties_stand_in_the_same_order_whatever_the_order_of_writing(self, engine: Engine) -> None:
        engine.apply([put(f"d{n}", "same") for n in range(15)], 1)
        first = self.ids(engine, term("same"))
        for n in reversed(range(15)):
            engine.apply([put(f"d{n}", "same", 2)], 2)
        assert self.ids(engine, term("same")) == first

    def test_sorting_by_a_number_and_by_a_key_puts_what_has_none_last(self, engine: Engine) -> None:
        engine.apply([put("b", year=1938, title_key="beta"), put("n"), put("a", year=1924, title_key="alfa")], 1)
        assert self.ids(engine, All(), sort=SortKey("year")) == ["a", "b", "n"]
        assert self.ids(engine, All(), sort=SortKey("year", descending=True)) == ["b", "a", "n"]
        assert self.ids(engine, All(), sort=SortKey("title_key")) == ["a", "b", "n"]
        assert self.ids(engine, All(), sort=SortKey("title_key", descending=True)) == ["b", "a", "n"]

    def test_pages_of_a_sorted_list_with_ties_are_whole(self, engine: Engine) -> None:
        engine.apply([put(f"d{n:03}", year=1900 + n % 3) for n in range(60)], 1)
        whole = self.ids(engine, All(), sort=SortKey("year"), limit=60)
        pages = [
            name for at in range(0, 60, 7) for name in self.ids(engine, All(), sort=SortKey("year"), offset=at, limit=7)
        ]
        assert pages == whole
        assert [1900 + int(name[1:]) % 3 for name in whole] == sorted([1900 + n % 3 for n in range(60)])

    def test_no_hits_are_asked_for_and_the_total_is_still_exact(self, library: Engine) -> None:
        assert library.search(SearchRequest(term("road"), limit=0)) == SearchResult((), 2)

    def test_a_window_past_the_end_is_empty(self, library: Engine) -> None:
        result = library.search(SearchRequest(term("road"), offset=50))
        assert (result.hits, result.total) == ((), 2)

    def test_what_is_too_deep_or_out_of_bounds_is_refused(self, library: Engine) -> None:
        with pytest.raises(WindowTooDeep):
            library.search(SearchRequest(All(), offset=9_990, limit=20))
        for refused in (
            SearchRequest(All(), limit=-1),
            SearchRequest(All(), offset=-1),
            SearchRequest(Phrase("text", Form.EXACT, ("one",))),
            SearchRequest(Phrase("text", Form.EXACT, ("one", "one"), slop=2)),
            SearchRequest(Phrase("text", Form.EXACT, ("one", "two", "three"), slop=2)),
            SearchRequest(Boost(term("x"), -1.0)),
            SearchRequest(AnyOf((term("x"),) * 1001)),
            SearchRequest(Prefix("text", Form.EXACT, "a")),
            SearchRequest(All(), (In("year", ("soon",)),)),
            SearchRequest(All(), facets=(Terms("kind", size=0),)),
        ):
            with pytest.raises(QueryRefused):
                library.search(refused)

    @pytest.mark.parametrize(
        "request_",
        [
            SearchRequest(term("x", "nope")),
            SearchRequest(All(), (In("nope", ("x",)),)),
            SearchRequest(All(), (Range("kind", gte=1),)),
            SearchRequest(All(), (Negate(Exists("nope")),)),
            SearchRequest(Where(In("text", ("x",)))),
            SearchRequest(All(), sort=SortKey("kind")),
            SearchRequest(All(), facets=(Terms("title"),)),
            SearchRequest(All(), facets=(Histogram("kind", 10),)),
        ],
    )
    def test_a_field_that_is_not_there_is_named_rather_than_ignored(
        self, library: Engine, request_: SearchRequest
    ) -> None:
        with pytest.raises(UnknownField):
            library.search(request_)

    def facet(self, engine: Engine, *facets: Any, **given: Any) -> list[tuple[Bucket, ...]]:
        return list(engine.search(SearchRequest(facets=facets, limit=0, **given)).facets)

    def test_facets_count_what_was_found(self, library: Engine) -> None:
        kinds, years, decades = self.facet(library, Terms("kind"), Terms("year"), Histogram("year", 10))
        assert kinds == (Bucket("document", 2), Bucket("photo", 2), Bucket("print", 1))
        assert years == (Bucket(1924, 2), Bucket(1938, 1))
        assert decades == (Bucket(1920, 2), Bucket(1930, 1))

    def test_a_facet_follows_query_and_filters(self, library: Engine) -> None:
        (kinds,) = self.facet(library, Terms("kind"), query=term("sea"), filters=(In("access", ("public",)),))
        assert kinds == (Bucket("document", 1),)

    def test_a_facet_may_ignore_its_own_filter_so_that_several_values_can_be_chosen(self, library: Engine) -> None:
        chosen = (In("kind", ("photo",)), Range("year", gte=1900))
        own, other = self.facet(library, Terms("kind", ignoring=("kind",)), Terms("kind"), filters=chosen)
        assert own == (Bucket("document", 2), Bucket("photo", 1))
        assert other == (Bucket("photo", 1),)

    def test_facets_are_exact_after_many_commits_and_many_values(self, engine: Engine) -> None:
        rng = random.Random(5)
        expected: dict[str, int] = {}
        for batch in range(12):
            documents = []
            for n in range(40):
                values = sorted({f"v{int(rng.paretovariate(0.6)) % 90:02}" for _ in range(3)})
                documents.append(put(f"d{batch}-{n}", subject=values))
                for value in values:
                    expected[value] = expected.get(value, 0) + 1
            engine.apply(documents, batch)
        ordered = sorted(expected.items(), key=lambda pair: (-pair[1], pair[0]))
        for size in (1, 7, 20, 200):
            (counted,) = self.facet(engine, Terms("subject", size=size))
            assert [(bucket.key, bucket.count) for bucket in counted] == ordered[:size]

    def test_negative_numbers_fall_into_their_own_step(self, engine: Engine) -> None:
        engine.apply([put("a", year=-5), put("b", year=5)], 1)
        assert self.facet(engine, Histogram("year", 10)) == [(Bucket(-10, 1), Bucket(0, 1))]

    def test_suggestions_are_the_commonest_words_that_begin_so(self, library: Engine) -> None:
        assert [(each.text, each.count) for each in library.suggest("text", "ro")] == [("road", 2), ("rod", 1)]
        assert library.suggest("text", "zz") == ()
        allowed = library.suggest("text", "ro", filters=(In("access", ("public",)),))
        assert allowed[0].count == 1

    def test_suggestions_of_a_field_that_is_not_there_are_refused(self, library: Engine) -> None:
        with pytest.raises(UnknownField):
            library.suggest("nope", "a")

    def test_a_score_is_explained(self, library: Engine) -> None:
        hit = library.search(SearchRequest(term("road"))).hits[0]
        assert library.explain(term("road"), hit.id)["value"] == pytest.approx(hit.score, abs=1e-4)
        assert library.explain(term("road"), "not there") == {}
