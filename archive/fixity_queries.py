"""Read how the stored originals are: coverage, pace, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils import timezone

from archive.choices import FixityState
from archive.models import FAILED_STATES, Asset, FixityCheck, FixityPace
from archive.operations.enter_originals import interval
from archive.reasons import Reason

PACE_WINDOW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FixityOverview:
    """Count originals by outcome, and say how old the oldest look at one is and how many are checked a day.

    ``days`` is the interval that is set, 0 where nothing is checked by itself; ``overdue`` counts what should have
    been checked by now; ``problem`` says why the checks pause.
    """

    counts: dict[str, int]
    oldest_at: datetime | None
    checked_in_a_day: int
    overdue: int
    days: int
    problem: Reason

    @property
    def total(self) -> int:
        """Return how many originals there are."""
        return sum(self.counts.values())

    @property
    def wrong(self) -> int:
        """Return how many are damaged, gone or not to be read."""
        return sum(self.counts.get(state, 0) for state in FAILED_STATES)

    @property
    def unchecked(self) -> int:
        """Return how many were never checked."""
        return self.counts.get(FixityState.UNCHECKED, 0)

    @property
    def covered_pct(self) -> int:
        """Return the share that has been checked at least once."""
        return 100 * (self.total - self.unchecked) // self.total if self.total else 100

    @property
    def days_for_all(self) -> int | None:
        """Return in how many days all are checked at the pace of the last day; None without any pace."""
        return -(-self.total // self.checked_in_a_day) if self.checked_in_a_day else None


def fixity_overview() -> FixityOverview:
    """Return how all originals are, in a fixed number of queries over indices."""
    now = timezone.now()
    rows = FixityCheck.objects.order_by().values_list("state").annotate(count=Count("pk"))
    checked = FixityCheck.objects.exclude(state=FixityState.UNCHECKED)
    pace = FixityPace.objects.filter(pk=1).first()
    late = FixityCheck.objects.filter(due_at__lt=now - timedelta(days=1)) if settings.FONDS_FIXITY_DAYS else None
    return FixityOverview(
        counts=dict(rows),
        oldest_at=FixityCheck.objects.order_by("since").values_list("since", flat=True).first(),
        checked_in_a_day=checked.filter(since__gte=now - PACE_WINDOW).count(),
        overdue=late.count() if late is not None else 0,
        days=interval().days if settings.FONDS_FIXITY_DAYS else 0,
        problem=pace.problem if pace else Reason(),
    )


def wrong_checks() -> QuerySet[FixityCheck]:
    """Return the originals that are not as they should be, those nobody has dealt with first, latest first."""
    found = FixityCheck.objects.filter(state__in=FAILED_STATES).select_related("dealt_by")
    return found.order_by("dealt_at", "-failed_at", "pk")


def unreported_checks() -> QuerySet[FixityCheck]:
    """Return what was found wrong and nobody was told of yet."""
    return FixityCheck.objects.filter(state__in=FAILED_STATES, reported_at=None).order_by("failed_at", "pk")


def checks_of(asset: Asset) -> QuerySet[FixityCheck]:
    """Return the checks of an asset's stored originals, its earlier versions among them."""
    return FixityCheck.objects.filter(kind=asset.kind, asset_id=asset.pk).order_by("pk")
