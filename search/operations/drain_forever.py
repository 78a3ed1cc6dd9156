"""Drain the outbox for as long as the worker runs."""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError, close_old_connections, connection
from redis.exceptions import RedisError

from search.engines.errors import EngineError
from search.operations.ask_for_sweep import ask_for_sweep_when_due
from search.operations.drain_outbox import Drain
from search.writer_lock import WriterBusy

POLL_SECONDS = 0.15
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
    finally:
        drain.close()


def _look_after_sweep() -> None:
    """Have the daily comparison done by a task; without database or queue there is none, and the drain goes on."""
    try:
        ask_for_sweep_when_due()
    except (DatabaseError, RedisError) as error:
        logger.warning("The comparison of the index could not be asked for: %s", error)
