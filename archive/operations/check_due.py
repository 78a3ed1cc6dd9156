"""Check the originals whose turn it is, a little at a time and never with more than a share of the machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.choices import FixityState
from archive.models import FAILED_STATES, FixityCheck, FixityPace
from archive.operations.check_fixity import check_fixity
from archive.operations.enter_originals import enter_originals, interval
from archive.reasons import Reason

FETCHED = 50
IDLE = timedelta(minutes=1)
LEAST_PAUSE = timedelta(seconds=5)
PAUSE = timedelta(hours=1)
LONGEST_BATCH = timedelta(hours=3)
"""A batch that has not ended by then counts as lost; one very large film may take long."""
MOST_WRONG = 20
AWAY = Reason(
    "storage_away",
    gettext_noop(
        "Many files in a row could not be read, so the checks wait for an hour. Look whether the storage is there."
    ),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """How much is checked at one go."""

    files: int = 500
    seconds: float = 20


def due_checks(now: datetime) -> list[QuerySet[FixityCheck]]:
    """Return what is due, most urgent first: by its own day, then by the interval as set now or by being asked for."""
    found = [FixityCheck.objects.filter(due_at__lte=now).order_by("due_at")] if settings.FONDS_FIXITY_DAYS else []
    asked = FixityPace.objects.filter(pk=1).values_list("asked_at", flat=True).first()
    limits = [now - interval()] if settings.FONDS_FIXITY_DAYS else []
    if asked is not None:
        limits.append(asked)
    if limits:
        found.append(FixityCheck.objects.filter(since__lt=max(limits)).order_by("since"))
    return found


def take_turn() -> bool:
    """Say whether a batch is to be begun now, by whoever asks first; quick where there is nothing to do."""
    now = timezone.now()
    pace = FixityPace.objects.filter(pk=1)
    if not pace.filter(next_at__lte=now).update(next_at=now + LONGEST_BATCH):
        if pace.exists():
            return False
        FixityPace.objects.get_or_create(pk=1)
        return take_turn()
    if enter_originals() or any(checks.exists() for checks in due_checks(now)):
        return True
    pace.update(next_at=now + IDLE)
    return False


def check_due(*, batch: Batch | None = None, report: Callable[[FixityState], None] | None = None) -> int:
    """Check what is due, a batch or (with ``batch`` None) all of it; return how many files were read.

    May be broken off at any place and by several processes at once. Sets when the next batch may begin.
    """
    started = time.monotonic()
    done = wrong_in_a_row = 0
    problem = Reason()
    while enter_originals() and batch is None:
        pass
    for check_id in _due_ids(timezone.now()):
        state = _check(check_id)
        if state is None:
            continue
        done += 1
        if report is not None:
            report(state)
        wrong_in_a_row = wrong_in_a_row + 1 if state in FAILED_STATES else 0
        if batch is not None and wrong_in_a_row >= MOST_WRONG:
            problem = AWAY
            break
        if batch is not None and (done >= batch.files or time.monotonic() - started > batch.seconds):
            break
    _pause(time.monotonic() - started, problem)
    return done


def _check(check_id: int) -> FixityState | None:
    try:
        return check_fixity(check_id=check_id)
    except FixityCheck.DoesNotExist:
        return None


def _due_ids(now: datetime) -> Iterator[int]:
    """Yield what is due at a moment, a few at a time; each once, as a check puts it off."""
    passed: set[int] = set()
    for checks in due_checks(now):
        while ids := list(checks.exclude(pk__in=passed).values_list("pk", flat=True)[:FETCHED]):
            yield from ids
            # What another process holds stays due; it must not be offered for ever.
            passed |= set(FixityCheck.objects.filter(pk__in=ids).filter(_still_due(now)).values_list("pk", flat=True))


def _still_due(now: datetime) -> Q:
    return Q(since__lt=now) & ~Q(claimed_by="")


def _pause(seconds: float, problem: Reason) -> None:
    """Let as much time pass as the share asks for."""
    rest = timedelta(seconds=seconds * (100 / settings.FONDS_FIXITY_SHARE_PCT - 1))
    pause = PAUSE if problem else max(LEAST_PAUSE, rest)
    FixityPace.objects.filter(pk=1).update(next_at=timezone.now() + pause, problem=problem)
