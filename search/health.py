"""Say how far the index is behind the database, whether the engine answers, and what was set aside."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from search.engines.base import Health
from search.indices import indices
from search.models import IndexBuild, IndexFailure, OutboxEntry

LATE_SECONDS = 300
"""A change that waits longer than this says that nobody drains."""


@dataclass(frozen=True, slots=True)
class BuildState:
    """A rebuild under way."""

    generation: str
    done: int
    started_at: datetime
    beat_at: datetime


@dataclass(frozen=True, slots=True)
class IndexState:
    """The state of the index; ``lag_seconds`` is the age of the oldest change that waits, 0 when none does."""

    engine: str
    records: Health
    units: Health
    waiting: int
    lag_seconds: float
    failures: int
    build: BuildState | None

    @property
    def is_ready(self) -> bool:
        """Say whether searches are answered."""
        return self.records.is_ready and self.units.is_ready

    @property
    def is_late(self) -> bool:
        """Say whether changes wait longer than they should."""
        return self.lag_seconds > LATE_SECONDS

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
        plain = asdict(self)
        if self.build:
            plain["build"] = {
                **asdict(self.build),
                "started_at": self.build.started_at.isoformat(),
                "beat_at": self.build.beat_at.isoformat(),
            }
        return {**plain, "lag_seconds": round(self.lag_seconds, 1), "message": self.message}


def index_state() -> IndexState:
    """Look at the engine and the outbox."""
    engines = indices()
    oldest = OutboxEntry.objects.aggregate(Min("at"))["at__min"]
    build = IndexBuild.objects.filter(finished_at__isnull=True).order_by("-started_at").first()
    return IndexState(
        engine=engines.records.capabilities().name,
        records=engines.records.health(),
        units=engines.units.health(),
        waiting=OutboxEntry.objects.count(),
        lag_seconds=(timezone.now() - oldest).total_seconds() if oldest else 0.0,
        failures=IndexFailure.objects.count(),
        build=BuildState(build.generation, build.done, build.started_at, build.beat_at) if build else None,
    )
