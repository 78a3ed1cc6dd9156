"""Drain the outbox for as long as the worker runs."""

from __future__ import annotations

import contextlib
import logging
import time

from django.db import DatabaseError, close_old_connections, connection
from redis.exceptions import RedisError

from search.engines.errors import EngineError
from search.operations.ask_for_sweep import ask_for_sweep_when_due
from search.operations.drain_outbox import BATCH, Drain, is_urgent
from search.writer_lock import WriterBusy

POLL_SECONDS = 0.15
GATHER_SECONDS = 0.5
"""After a batch the next waits so long, unless something may no longer be seen: a commit costs the same for one change
as for fifty, and while files stream in each of them changes several times. A change after a silence goes in at once."""
LONGEST_PAUSE_SECONDS = 30.0
REFRESH_SECONDS = 60.0
SWEEP_LOOK_SECONDS = 60.0

logger = logging.getLogger(__name__)


def drain_forever() -> None:
    """Drain until interrupted; trouble with engine or database is said once, waited out and tried again."""
    drain = Drain(is_kept_open=True)
    pause, refreshed, looked = 0.0, time.monotonic(), time.monotonic()
    try:
        drain.prepare()
    except (EngineError, WriterBusy, DatabaseError) as error:
        logger.warning("The index is not ready yet: %s", error)
    try:
        while True:
            try:
                done = drain.run_once()
                if pause:
                    logger.info("The index can be written again")
                pause = 0.0
            except (EngineError, WriterBusy, DatabaseError) as error:
                if isinstance(error, DatabaseError):
                    connection.close()
                pause = min(LONGEST_PAUSE_SECONDS, max(0.5, pause * 2))
                logger.warning("The index could not be written, the next try is in %.1f s: %s", pause, error)
                drain.close()
                done = 0
            if time.monotonic() - looked > SWEEP_LOOK_SECONDS:
                _look_after_sweep()
                looked = time.monotonic()
            if time.monotonic() - refreshed > REFRESH_SECONDS:
                close_old_connections()
                refreshed = time.monotonic()
            if not done:
                time.sleep(pause or POLL_SECONDS)
            elif done < BATCH:
                _gather()
    finally:
        drain.close()


def _gather() -> None:
    """Let changes come together, until one comes that takes something from sight."""
    until = time.monotonic() + GATHER_SECONDS
    with contextlib.suppress(DatabaseError):
        while time.monotonic() < until and not is_urgent():
            time.sleep(POLL_SECONDS)


def _look_after_sweep() -> None:
    """Have the daily comparison done by a task; without database or queue there is none, and the drain goes on."""
    try:
        ask_for_sweep_when_due()
    except (DatabaseError, RedisError) as error:
        logger.warning("The comparison of the index could not be asked for: %s", error)
