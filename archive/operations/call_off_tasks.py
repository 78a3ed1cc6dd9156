"""Call tasks off: a waiting one leaves the queue and its thing says so; a running one is asked to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.errors import ArchiveError
from archive.work.naming import kind_of
from archive.work.queue import queue_of
from archive.work.rows import RUNNING, WAITING

if TYPE_CHECKING:
    from catalog.models import User


class NotStoppable(ArchiveError):
    """Raised when a task cannot be called off; the message is the msgid that says why."""


OVER = gettext_noop("This has ended meanwhile.")
BEGUN = gettext_noop("This has begun meanwhile and cannot be stopped; it will soon be done.")
NEEDED = gettext_noop("This must be done and cannot be called off.")


def call_off_task(*, task_id: str, user: User | None = None) -> None:
    """Take a waiting task out of the queue, or ask a running one to stop. Raises NotStoppable."""
    queue = queue_of()
    row = queue.peek(task_id)
    if row is None:
        raise NotStoppable(OVER)
    kind = kind_of(row.path)
    if kind.call_off is None:
        raise NotStoppable(NEEDED)
    with transaction.atomic():
        # Whoever comes first has it: a worker that claims it, or this.
        if not queue.take_out(task_id, WAITING):
            now = queue.peek(task_id)
            is_running = now is not None and now.state == RUNNING
            if not (is_running and kind.can_stop):
                raise NotStoppable(BEGUN if is_running else OVER)
        kind.call_off(*row.arguments, user=user)
