"""Keep a worker from being held for ever, or blown up, by one file that a decoder cannot cope with.

A decoder that runs wild inside a library cannot be interrupted from Python. So the process under it is ended; before
that, what has to be said of the file is written down, for nobody would know afterwards. The supervisor starts another.
"""

from __future__ import annotations

import logging
import os
import resource
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections

from archive.process_marks import has_lease
from archive.work.processes import kill_tree

logger = logging.getLogger("fonds.work")


@contextmanager
def ended_after(seconds: float, write_down: Callable[[], None]) -> Iterator[None]:
    """End this worker process when the block takes longer, after ``write_down`` has been called in another thread.

    Elsewhere than in a worker (a command, a test) the block may take its time: a person is there to stop it.
    """
    if not has_lease():
        yield
        return
    timer = threading.Timer(seconds, _end, [seconds, write_down])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _end(seconds: float, write_down: Callable[[], None]) -> None:
    logger.error("Process %s is ended: one piece of work took more than %s seconds", os.getpid(), seconds)
    try:
        write_down()
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
