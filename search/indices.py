"""Open the two indices as the settings say; the only place that knows which engines there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from search.analysis import Analyzer
from search.engines.base import Engine
from search.engines.schema import RECORDS, UNITS, IndexSchema
from search.engines.target import EMBEDDED, Target
from search.target import target_followed, target_now


@dataclass(frozen=True, slots=True)
class Indices:
    """The index of records and the index of their units, both in one engine."""

    target: Target
    records: Engine
    units: Engine

    @property
    def fingerprint(self) -> str:
        """Return what changes when either schema or the analysis does."""
        return f"{self.records.schema.fingerprint}-{self.units.schema.fingerprint}"

    def is_built(self) -> bool:
        """Say whether both have an active generation that fits the schema."""
        return self.records.current() is not None and self.units.current() is not None

    def refresh(self) -> None:
        """Let the next search, in every process, see all that was written."""
        self.units.refresh()
        self.records.refresh()

    def close(self) -> None:
        """Let go of files and locks."""
        self.records.close()
        self.units.close()


def _tantivy(schema: IndexSchema, _target: Target, *, is_kept_open: bool) -> Engine:
    from search.engines.tantivy import TantivyEngine, WriterSettings  # noqa: PLC0415 - only where it is used

    root = Path(settings.FONDS_INDEX)
    root.mkdir(parents=True, exist_ok=True)
    return TantivyEngine(schema, root, WriterSettings(is_kept_open=is_kept_open))


def _elasticsearch(schema: IndexSchema, target: Target, *, is_kept_open: bool) -> Engine:
    from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine  # noqa: PLC0415 - only where used

    given: dict[str, Any] = {**settings.FONDS_SEARCH_CLUSTER, "hosts": target.hosts}
    cluster = ClusterSettings(**given, is_refreshed_at_once=not is_kept_open)
    return ElasticsearchEngine(schema, cluster)


_ENGINES: dict[str, Callable[..., Engine]] = {"tantivy": _tantivy, "elasticsearch": _elasticsearch}


def open_indices(target: Target | None = None, *, is_kept_open: bool = False) -> Indices:
    """Return engines of one's own, by default where the site searches; ``is_kept_open`` is for a worker that writes.

    What it opened is kept between batches, and it is left to the engine when what it wrote is found.
    """
    place = target or target_now()
    make = _ENGINES[place.engine]
    return Indices(place, *(make(schema, place, is_kept_open=is_kept_open) for schema in (RECORDS, UNITS)))


@cache
def _shared(target: Target, place: str) -> Indices:
    return open_indices(target)


def indices() -> Indices:
    """Return the engines this process shares for searching; who answers one request asks once, and keeps them."""
    target = target_followed()
    place = settings.FONDS_INDEX if target.engine == EMBEDDED else sorted(settings.FONDS_SEARCH_CLUSTER.items())
    return _shared(target, str(place))


@cache
def analyzer() -> Analyzer:
    """Return the analyzer this process shares."""
    return Analyzer()
