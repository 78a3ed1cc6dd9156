"""Say how far the index is behind the database, whether the engine answers, and what was set aside."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from search.engines.base import Health
from search.indices import indices
from search.models import EngineChoice, IndexBuild, IndexFailure, IndexSweep, OutboxEntry
from search.target import default_target

LATE_SECONDS = 300
"""A change that waits longer than this says that nobody drains."""


@dataclass(frozen=True, slots=True)
class BuildState:
    """A rebuild under way, or a switch to another engine."""

    target: str
    is_switch: bool
    generation: str
    done: int
    total: int
    started_at: datetime
    beat_at: datetime


@dataclass(frozen=True, slots=True)
class SweepState:
    """The last comparison of index and database that has ended; ``error`` says why it could not be done."""

    finished_at: datetime
    differences: int
    retried: int
    error: str


@dataclass(frozen=True, slots=True)
class IndexState:
    """The state of the index; ``lag_seconds`` is the age of the oldest change that waits, 0 when none does."""

    engine: str
    target: str
    default: str
    chosen_at: datetime | None
    records: Health
    units: Health
    waiting: int
    lag_seconds: float
    failures: int
    build: BuildState | None
    sweep: SweepState | None

    @property
    def is_ready(self) -> bool:
        """Say whether searches are answered."""
        return self.records.is_ready and self.units.is_ready

    @property
    def is_built(self) -> bool:
        """Say whether there is an index at all."""
        return self.records.is_built and self.units.is_built

    @property
    def is_late(self) -> bool:
        """Say whether changes wait longer than they should."""
        return self.lag_seconds > LATE_SECONDS

    @property
    def is_chosen_otherwise(self) -> bool:
        """Say whether a switch has chosen another engine than the settings name."""
        return self.target != self.default

    @property
    def message(self) -> str:
        """Say the state in one sentence."""
        if not self.is_ready:
            return self.records.reason or self.units.reason
        if self.is_late:
            return f"changes wait for {self.lag_seconds:.0f} s; is `manage.py work` running?"
        return "the index is in step" if not self.waiting else "the index is catching up"

    def figures(self) -> dict[str, Any]:
        """Return the state as plain values."""
        plain = _plain(asdict(self))
        return {**plain, "lag_seconds": round(self.lag_seconds, 1), "message": self.message}


def _plain(figures: dict[str, Any]) -> dict[str, Any]:
    """Write moments as text, inside as well."""
    plain: dict[str, Any] = {}
    for name, value in figures.items():
        inside = _plain(value) if isinstance(value, dict) else value
        plain[name] = value.isoformat() if isinstance(value, datetime) else inside
    return plain


def index_state() -> IndexState:
    """Look at the engine and the outbox."""
    engines = indices()
    oldest = OutboxEntry.objects.aggregate(Min("at"))["at__min"]
    return IndexState(
        engine=engines.records.capabilities().name,
        target=str(engines.target),
        default=str(default_target()),
        chosen_at=EngineChoice.objects.values_list("chosen_at", flat=True).first(),
        records=engines.records.health(),
        units=engines.units.health(),
        waiting=OutboxEntry.objects.count(),
        lag_seconds=(timezone.now() - oldest).total_seconds() if oldest else 0.0,
        failures=IndexFailure.objects.count(),
        build=_build(),
        sweep=_sweep(),
    )


def _build() -> BuildState | None:
    build = IndexBuild.objects.filter(finished_at__isnull=True).order_by("-beat_at").first()
    if build is None:
        return None
    return BuildState(
        build.target, build.is_switch, build.generation, build.done, build.total, build.started_at, build.beat_at
    )


def _sweep() -> SweepState | None:
    last = IndexSweep.objects.filter(finished_at__isnull=False).order_by("-finished_at").first()
    if last is None or last.finished_at is None:
        return None
    return SweepState(last.finished_at, last.differences, last.retried, last.error)
