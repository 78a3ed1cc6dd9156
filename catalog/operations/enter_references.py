"""Enter what a record refers to into Wagtail's index of references at once, in the transaction of the change.

Wagtail enqueues a task for each row that is saved; a file that is taken in would have four of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled

from catalog.models import Record


@contextmanager
def references_left() -> Iterator[None]:
    """Enqueue no such task in the block, for one that enters the references itself; blocks may lie in one another."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield


def enter_references(record: Record) -> None:
    """Enter what a record refers to as it is stored now, the files, agents and places of its rows among it."""
    ReferenceIndex.create_or_update_for_object(record)
