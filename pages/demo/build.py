"""Build the demonstration from its data files: draw, ingest, describe, and wait until all is findable."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.operations.wait_until_findable import Progress, wait_until_findable
from pages.demo.content import Content, RecordEntry, read_content
from pages.demo.describing import Shelves, missing_entries, set_up_shelves, take_in, unread_pids
from pages.demo.drawing import draw_file, write_metadata
from pages.demo.people import Login, make_people
from pages.operations.found_site import found_site

Report = Callable[[str, int, int], None]
"""Called with the name of a step, how far it is and how much there is of it."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a run added: permanent ids of new records, new log-ins, and the state of reading."""

    pids: tuple[str, ...]
    logins: tuple[Login, ...]
    held: int
    reading: Progress | None


def build_demo(*, wait: bool, report: Report) -> Built:
    """Add whatever of the demonstration is missing; a second run adds nothing.

    Raises ``DemoError`` for a fault in the data files or a file the archive refuses.
    """
    content = read_content()
    found_site()
    shelves = set_up_shelves(content)
    entries = missing_entries(content)
    pids = list(_add(entries, content, shelves, report)) if entries else []
    logins = make_people()
    reading = None
    if wait and (unread := pids or unread_pids(content)):
        reading = wait_until_findable(pids=unread, report=lambda now: report("reading", now.settled, now.pages))
    return Built(tuple(pids), tuple(logins), len(content.records) - len(entries), reading)


def _add(entries: Sequence[RecordEntry], content: Content, shelves: Shelves, report: Report) -> Iterator[str]:
    with TemporaryDirectory(prefix="demo-") as name:
        drawn: dict[Path, RecordEntry] = {}
        for path, entry in _drawn(entries, Path(name)):
            drawn[path] = entry
            report("drawing", len(drawn), len(entries))
        write_metadata(drawn, content)
        # In the order of the data files, so that every demonstration lists its records alike.
        for place, (path, entry) in enumerate(drawn.items(), start=1):
            yield take_in(entry=entry, path=path, shelves=shelves)
            report("taking in", place, len(entries))


def _drawn(entries: Sequence[RecordEntry], folder: Path) -> Iterator[tuple[Path, RecordEntry]]:
    """Draw in processes of their own: they are started anew, so no database connection is shared."""
    workers = min(os.cpu_count() or 1, 4)
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        paths = pool.map(draw_file, entries, [folder] * len(entries))
        yield from zip(paths, entries, strict=True)
