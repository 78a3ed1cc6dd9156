"""Tell whether the process that claimed a piece of work still runs."""

from __future__ import annotations

import os
import socket
from collections.abc import Collection
from functools import cache
from pathlib import Path

_lease: list[str] = []


def work_under(lease_id: str) -> None:
    """Say under which worker's lease this process and those it forks run."""
    _lease[:] = [lease_id]


def has_lease() -> bool:
    """Say whether this process runs under a worker's lease."""
    return bool(_lease)


def process_mark() -> str:
    """Return a mark of this process: host, process id and start time (a process id alone is used again), and lease."""
    return "@".join([_mark(os.getpid()), *_lease])


@cache
def _mark(pid: int) -> str:
    return f"{socket.gethostname()[:60]}:{pid}:{_started(pid)}"


def is_running(mark: str, living: Collection[str]) -> bool:
    """Say whether the process behind a mark may still run.

    One on another host may as long as its lease is among the ``living``, and always if it has none.
    """
    process, _, lease = mark.partition("@")
    host, pid, started = (*process.rsplit(":", 2), "", "")[:3]
    if host != socket.gethostname()[:60]:
        return bool(host and pid) and (not lease or lease in living)
    return pid.isdigit() and _started(int(pid)) == started


def _started(pid: int) -> str:
    """Return the start time of a process in clock ticks after boot (proc(5), field 22), or "gone"."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "gone"
    return stat.rpartition(")")[2].split()[19]
