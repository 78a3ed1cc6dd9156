"""Tell whether the process that claimed a piece of work still runs."""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path


def process_mark() -> str:
    """Return a mark of this process: host, process id and start time (a process id alone is used again)."""
    return _mark(os.getpid())


@cache
def _mark(pid: int) -> str:
    return f"{socket.gethostname()[:60]}:{pid}:{_started(pid)}"


def is_running(mark: str) -> bool:
    """Say whether the process behind a mark may still run; a process on another host always may."""
    host, pid, started = (*mark.rsplit(":", 2), "", "")[:3]
    if host != socket.gethostname()[:60]:
        return bool(host and pid)
    return pid.isdigit() and _started(int(pid)) == started


def _started(pid: int) -> str:
    """Return the start time of a process in clock ticks after boot (proc(5), field 22), or "gone"."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "gone"
    return stat.rpartition(")")[2].split()[19]
