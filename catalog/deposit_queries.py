"""Read deposits: their counts and their pace."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from archive.process_marks import is_running
from archive.work.lease import living_leases
from catalog.choices import DepositState, FileOutcome
from catalog.models import Deposit, DepositFile
from catalog.models.deposit import OPEN_OUTCOMES, RUNNING_STATES

PACE_WINDOW = timedelta(seconds=60)


def tally_of(deposit_id: int) -> dict[str, int]:
    """Return how many files of a deposit have each outcome."""
    return tallies([deposit_id]).get(deposit_id, {})


def tallies(deposit_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return the counts of several deposits, in one query."""
    rows = DepositFile.objects.filter(deposit__in=deposit_ids).order_by()
    found: dict[int, dict[str, int]] = {}
    for deposit_id, outcome, count in rows.values_list("deposit", "outcome").annotate(count=Count("pk")):
        found.setdefault(deposit_id, {})[outcome] = count
    return found


@dataclass(frozen=True, slots=True)
class Course:
    """Say how a deposit runs: its counts, files a second over the last minute, seconds left at that pace."""

    state: str
    tally: dict[str, int]
    is_running: bool
    is_interrupted: bool
    pace: float = 0.0

    @property
    def total(self) -> int:
        """Return how many files are known; an archive counts by its members."""
        return sum(self.tally.values()) - self.tally.get(FileOutcome.UNPACKED, 0)

    @property
    def left(self) -> int:
        """Return how many have no outcome yet."""
        return sum(self.tally.get(outcome, 0) for outcome in OPEN_OUTCOMES)

    @property
    def done(self) -> int:
        """Return how many have their outcome."""
        return self.total - self.left

    @property
    def share_pct(self) -> int:
        """Return how much is done."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def may_be_stopped(self) -> bool:
        """Say whether there is something to stop; an interrupted one may be, to be undone."""
        return self.state in RUNNING_STATES

    @property
    def may_go_on(self) -> bool:
        """Say whether there is something to go on with, and nobody does."""
        return self.is_interrupted or (self.state == DepositState.CANCELED and (self.left > 0 or not self.total))

    @property
    def may_be_undone(self) -> bool:
        """Say whether it is over."""
        return self.state in {DepositState.ENDED, DepositState.CANCELED}

    @property
    def seconds_left(self) -> int | None:
        """Return how long the rest takes at the present pace; None while that is not known."""
        return round(self.left / self.pace) if self.pace and self.left else None


def course_of(deposit: Deposit) -> Course:
    """Return how a deposit runs at this moment."""
    found = courses_of([deposit])[deposit.pk]
    return replace(found, pace=_pace(deposit)) if found.is_running else found


def courses_of(deposits: Sequence[Deposit]) -> dict[int, Course]:
    """Return how deposits run, by key, without their pace, in two queries; the counts of one that is over are kept."""
    over = {DepositState.ENDED, DepositState.UNDONE}
    changing = [deposit.pk for deposit in deposits if deposit.state not in over or not deposit.tally]
    counted = tallies(changing)
    living = living_leases()
    courses = {}
    for deposit in deposits:
        interrupted = is_interrupted(deposit, living)
        tally = counted.get(deposit.pk, {}) if deposit.pk in changing else deposit.tally
        courses[deposit.pk] = Course(deposit.state, tally, _is_under_way(deposit) and not interrupted, interrupted)
    return courses


def _is_under_way(deposit: Deposit) -> bool:
    return deposit.state in {*RUNNING_STATES, DepositState.UNDOING}


def is_interrupted(deposit: Deposit, living: Collection[str]) -> bool:
    """Say whether the command that worked on a deposit is gone, with work left."""
    return deposit.state in RUNNING_STATES and bool(deposit.runner) and not is_running(deposit.runner, living)


def _pace(deposit: Deposit) -> float:
    """Return files settled a second, over the last minute or since the work was begun."""
    now = timezone.now()
    since = max(now - PACE_WINDOW, deposit.started_at or deposit.opened_at)
    settled = DepositFile.objects.filter(deposit=deposit, settled_at__gte=since).count()
    seconds = (now - since).total_seconds()
    return settled / seconds if settled and seconds >= 1 else 0.0
