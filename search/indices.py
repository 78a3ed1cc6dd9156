"""Open the two indices as the settings say; the only place that knows which engines there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from search.analysis import Analyzer
from search.engines.base import Engine
from search.engines.schema import RECORDS, UNITS, IndexSchema


@dataclass(frozen=True, slots=True)
class Indices:
    """The index of records and the index of their units."""

    records: Engine
    units: Engine

    @property
    def fingerprint(self) -> str:
        """Return what changes when either schema or the analysis does."""
        return f"{self.records.schema.fingerprint}-{self.units.schema.fingerprint}"

    def is_built(self) -> bool:
        """Say whether both have an active generation that fits the schema."""
        return self.records.current() is not None and self.units.current() is not None

    def close(self) -> None:
        """Let go of files and locks."""
        self.records.close()
        self.units.close()


def _tantivy(schema: IndexSchema, root: Path, *, is_kept_open: bool) -> Engine:
    from search.engines.tantivy import TantivyEngine, WriterSettings  # noqa: PLC0415 - only where it is used

    return TantivyEngine(schema, root, WriterSettings(is_kept_open=is_kept_open))


_ENGINES: dict[str, Callable[..., Engine]] = {"tantivy": _tantivy}


def open_indices(*, is_kept_open: bool = False) -> Indices:
    """Return engines of one's own; ``is_kept_open`` holds the writer between batches."""
    root = Path(settings.FONDS_INDEX)
    root.mkdir(parents=True, exist_ok=True)
    make = _ENGINES[str(settings.FONDS_SEARCH).partition(":")[0]]
    return Indices(*(make(schema, root, is_kept_open=is_kept_open) for schema in (RECORDS, UNITS)))


@cache
def _shared(engine: str, root: str) -> Indices:
    return open_indices()


def indices() -> Indices:
    """Return the engines this process shares for searching."""
    return _shared(str(settings.FONDS_SEARCH), str(settings.FONDS_INDEX))


@cache
def analyzer() -> Analyzer:
    """Return the analyzer this process shares."""
    return Analyzer()
