"""Wait until changes are in the index; where nobody drains, drain."""

from __future__ import annotations

import time
from collections.abc import Sequence

from archive.work.lease import living_leases
from search.engines.errors import EngineBusy, EngineError
from search.models import OutboxEntry
from search.operations.drain_outbox import Drain
from search.writer_lock import WriterBusy

POLL_SECONDS = 0.05
TIMEOUT_SECONDS = 600.0


class NotIndexedInTime(TimeoutError):
    """Raised when changes are not in the index after ten minutes."""


def wait_until_indexed(*, source: str, object_ids: Sequence[int]) -> None:
    """Return when no entry of the given things waits in the outbox. Raises NotIndexedInTime."""
    wanted = OutboxEntry.objects.filter(source=source, object_id__in=object_ids)
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while wanted.exists():
        if time.monotonic() > deadline:
            raise NotIndexedInTime("The changes are not in the index after ten minutes; see: index status.")
        # A worker holds the index open for writing; where there is none, this process writes.
        if not living_leases():
            _drain()
        time.sleep(POLL_SECONDS)


def _drain() -> None:
    drain = Drain()
    try:
        drain.run_until_empty()
    except (EngineBusy, WriterBusy):
        # Somebody else writes, so somebody else drains.
        return
    except EngineError as error:
        raise NotIndexedInTime(f"The index cannot be written: {error}") from error
    finally:
        drain.close()
