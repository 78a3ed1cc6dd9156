"""Say tasks and failures to staff, a line each: what, of which file, record or deposit, and what may be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from archive.work.failures import Failure
from archive.work.naming import QUEUES, Subject, TaskKind, Thing, kind_of, say, things_of
from archive.work.rows import FAILED, RUNNING, WAITING, TaskRow
from catalog.models import Record, RecordAsset

Named = dict[tuple[str, int | str], Thing]
Records = dict[tuple[str, int], list[Record]]


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as people see it."""

    row: TaskRow
    kind: TaskKind
    sentence: str
    address: str
    records: list[Record]

    @property
    def queue(self) -> str:
        """Return the queue's name."""
        return queue_name(self.row.queue)

    @property
    def may_be_called_off(self) -> bool:
        """Say whether it can be taken out or asked to stop."""
        if self.kind.call_off is None:
            return False
        return self.row.state == WAITING or (self.row.state == RUNNING and self.kind.can_stop)

    @property
    def may_be_retried(self) -> bool:
        """Say whether it failed."""
        return self.row.state == FAILED


@dataclass(frozen=True, slots=True)
class FailureLine:
    """One failure as people see it."""

    failure: Failure
    sentence: str
    address: str
    records: list[Record]


def queue_name(queue: str) -> str:
    """Return a queue's name in the reader's language."""
    return gettext(QUEUES[queue]) if queue in QUEUES else queue


def task_lines(rows: Sequence[TaskRow]) -> list[TaskLine]:
    """Return a line for each task, in a fixed number of queries."""
    kinds = [kind_of(row.path) for row in rows]
    subjects = [kind.subject(row.arguments) for kind, row in zip(kinds, rows, strict=True)]
    named, records = _context(subjects)
    return [
        TaskLine(row, kind, _said(kind.sentence, subject, named), *_behind(subject, named, records))
        for row, kind, subject in zip(rows, kinds, subjects, strict=True)
    ]


def failure_lines(failures: Sequence[Failure]) -> list[FailureLine]:
    """Return a line for each failure, in a fixed number of queries."""
    named, records = _context([failure.subject for failure in failures])
    return [
        FailureLine(failure, _said(failure.sentence, failure.subject, named), *_behind(failure.subject, named, records))
        for failure in failures
    ]


def _said(sentence: str, subject: Subject, named: Named) -> str:
    return say(sentence, subject, named.get((subject.sort, subject.pk)))


def _context(subjects: Sequence[Subject]) -> tuple[Named, Records]:
    named = things_of(subjects)
    return named, _records_of(thing.asset for thing in named.values() if thing.asset)


def _behind(subject: Subject, named: Named, records: Records) -> tuple[str, list[Record]]:
    """Return the address of what a subject is, and the records that show it."""
    thing = named.get((subject.sort, subject.pk))
    if thing is None or thing.asset is None:
        return (thing.address if thing else ""), []
    return reverse("catalog_asset", args=thing.asset), records.get(thing.asset, [])


def _records_of(assets: Iterable[tuple[str, int]]) -> Records:
    """Return the records that show assets, a query for each kind of asset."""
    keys: dict[str, set[int]] = {}
    for kind, pk in assets:
        keys.setdefault(kind, set()).add(pk)
    found: Records = {}
    for kind, pks in keys.items():
        rows = RecordAsset.objects.filter(**{f"{kind}__in": pks}).select_related("record").order_by("record_id")
        for row in rows:
            found.setdefault((kind, getattr(row, f"{kind}_id")), []).append(row.record)
    return found
