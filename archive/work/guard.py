"""Keep a worker from being held for ever, or blown up, by one file that a decoder cannot cope with.

A decoder that runs wild inside a library cannot be interrupted from Python. So the process under it is ended; before
that, what has to be said of the file is written down, for nobody would know afterwards. The supervisor starts another.
"""

from __future__ import annotations

import logging
import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext_noop

from archive.process_marks import has_lease
from archive.reasons import Reason, too_slow
from archive.work.processes import kill_tree

logger = logging.getLogger("fonds.work")

LOOK_SECONDS = 0.05
"""A decoder that runs wild takes a gigabyte in a second or two."""

SHARE = 0.75
"""What part of the memory that a process may hold one piece of work may take; the rest is for writing down why."""

GROWN_SHARE = 0.4
"""What part of that memory a process may keep between pieces of work; one that has leaked more makes way."""

TOO_LARGE = gettext_noop("This file was given up: it takes more than %(mib)s MiB of memory to open or draw.")


@dataclass(frozen=True)
class Bounds:
    """What a piece of work may take: a time in seconds, and memory; with the reasons told when it takes more."""

    seconds: float
    too_slow: Reason
    too_large: Reason


def bounds_of_file(seconds: int) -> Bounds:
    """Return the bounds of work on a file that is given up after so many seconds."""
    return Bounds(
        seconds,
        too_slow(seconds),
        Reason("file_needs_memory", TOO_LARGE, {"mib": most_mib()}),
    )


def most_mib() -> int:
    """Return how much memory of its own, in MiB, one piece of work may take."""
    return int(settings.FONDS_WORKER_MEMORY_MB * SHARE)


@contextmanager
def ended_beyond(bounds: Bounds, write_down: Callable[[Reason], None]) -> Iterator[None]:
    """End this worker process when the block takes too much, after ``write_down`` got the reason in another thread.

    Elsewhere than in a worker (a command, a test) the block may take what it needs: a person is there to stop it.
    """
    if not has_lease():
        yield
        return
    is_done = threading.Event()
    threading.Thread(target=_watch, args=(bounds, write_down, is_done), daemon=True).start()
    try:
        yield
    finally:
        is_done.set()


def _watch(bounds: Bounds, write_down: Callable[[Reason], None], is_done: threading.Event) -> None:
    until = time.monotonic() + bounds.seconds
    most = most_mib() << 20
    while not is_done.wait(LOOK_SECONDS):
        if time.monotonic() > until:
            return _end(bounds.too_slow, write_down)
        if _own_memory() > most:
            return _end(bounds.too_large, write_down)
    return None


def has_grown() -> bool:
    """Say whether this process holds so much memory between two pieces of work that a fresh one should follow it."""
    return _own_memory() > settings.FONDS_WORKER_MEMORY_MB * GROWN_SHARE * 2**20


def _own_memory() -> int:
    """Return how many bytes of memory this process holds that are no mapped files (proc(5), statm)."""
    _, resident, shared, *_ = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE")


def _end(reason: Reason, write_down: Callable[[Reason], None]) -> None:
    logger.error("Process %s is ended: %s", os.getpid(), reason.code)
    try:
        write_down(reason)
    finally:
        connections.close_all()
        kill_tree(os.getpid())


def limit_memory(most_bytes: int) -> None:
    """Bound what this process, and each it starts, may hold in memory of its own; asking for more then fails there.

    Files that are mapped do not count (setrlimit(2), RLIMIT_DATA).
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
