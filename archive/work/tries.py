"""Count the tries of a task: those its process did not survive, and those put off because of something passing.

Each try is an entry of the row's ``worker_ids``; one that was put off carries a mark before the worker's id.
"""

from __future__ import annotations

from collections.abc import Sequence

PUT_OFF = "put-off:"
PAUSES_SECONDS = (30, 60, 120, 300, 900, 1800, 3600, 7200)
"""How long a task waits after each try that something passing ended; after the last it counts as failed."""
BUSY_SECONDS = 5
"""How long one waits whose thing another process works on."""


def passed_over(worker_ids: Sequence[str]) -> int:
    """Return how many tries were put off."""
    return sum(each.startswith(PUT_OFF) for each in worker_ids)


def deaths(worker_ids: Sequence[str]) -> int:
    """Return how many tries there were beside those that were put off."""
    return len(worker_ids) - passed_over(worker_ids)


def worker_of(worker_ids: Sequence[str]) -> str:
    """Return the id of the worker that tried last."""
    return worker_ids[-1].removeprefix(PUT_OFF) if worker_ids else ""


def pause_seconds(tries: int) -> int | None:
    """Return how long to wait after so many tries that were put off; None once that is enough."""
    return PAUSES_SECONDS[tries] if tries < len(PAUSES_SECONDS) else None
