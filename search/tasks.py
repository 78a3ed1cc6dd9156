"""Name the background tasks of search; each takes ids and calls one operation."""

from __future__ import annotations

import logging

from django_tasks import task

from search.engines.errors import EngineError
from search.models import IndexSweep
from search.operations.note_sweep import note_sweep

SWEEP_PRIORITY = -10
"""Nobody waits for it."""

logger = logging.getLogger(__name__)


@task(priority=SWEEP_PRIORITY)
def sweep(sweep_id: int) -> int:
    """Compare index and database; return the number of differences, which are being mended. -1: the engine is away."""
    try:
        return note_sweep(IndexSweep.objects.get(pk=sweep_id)).differences
    except EngineError as error:
        # Noted in the row, and asked for again in an hour.
        logger.warning("The index could not be compared: %s", error)
        return -1
