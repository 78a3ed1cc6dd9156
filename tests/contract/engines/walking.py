"""How every engine walks over all that a request finds, for exports."""

from __future__ import annotations

import pytest

from search.engines.base import DEEPEST_WINDOW, Delete, Engine, SearchRequest, SortKey, Terms
from search.engines.errors import EngineUnavailable, UnknownField
from search.query.filters import In
from search.query.tree import All, Nothing, Where
from tests.contract.engines.asking import Asking, put, term


class WalkingBehaviors(Asking):
    """Everything found, each once, on one state of the index."""

    def test_a_walk_yields_what_a_search_finds_in_its_order(self, library: Engine) -> None:
        requests = [
            SearchRequest(term("road")),
            SearchRequest(All(), (In("kind", ("document", "print")),)),
            SearchRequest(Where(In("kind", ("photo",)))),
            SearchRequest(All(), sort=SortKey("year")),
            SearchRequest(All(), sort=SortKey("year", descending=True)),
            SearchRequest(Nothing()),
        ]
        for request in requests:
            assert list(library.walk(request)) == [hit.id for hit in library.search(request).hits]

    def test_offset_limit_and_facets_do_not_bound_a_walk(self, library: Engine) -> None:
        request = SearchRequest(All(), offset=2, limit=1, facets=(Terms("kind"),))
        assert sorted(library.walk(request)) == ["1", "2", "3", "4"]

    def test_a_walk_goes_deeper_than_pages_do_and_holds_each_id_once(self, engine: Engine) -> None:
        count = DEEPEST_WINDOW + 50
        names = [f"d{n}" for n in range(count)]
        for part in range(2):
            engine.apply([put(name, "same", year=1900 + int(name[1:]) % 7) for name in names[part::2]], part + 1)
        assert sorted(engine.walk(SearchRequest(term("same")))) == sorted(names)
        by_year = list(engine.walk(SearchRequest(All(), sort=SortKey("year", descending=True))))
        assert sorted(by_year) == sorted(names)
        years = [int(name[1:]) % 7 for name in by_year]
        assert years == sorted(years, reverse=True)

    def test_what_is_written_or_activated_meanwhile_does_not_change_a_walk(self, engine: Engine) -> None:
        engine.apply([put(f"d{n}", "same") for n in range(40)], 1)
        walk = engine.walk(SearchRequest(term("same")))
        begun = [next(walk)]
        engine.apply([put("late", "same"), Delete("d7"), put("d8", "other", 2)], 2)
        engine.create("next")
        engine.activate("next")
        assert sorted([*begun, *walk]) == sorted(f"d{n}" for n in range(40))
        assert list(engine.walk(SearchRequest(term("same")))) == []

    def test_a_walk_left_half_way_harms_nothing(self, library: Engine) -> None:
        walk = library.walk(SearchRequest(All()))
        next(walk)
        walk.close()  # type: ignore[attr-defined]  # engines write their walks as generators
        assert library.count(All()) == 4

    def test_a_walk_that_cannot_be_made_says_why(self, unbuilt: Engine, library: Engine) -> None:
        with pytest.raises(EngineUnavailable):
            next(unbuilt.walk(SearchRequest()))
        with pytest.raises(UnknownField):
            next(library.walk(SearchRequest(sort=SortKey("nope"))))
        with pytest.raises(UnknownField):
            next(library.walk(SearchRequest(filters=(In("nope", ("x",)),))))
