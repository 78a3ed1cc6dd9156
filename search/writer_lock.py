"""Let one process at a time write to the index."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, TextIO

from django.conf import settings
from django.db import DatabaseError, connection

ASK_AGAIN_SECONDS = 0.05
_DATABASE_LOCK = 0x666F6E6473
"""One number for all installations on a database server: each has a database, and with it locks, of its own."""


class WriterBusy(RuntimeError):
    """Raised when another process has been writing to the index for too long."""


@contextmanager
def writer_lock(*, wait_seconds: float = 10.0) -> Iterator[None]:
    """Hold the lock of the index for the time of the block. Raises WriterBusy after the wait.

    A lock on the index folder; where the index is a cluster's, writers of several machines also meet at the database.
    """
    folder = Path(settings.FONDS_INDEX)
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with (folder / "writer.lock").open("a") as lock:
        _ask_until(deadline, lambda: _lock_file(lock))
        if settings.FONDS_SEARCH == "tantivy" or connection.vendor != "postgresql":
            yield
            return
        _ask_until(deadline, lambda: _ask_database("pg_try_advisory_lock"))
        try:
            yield
        finally:
            # With the connection the lock is gone as well.
            with suppress(DatabaseError):
                _ask_database("pg_advisory_unlock")


def _ask_until(deadline: float, is_held: Callable[[], bool]) -> None:
    while not is_held():
        if time.monotonic() >= deadline:
            raise WriterBusy("Another process is writing to the index; try again in a moment.")
        time.sleep(ASK_AGAIN_SECONDS)


def _lock_file(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ask_database(function: Literal["pg_try_advisory_lock", "pg_advisory_unlock"]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_DATABASE_LOCK])
        return bool(cursor.fetchone()[0])
