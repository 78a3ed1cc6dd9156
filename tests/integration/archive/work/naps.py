"""Tasks that tell when they start and end, for the tests of the worker."""

import os
import signal
import time
from pathlib import Path

from django_tasks import task


def _note(log: str, word: str) -> None:
    with Path(log).open("a") as file:
        file.write(f"{word} {os.getpid()} {time.monotonic()}\n")


@task()
def nap(log: str, seconds: float) -> str:
    """Sleep, unless it is the second attempt."""
    is_first = not Path(log).exists()
    _note(log, "start")
    if is_first:
        time.sleep(seconds)
    _note(log, "end")
    return "slept"


@task(queue_name="media")
def slow_nap(log: str, seconds: float) -> None:
    """Sleep in the queue of slow things."""
    _note(log, "start")
    time.sleep(seconds)
    _note(log, "end")


@task()
def die(log: str) -> None:
    """End the process that runs this, as a crash in a C library would."""
    _note(log, "start")
    os.kill(os.getpid(), signal.SIGKILL)
