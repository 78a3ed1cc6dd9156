"""The database, the engine and the rule in hand let the same records through, for every audience."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from catalog.access import DRAFT, Audience, Standing, access_label, permits
from catalog.choices import Access
from catalog.models import Record
from catalog.queries import visible_records
from search.access import access_filters
from search.documents.source import object_id_of
from search.engines.base import SearchRequest
from search.finding.find import find
from search.finding.types import Question
from search.indices import indices
from search.operations.drain_outbox import Drain
from search.query.tree import All

TODAY = date(2026, 11, 23)
DAYS = [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)]


@pytest.fixture
def records(db: None, search_engine: str) -> Iterator[list[Record]]:
    """Every access level, published and not, with embargoes that end before, on and after the day."""
    made = []
    for level, live, day in product(Access.values, (True, False), [None, *DAYS]):
        if (level == Access.EMBARGO) != (day is not None):
            continue
        record = Record(
            kind="document", original_title="x", access=level, live=live, embargo_until=day, description_uz="bojxona"
        )
        record.save()
        made.append(record)
    drain = Drain()
    drain.run_until_empty()
    yield made
    drain.close()


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("on", DAYS)
def test_database_engine_and_rule_agree(records: list[Record], standing: Standing, on: date) -> None:
    audience = Audience(standing, on)
    allowed = {record.pk for record in records if permits(audience, access_label(record), record.embargo_until)}
    assert set(visible_records(audience).values_list("pk", flat=True)) == allowed
    for engine in (indices().records, indices().units):
        result = engine.search(SearchRequest(All(), access_filters(audience), limit=1000))
        assert {object_id_of(hit.id) for hit in result.hits} == allowed
        assert result.total == len(allowed)
    answer = find(Question("bojxona", per_page=100), audience)
    assert {hit.record.pk for hit in answer.hits} == allowed
    assert all(hit.passages for hit in answer.hits)


def test_the_labels_in_the_index_are_those_of_the_rule(records: list[Record]) -> None:
    """A level added later must be thought of here: every audience names only labels that exist."""
    known = {*Access.values, DRAFT}
    for standing in Standing:
        assert Audience(standing, TODAY).labels <= known
    assert {access_label(record) for record in records} == known
