"""Take tasks from the queue in fair turns: new files come first, and pages are read all the while."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.db import OperationalError, close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from archive.room import wait_for_room
from archive.work.guard import has_grown
from archive.work.process import PAGES_QUEUE

PAGES_TURN = 4
"""Every so many tasks the first look is for a page to be read, whatever waits with a higher priority."""

LEAST_TASKS = 100
"""So many a process does however large it is: a model of speech or a low limit must not start it anew for each task."""

logger = logging.getLogger("fonds.work")


class FairWorker(Worker):
    """A worker whose queue of pages is never starved by new files, nor new files by the pages of a long document.

    New files have the higher priority, so they come before pages in most turns; every PAGES_TURN-th turn is for a
    page. However many processes there are, both go on.
    """

    turn = 0

    def run(self) -> None:
        """Work until told to stop, or until ``max_tasks`` are done or memory has leaked where that is bounded."""
        while self.running:
            close_old_connections()
            task = self.take()
            if task is not None:
                # While a disk is full, what a task would write would be cut off, or lost with its reason.
                wait_for_room()
                self.run_task(task)
            elif self.batch:
                return
            if self._is_spent():
                logger.info("Ran %d tasks on worker=%s - exiting gracefully.", self._run_tasks, self.worker_id)
                return
            close_old_connections()
            if self.running and task is None:
                time.sleep(self.interval)

    def _is_spent(self) -> bool:
        """Say whether a fresh process is to follow; one that is large by nature is not renewed at every turn."""
        if self.max_tasks is None:
            return False
        return self._run_tasks >= self.max_tasks or (self._run_tasks >= LEAST_TASKS and has_grown())

    def take(self) -> DBTaskResult[..., Any] | None:
        """Claim the next task; None where none waits, or the database is locked."""
        tasks = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not self.process_all_queues:
            tasks = tasks.filter(queue_name__in=self.queue_names)
        if self.excluded_queue_names:
            tasks = tasks.exclude(queue_name__in=self.excluded_queue_names)
        self.turn = (self.turn + 1) % PAGES_TURN
        with exclusive_transaction(tasks.db):
            try:
                task = tasks.filter(queue_name=PAGES_QUEUE).get_locked() if self.turn == 0 else None
                task = task or tasks.get_locked()
                if task is not None:
                    task.claim(self.worker_id)
            except OperationalError as error:
                if not is_locked_database_exception(error):
                    raise
                return None
        return task
