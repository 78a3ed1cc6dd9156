"""Finds and ends processes with all they have started, groups of their own included."""

import contextlib
import os
import signal
from pathlib import Path


def descendants(process_id: int) -> list[int]:
    """Return the ids of all processes below this one, nearest first."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            # The name in parentheses may hold spaces; the parent is the second value after it.
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found: list[int] = []
    waiting = [process_id]
    while waiting:
        below = children.get(waiting.pop(0), [])
        found += below
        waiting += below
    return found


def kill_tree(process_id: int) -> None:
    """Kill the process and everything below it, at once."""
    below = descendants(process_id)
    for target in [process_id, *below]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(target, signal.SIGKILL)
