"""Elasticsearch behaves as every engine does, and its traps are guarded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.engines.base import Engine
from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine
from search.engines.schema import RECORDS
from tests.clusters import remove, settings_of
from tests.contract.engines.behaviors import EngineBehaviors


@pytest.fixture
def settings(elasticsearch: str) -> Iterator[ClusterSettings]:
    made = settings_of(elasticsearch)
    yield made
    remove(made)


@pytest.fixture
def engine(settings: ClusterSettings) -> Iterator[Engine]:
    made = ElasticsearchEngine(RECORDS, settings)
    made.create("first")
    made.activate("first")
    yield made
    made.close()


@pytest.fixture
def unbuilt(elasticsearch: str) -> Engine:
    return ElasticsearchEngine(RECORDS, settings_of(elasticsearch))


class TestElasticsearch(EngineBehaviors):
    """Every behavior of the contract."""
