"""Go over to another engine: build its index beside the running one, catch up, verify, and let everybody follow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from search.engines.errors import EngineError
from search.engines.target import Target
from search.indices import open_indices
from search.operations.build_index import Built, Report, rebuild_index
from search.operations.choose_engine import choose_engine
from search.operations.sweep_index import sweep_index
from search.target import target_now


class AlreadyThere(EngineError):
    """The site searches by this engine."""


@dataclass(frozen=True, slots=True)
class Switched:
    """From where the site went over, what was built, and what a comparison found late and had mended."""

    before: Target
    built: Built
    differences: int


def switch_engine(target: Target, *, report: Report | None = None, resume: bool = True) -> Switched:
    """Build, verify and go over; what was interrupted is taken up by the next call.

    The running engine answers and is kept in step until the end. The last changes are brought in and the choice is
    written under the writer's lock, so that no change is carried into the old index alone. Another host has a lock of
    its own: for what it may have carried in that moment the new index is compared once more afterwards.
    Raises AlreadyThere, BuildRunning, BuildNotVerified, WriterBusy and the engines' errors.
    """
    before = target_now()
    if target == before:
        raise AlreadyThere(f"The site searches by {target} already.")
    engines = open_indices(target, is_kept_open=True)
    try:
        built = rebuild_index(engines, report=report, resume=resume, go_over=partial(choose_engine, target))
        found = sweep_index(engines)
    finally:
        engines.close()
    return Switched(before, built, found.differences)
