"""Starts the worker processes, restarts those that die, renews the lease and hands lost tasks out again."""

import contextlib
import logging
import secrets
import signal
import time
from dataclasses import dataclass, field
from functools import partial
from types import FrameType

from django.conf import settings
from django.core.management import get_commands
from django.db import DatabaseError, close_old_connections, connection, connections

from archive.extract.programs import missing_programs
from archive.operations.await_program import take_up_waiting
from archive.operations.forget_tasks import forget_tasks
from archive.operations.reclaim_pages import reclaim_pages
from archive.operations.reclaim_preparations import reclaim_preparations
from archive.operations.reclaim_recognitions import reclaim_recognitions
from archive.operations.requeue_tasks import requeue_tasks
from archive.signals import work_missed
from archive.work.forked import Forked, fork
from archive.work.lease import BEAT_SECONDS, FENCE_SECONDS, beat, give_up_lease, lease_of, living_leases, take_lease
from archive.work.process import SLOW_QUEUES, TASKS, work_in_process
from archive.work.processes import kill_tree

SPEECH = "speech"
IN_TURNS = "rq.worker.RoundRobinWorker"

logger = logging.getLogger("fonds.work")

TICK_SECONDS = 0.25
STOP_SECONDS = 10
LONGEST_PAUSE_SECONDS = 30
STEADY_SECONDS = 60
LOOK_SECONDS = 15
"""How often it is looked whether the programs that work waits for are there."""


def has_speech() -> bool:
    """Say whether a model of speech is set up; without one its process would only take memory."""
    return bool(settings.FONDS_SPEECH_MODEL)


@dataclass
class Child:
    """One process to be kept running: what it runs, and how its last starts went."""

    name: str
    arguments: list[str]
    worker_id: str = ""
    process: Forked | None = None
    started: float = 0.0
    failures: int = 0
    start_after: float = 0.0


@dataclass
class Supervisor:
    """Keep `process_count` task processes and the index drain running until asked to stop."""

    process_count: int
    uses_database_queue: bool
    only: tuple[str, ...] = ()
    """Of which kinds processes are started ("tasks", a slow queue, "index"); all if empty."""
    held_files: tuple[int, ...] = ()
    """Open files that no started process may hold on to: the lock that says who works here."""
    lease_id: str = ""
    is_stopping: bool = False
    children: list[Child] = field(default_factory=list)
    last_beat: float = 0.0
    missing: dict[str, str] = field(default_factory=dict)
    looked_at: float | None = None

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then let running tasks end, for STOP_SECONDS at most.

        Lost tasks are looked for from the first beat on: by then the processes of a supervisor that was killed
        at this place have noticed and are gone.
        """
        self.lease_id = take_lease(process_count=self.process_count)
        self.last_beat = time.monotonic()
        self.children = self._plan()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        try:
            while not self.is_stopping:
                self._tick()
                time.sleep(TICK_SECONDS)
        finally:
            self._stop()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _plan(self) -> list[Child]:
        """List the processes wanted: one for each core's tasks, one for each slow queue, one for the index.

        A slow queue has a process of its own, and the others never take from it: whatever waits there, a photo or a
        page finds somebody free.
        """
        planned = [Child(f"tasks {number}", self._work_on()) for number in range(self.process_count)]
        planned += [Child(queue, self._work_on(queue)) for queue in SLOW_QUEUES if queue != SPEECH or has_speech()]
        if "index" in get_commands():
            planned.append(Child("index", ["command", "index", "drain", "--forever"]))
        return [child for child in planned if not self.only or child.name.split()[0] in self.only]

    def _work_on(self, slow_queue: str = "") -> list[str]:
        """Return the arguments of a process for one slow queue, or for all others."""
        if self.uses_database_queue:
            return [TASKS, slow_queue]
        queues = [slow_queue] if slow_queue else [name for name in settings.RQ_QUEUES if name not in SLOW_QUEUES]
        command = ["command", "rqworker", *queues, "--with-scheduler"]
        # In turns: a long document in the queue of pages holds up no new file, nor the other way round.
        return [*command, "--job-class=django_tasks_rq.Job", f"--worker-class={IN_TURNS}", "--verbosity=0"]

    def _tick(self) -> None:
        now = time.monotonic()
        if now - self.last_beat > BEAT_SECONDS:
            self._beat(now)
        is_fenced = time.monotonic() - self.last_beat > FENCE_SECONDS
        for child in self.children:
            if child.process is not None and is_fenced:
                kill_tree(child.process.pid)
            if child.process is not None and child.process.poll() is not None:
                self._bury(child)
            if child.process is None and not is_fenced and time.monotonic() >= child.start_after:
                self._start(child)

    def _beat(self, now: float) -> None:
        """Renew the lease, tell the processes, and look for tasks that someone lost."""
        self._look_for_programs(now)
        try:
            close_old_connections()
            beat(lease_id=self.lease_id, process_count=self.process_count, missing=self.missing)
        except DatabaseError as error:
            connection.close()
            logger.warning("The lease could not be renewed: %s", error)
            return
        # The moment before the write counts: that is what others see.
        self.last_beat = now
        for child in self.children:
            if child.process is not None:
                child.process.tell()
        self._recover()

    def _look_for_programs(self, now: float) -> None:
        """Note which programs this host lacks; the health page names them, and work that needs them waits."""
        if self.looked_at is not None and now - self.looked_at < LOOK_SECONDS:
            return
        self.looked_at = now
        before, self.missing = self.missing, missing_programs()
        for name, package in self.missing.items():
            if name not in before:
                logger.warning("%s is not installed; work that needs it waits. Install %s", name, package)

    def _recover(self) -> None:
        if not self.uses_database_queue:
            self._recover_redis()
        try:
            living = living_leases()
            tasks = 0
            if self.uses_database_queue:
                tasks = requeue_tasks(is_dead=lambda worker_id: lease_of(worker_id) not in living)
                forget_tasks()
            pages = reclaim_pages(living=living)
            recordings = reclaim_preparations(living=living) + reclaim_recognitions(living=living)
            waited = take_up_waiting(missing=self.missing)
            work_missed.send(sender=type(self), living=living)
        except DatabaseError as error:
            logger.warning("Lost tasks could not be looked for: %s", error)
            return
        if tasks:
            logger.warning("%d tasks of a worker that is gone were handed out again", tasks)
        if waited:
            logger.warning("%d pieces of work that waited for a program were taken up", waited)
        if pages:
            logger.warning("%d pages whose reader is gone were taken up again", pages)
        if recordings:
            logger.warning("%d recordings whose process is gone were taken up again", recordings)

    def _recover_redis(self) -> None:
        from redis.exceptions import RedisError  # noqa: PLC0415 - only where Redis is the queue

        from archive.work.redis import requeue_abandoned  # noqa: PLC0415

        try:
            requeue_abandoned()
        except RedisError as error:
            logger.warning("Lost tasks could not be looked for: %s", error)

    def _start(self, child: Child) -> None:
        arguments = list(child.arguments)
        if child.arguments[0] == TASKS:
            child.worker_id = f"{self.lease_id}-{secrets.token_hex(6)}"
            arguments.insert(1, child.worker_id)
        pipes = [other.process.pipe for other in self.children if other.process is not None]
        # Two processes must not talk over one connection.
        connections.close_all()
        child.process = fork(
            child.name, partial(work_in_process, self.lease_id, arguments), not_for_copies=[*self.held_files, *pipes]
        )
        child.started = time.monotonic()

    def _bury(self, child: Child, *, counts_as_attempt: bool = True) -> None:
        """Note a process's end, hand its task out again, and plan its restart with growing pauses."""
        assert child.process is not None  # noqa: S101 - for the type checker
        code, child.process = child.process.poll(), None
        if child.worker_id:
            with contextlib.suppress(DatabaseError):
                requeue_tasks(is_dead=child.worker_id.__eq__, counts_as_attempt=counts_as_attempt)
        lasted = time.monotonic() - child.started
        if code == 0 or lasted > STEADY_SECONDS:
            child.failures = 0
        if code != 0 and not self.is_stopping:
            child.failures += 1
            logger.error("The process %s ended with %s after %d s; it is started again", child.name, code, lasted)
        pause = min(LONGEST_PAUSE_SECONDS, 2**child.failures - 1)
        child.start_after = time.monotonic() + pause

    def _stop(self) -> None:
        """Ask every process to end, wait, kill what stays, and give the lease up."""
        running = [(child, child.process) for child in self.children if child.process is not None]
        for _, process in running:
            process.ask_to_stop()
        until = time.monotonic() + STOP_SECONDS
        for child, process in running:
            if not process.wait(max(0.0, until - time.monotonic())):
                kill_tree(process.pid)
                process.wait(STOP_SECONDS)
            self._bury(child, counts_as_attempt=False)
        with contextlib.suppress(DatabaseError):
            give_up_lease(lease_id=self.lease_id)
