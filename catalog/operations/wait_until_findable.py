"""Wait until the files of records are read and the records can be found."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Q

from archive.choices import AssetState, PageState
from archive.models import Document, Page, Photo, Recording, Wait
from archive.work.lease import living_leases
from catalog.models import Record, RecordAsset
from catalog.signals import findable_asked

POLL_SECONDS = 0.5
STOP_SECONDS = 30
ABANDONED_SECONDS = 15
CHUNK = 400


@dataclass(frozen=True, slots=True)
class Progress:
    """Count what has been read: pages known so far, pages read or parked, files that could not be opened."""

    pages: int = 0
    settled: int = 0
    parked: int = 0
    failed: int = 0
    open_files: int = 0


def wait_until_findable(*, pids: Sequence[str], report: Callable[[Progress], None]) -> Progress:
    """Return when every file of the given records is read, or cannot be for now, and the index holds it.

    Where no worker runs, one is started for the time being; also where the one that ran is killed meanwhile.
    """
    while True:
        with _worker():
            progress = _follow(pids, report)
            if not progress.open_files:
                _make_findable(pids)
                return progress


def _make_findable(pids: Sequence[str]) -> None:
    for chunk in _chunks(pids):
        ids = list(Record.objects.filter(pid__in=chunk).values_list("pk", flat=True))
        findable_asked.send(sender=Record, record_ids=ids)


def _follow(pids: Sequence[str], report: Callable[[Progress], None]) -> Progress:
    """Report until all is read, or until no worker has lived for ABANDONED_SECONDS."""
    last_lived = time.monotonic()
    while True:
        progress = _progress(pids)
        report(progress)
        if living_leases():
            last_lived = time.monotonic()
        if not progress.open_files or time.monotonic() - last_lived > ABANDONED_SECONDS:
            return progress
        time.sleep(POLL_SECONDS)


@contextmanager
def _worker() -> Iterator[None]:
    """Have a worker running for the time of the block."""
    if living_leases():
        yield
        return
    command = [sys.executable, str(Path(settings.PROJECT_DIR) / "manage.py"), "work"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as started:
        try:
            yield
        finally:
            started.terminate()
            try:
                started.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                started.kill()


def _progress(pids: Sequence[str]) -> Progress:
    counts = {"pages": 0, "settled": 0, "parked": 0, "failed": 0, "open_files": 0}
    for chunk in _chunks(pids):
        rows = RecordAsset.objects.filter(record__pid__in=chunk)
        documents = list(rows.filter(document__isnull=False).values_list("document_id", flat=True))
        pages = Page.objects.filter(document_id__in=documents).aggregate(
            pages=Count("pk"),
            settled=Count("pk", filter=Q(state__in=[PageState.READY, PageState.PARKED])),
            parked=Count("pk", filter=Q(state=PageState.PARKED)),
        )
        for name, value in pages.items():
            counts[name] += value
        for model in (Photo, Document, Recording):
            states = model.objects.filter(record_assets__record__pid__in=chunk).aggregate(
                failed=Count("pk", filter=Q(state=AssetState.FAILED), distinct=True),
                open_files=Count("pk", filter=_is_open(model.kind), distinct=True),
            )
            for name, value in states.items():
                counts[name] += value
    return Progress(**counts)


def _is_open(kind: str) -> Q:
    """Select what is being read or soon will be; what waits for a program that is missing may wait for days."""
    held = Wait.objects.filter(kind=kind).values("asset_id")
    return Q(state__in=[AssetState.WAITING, AssetState.WORKING]) & ~Q(pk__in=held)


def _chunks(pids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(pids), CHUNK):
        yield pids[start : start + CHUNK]
