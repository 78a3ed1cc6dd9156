"""Count the queries of the public by text and day; who asked is forgotten at once."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import Counter
from datetime import date, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from search.beginnings import typed_keys
from search.models import AskedQuery

SHORTEST, LONGEST = 3, 60
MOST_WORDS = 5
MOST_WAITING = 1_000
EVERY_SECONDS = 60.0
A_DAY = 86_400
# What looks like a telephone, a passport or an address of a person.
_PRIVATE = re.compile(r"\d{5}|\d[\d ()-]{6,}\d|@|://")

logger = logging.getLogger(__name__)


class _Waiting:
    """Counts that are not yet in the database; kept for a minute, so that a search does not wait for a write."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[tuple[str, date]] = Counter()
        self.written_at = time.monotonic()


_waiting = _Waiting()


def note_query(*, text: str, asker: str) -> None:
    """Count a query once a day for each asker; ``asker`` is any sign of who asks, such as an address.

    The sign is never stored: a keyed hash of it with day and text stands in the cache until the day is over, to tell
    the second time from the first. Nothing is counted where the log is off or the text may be private.
    """
    said = " ".join(text.split()).casefold()
    if not settings.FONDS_QUERY_LOG_DAYS or not SHORTEST <= len(said) <= LONGEST:
        return
    if len(said.split()) > MOST_WORDS or _PRIVATE.search(said):
        return
    day = timezone.localdate()
    once = salted_hmac("search.note_query", f"{day}|{asker}|{said}", algorithm="sha256").hexdigest()
    if not cache.add(f"asked:{once}", 1, timeout=A_DAY):
        return
    with _waiting.lock:
        if len(_waiting.counts) < MOST_WAITING:
            _waiting.counts[said, day] += 1
        is_due = time.monotonic() - _waiting.written_at > EVERY_SECONDS
    if is_due:
        write_counts()


def write_counts() -> None:
    """Write what has been counted since the last time, and delete days older than the setting keeps.

    A database that is busy keeps the counts waiting; they are no reason to fail a search.
    """
    with _waiting.lock:
        counts, _waiting.counts = _waiting.counts, Counter()
        _waiting.written_at = time.monotonic()
    try:
        with transaction.atomic():
            for (text, day), askers in counts.items():
                _add(text, day, askers)
            forget_queries(before=timezone.localdate() - timedelta(days=settings.FONDS_QUERY_LOG_DAYS))
    except DatabaseError as error:
        logger.warning("Counts of queries wait for the database: %s", error)
        with _waiting.lock:
            _waiting.counts += counts


def forget_queries(*, before: date | None = None, text: str | None = None) -> int:
    """Delete what was counted before a day, or of one text; everything without either. Return how many rows went."""
    rows = AskedQuery.objects.all()
    if before is not None:
        rows = rows.filter(day__lt=before)
    if text is not None:
        rows = rows.filter(text=" ".join(text.split()).casefold())
    return int(rows.delete()[0])


def _add(text: str, day: date, askers: int) -> None:
    if AskedQuery.objects.filter(text=text, day=day).update(askers=F("askers") + askers):
        return
    key = next(iter(typed_keys(text)), "")
    AskedQuery.objects.create(text=text, day=day, askers=askers, key=key.encode())
