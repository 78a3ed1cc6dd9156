"""What a worker process does: it runs tasks or a command, and dies when its supervisor does."""

import os
import select
import signal
import threading
import time
from types import FrameType

from archive.process_marks import work_under
from archive.work.processes import kill_tree

POLL_SECONDS = 0.5
TASKS_A_PROCESS = 2000
CONNECTION_SECONDS = 10
"""So long a process keeps its connection to the database: to make one for each task takes longer than many tasks."""
NICENESS = 5
SLOW_NICENESS = 10
TASKS = "tasks"
PAGES_QUEUE = "pages"
SPEECH = "speech"
SLOW_QUEUES = ("media", "office", SPEECH)
"""Queues whose tasks take minutes or hours; each has one process of its own."""


def _now() -> float:
    """Return seconds that also pass while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def watch_supervisor(source: int, fence_seconds: float) -> None:
    """Kill this process and its children once the supervisor is gone or could not renew the lease in time."""
    seen = _now()
    while True:
        ready, _, _ = select.select([source], [], [], 1.0)
        if ready:
            if not os.read(source, 1024):
                break
            seen = _now()
        if _now() - seen > fence_seconds:
            break
    kill_tree(os.getpid())


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run_tasks(worker_id: str, slow_queue: str) -> None:
    """Run tasks of one slow queue, or of all but those, until asked to stop.

    Memory that leaks is returned after TASKS_A_PROCESS tasks, or once it is much (``has_grown``).
    """
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from archive.work.guard import limit_memory  # noqa: PLC0415
    from archive.work.worker import FairWorker  # noqa: PLC0415 - needs loaded applications

    os.nice(SLOW_NICENESS if slow_queue else NICENESS)
    if slow_queue != SPEECH:
        # A model of speech is as large as it is; the programs of the slow queues inherit the bound.
        most_mib = {"media": settings.FONDS_MEDIA_MEMORY_MB, "office": settings.FONDS_OFFICE_MEMORY_MB}
        limit_memory(most_mib.get(slow_queue, settings.FONDS_WORKER_MEMORY_MB) << 20)
    for connection in connections.all():
        connection.settings_dict["CONN_MAX_AGE"] = max(CONNECTION_SECONDS, connection.settings_dict["CONN_MAX_AGE"])
    worker = FairWorker(
        queue_names=[slow_queue or "*"],
        interval=POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=TASKS_A_PROCESS,
        worker_id=worker_id,
        excluded_queue_names=[] if slow_queue else list(SLOW_QUEUES),
    )
    worker.configure_signals()
    worker.run()


def run_command(arguments: list[str]) -> None:
    """Run a management command; a request to stop reaches it as KeyboardInterrupt unless it handles signals itself."""
    from django.core.management import call_command  # noqa: PLC0415 - needs loaded applications

    signal.signal(signal.SIGTERM, _interrupt)
    try:
        call_command(*arguments)
    except KeyboardInterrupt:
        return


def work_in_process(lease_id: str, arguments: list[str], source: int) -> None:
    """Start the watch over ``source``, where the supervisor writes a byte for each renewed lease; then the work.

    The arguments are "tasks", the worker's id and a slow queue (empty: all queues but those), or "command", the name
    of a management command and its arguments.
    """
    # Tesseract and its kin keep to one thread: there is a process a core.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    work_under(lease_id)
    from archive.work.lease import FENCE_SECONDS  # noqa: PLC0415 - needs loaded applications

    threading.Thread(target=watch_supervisor, args=(source, FENCE_SECONDS), daemon=True).start()
    if arguments[0] == TASKS:
        run_tasks(arguments[1], arguments[2])
    else:
        run_command(arguments[1:])
