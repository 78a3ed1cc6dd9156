"""Compare index and database, and note what was found where staff see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from search.engines.errors import EngineError
from search.indices import open_indices
from search.models import IndexSweep
from search.operations.sweep_index import Sweep, sweep_index

KEPT = timedelta(days=90)


def note_sweep(
    row: IndexSweep | None = None, *, repair: bool = True, report: Callable[[int], None] | None = None
) -> Sweep:
    """Sweep and write the result into ``row``, a new one by default; an engine that fails is noted and raised on."""
    row = row or IndexSweep.objects.create()
    engines = open_indices()
    row.target = str(engines.target)
    try:
        found = sweep_index(engines, repair=repair, report=report)
        row.differences, row.retried, row.by_reason = found.differences, found.retried, dict(found.by_reason)
    except EngineError as error:
        row.error = str(error)[:500]
        raise
    finally:
        engines.close()
        row.finished_at = timezone.now()
        row.save()
    IndexSweep.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    return found
