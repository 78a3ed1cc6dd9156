"""Let one process at a time write to the index."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

ASK_AGAIN_SECONDS = 0.05


class WriterBusy(RuntimeError):
    """Raised when another process has been writing to the index for too long."""


@contextmanager
def writer_lock(*, wait_seconds: float = 10.0) -> Iterator[None]:
    """Hold the lock of the index folder for the time of the block. Raises WriterBusy after the wait.

    Who waits stands at a door that only one passes at a time: a drain that takes the lock again and again would
    otherwise leave a rebuild, which looks only now and then, no moment to take it.
    """
    folder = Path(settings.FONDS_INDEX)
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with (folder / "writer.door").open("a") as door, (folder / "writer.lock").open("a") as lock:
        _take(door, deadline)
        _take(lock, deadline)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield


def _take(file: IO[str], deadline: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise WriterBusy("Another process is writing to the index; try again in a moment.") from None
            time.sleep(ASK_AGAIN_SECONDS)
        else:
            return
