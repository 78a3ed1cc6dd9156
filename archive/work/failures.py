"""Know every place where failures are kept: counted by reason, shown, tried again.

Most failures are no tasks but states of files, pages and orders, each with a coded reason; each place is a
``FailureSource``. Applications further up enter their own with ``name_source``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Substr
from django.utils.translation import gettext

from archive.reasons import Reason, reason_from
from archive.work.naming import Subject

CODE_FROM = len('{"code": "') + 1
CODE_LENGTH = 48
BARE = "-"
"""Stands for sentences of the time before there were codes."""


@dataclass(frozen=True, slots=True)
class Group:
    """Failures of one reason in one place; ``reason`` is that of the earliest of them."""

    source: str
    code: str
    count: int
    reason: Reason

    @property
    def sentence(self) -> str:
        """The reason for all of them: what differs from one to the next is left out."""
        if self.count == 1 or not self.reason.params:
            return str(self.reason)
        return gettext(self.reason.message) % dict.fromkeys(self.reason.params, "…")


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure: what failed as sentence and subject, why, when, and after how many tries."""

    key: str
    sentence: str
    subject: Subject
    reason: Reason
    at: datetime | None = None
    attempts: int = 0


@dataclass(frozen=True)
class FailureSource:
    """A table of things with a state and a ``ReasonField``.

    ``rows`` returns the failed ones, light; ``show`` turns some of them into failures; ``retry`` takes keys and the
    user who asks, and returns how many are tried again. Where a thing tried again is a new row, ``made_at`` is its
    moment, so that an order does not try it twice.
    """

    slug: str
    title: str
    rows: Callable[[], QuerySet[Any]]
    show: Callable[[Any], Failure]
    retry: Callable[[Collection[Any], Any], int]
    column: str = "reason"
    made_at: str = ""

    def groups(self) -> list[Group]:
        """Return the failures counted by reason, in two queries."""
        # The code stands at a fixed place in what is stored; what follows it is the same for all that share it.
        found = self.rows().order_by().annotate(begin=Substr(self.column, CODE_FROM, CODE_LENGTH))
        counted: dict[str, tuple[int, Any]] = {}
        for begin, count, first in found.values_list("begin").annotate(count=Count("pk"), first=Min("pk")):
            code = begin.partition('"')[0] if '", "' in begin or begin.endswith('"') else BARE
            before, earliest = counted.get(code, (0, first))
            counted[code] = (before + count, min(earliest, first))
        examples = self.rows().in_bulk([first for _count, first in counted.values()])
        return [
            Group(self.slug, code, count, self._reason(examples.get(first)))
            for code, (count, first) in counted.items()
        ]  # fmt: skip

    def _reason(self, example: Any) -> Reason:
        return reason_from(getattr(example, self.column, ""))

    def with_code(self, code: str) -> QuerySet[Any]:
        """Return the failed rows of one reason, by key."""
        stored: QuerySet[Any] = self.rows().annotate(stored=Substr(self.column, 1, 200)).order_by("pk")
        if code == BARE:
            return stored.filter(~Q(stored__startswith='{"code": "'))
        return stored.filter(stored__startswith=f'{{"code": "{code}"')


_sources: dict[str, FailureSource] = {}


def name_source(source: FailureSource) -> None:
    """Enter a place where failures are kept."""
    _sources[source.slug] = source


def sources() -> Sequence[FailureSource]:
    """Return all places, in the order in which they were entered."""
    return list(_sources.values())


def source_of(slug: str) -> FailureSource | None:
    """Return one place."""
    return _sources.get(slug)


def groups() -> list[Group]:
    """Return all failures counted by reason, the most frequent first."""
    found = [group for source in sources() for group in source.groups()]
    return sorted(found, key=lambda group: (-group.count, group.source, group.code))
