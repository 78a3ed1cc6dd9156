"""A process that goes on as a copy of this one: it has the code loaded already, and shares its memory.

Starting Python and Django anew takes seconds of a core and some 150 MiB for each process; a copy takes neither. This
process must be fit to be copied: it holds no connection that both would use, and runs no thread that the copy needs.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NoReturn

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
POLL_SECONDS = 0.05
NAME_CHARACTERS = 15


class Forked:
    """A copy that runs, and the pipe on which it hears of its parent; the pipe ends when the parent does."""

    def __init__(self, process_id: int, pipe: int) -> None:
        self.pid = process_id
        self.pipe = pipe
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return how the process ended (its exit code, or the negative number of a signal), or None while it runs."""
        if self._code is None:
            found, status = os.waitpid(self.pid, os.WNOHANG)
            if found:
                self._code = os.waitstatus_to_exitcode(status)
                os.close(self.pipe)
                self.pipe = -1
        return self._code

    def wait(self, seconds: float) -> bool:
        """Wait so long at most for the process to end; say whether it did."""
        until = time.monotonic() + seconds
        while self.poll() is None:
            if time.monotonic() > until:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def tell(self) -> None:
        """Write a byte to the process, unless it is gone; one that does not read never holds this process up."""
        with contextlib.suppress(OSError):
            os.write(self.pipe, b".")

    def ask_to_stop(self) -> None:
        """Send the process SIGTERM, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


def fork(name: str, work: Callable[[int], None], *, not_for_copies: Collection[int] = ()) -> Forked:
    """Start a copy of this process that does ``work`` and ends; it is called with the reading end of the pipe.

    The copy has a session of its own (a terminal's Ctrl-C goes to this process alone) and no standard input, and a
    signal to stop ends it until ``work`` has an answer of its own to it. It closes the files ``not_for_copies``: a lock
    held by this process would else last as long as its copies, and a pipe to another copy not end with this process.
    """
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    sys.stdout.flush()
    sys.stderr.flush()
    # A signal that came before the copy has put this process's answer to it away would be lost on it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    try:
        with warnings.catch_warnings():
            # Python warns of any other thread. The only ones are numpy's, which sees to them when forked.
            warnings.simplefilter("ignore", DeprecationWarning)
            process_id = os.fork()
        if process_id == 0:
            _become(name, lambda: work(read_end), [*not_for_copies, write_end])
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    os.close(read_end)
    return Forked(process_id, write_end)


def _become(name: str, work: Callable[[], None], closing: Collection[int]) -> NoReturn:
    """Do the work as a copy, and leave without what this process has yet to do after the fork."""
    code = 1
    try:
        os.setsid()
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
        for descriptor in closing:
            os.close(descriptor)
        empty = os.open(os.devnull, os.O_RDONLY)
        os.dup2(empty, 0)
        os.close(empty)
        _name_process(name)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as at the end of a program: told, and the process ends with 1
        traceback.print_exc()
    finally:
        _leave(code)


def _name_process(name: str) -> None:
    """Give the process a name of its own in `ps -e` and `top` (proc(5), comm)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(f"fonds {name}"[:NAME_CHARACTERS], encoding="utf-8")


def _leave(code: int) -> NoReturn:
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
