"""How long tests wait for what must happen: what never happens fails them, a slow or busy machine does not."""

import resource
import time
from collections.abc import Iterator

PATIENCE_SECONDS = 600
PATIENCE_MS = 1000 * PATIENCE_SECONDS
STEP_MS = 60_000
"""How long a browser may take for one step of a person: far beyond what they would wait, as nobody looks on."""


def patiently() -> Iterator[None]:
    """Yield for one more try, as often as there is patience left."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        yield


def processor_seconds_of_programs() -> float:
    """Return what ended programs of this process have worked: a busy machine makes a limit later, not dearer."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
