"""Drain the outbox in the process that made the change, where no worker runs (tests, the smallest installations)."""

from __future__ import annotations

import logging
import time

from search.engines.errors import EngineBusy, EngineUnavailable
from search.operations.drain_outbox import Drain
from search.writer_lock import WriterBusy

TRIES = 3
PAUSE_SECONDS = 0.2

logger = logging.getLogger(__name__)


def drain_inline() -> int:
    """Drain all there is; return how many things were looked at.

    What cannot be done after ``TRIES`` stays in the outbox for the next change: a saved record is never lost over it.
    """
    for attempt in range(1, TRIES + 1):
        drain = Drain()
        try:
            return drain.run_until_empty()
        except (EngineBusy, EngineUnavailable, WriterBusy) as error:
            logger.warning("The index could not be written (try %d of %d): %s", attempt, TRIES, error)
            time.sleep(PAUSE_SECONDS * attempt)
        finally:
            drain.close()
    return 0
