"""The worker: no task is lost, none runs twice at once, whatever is killed."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from archive.work.lease import FENCE_SECONDS, LOST_SECONDS
from tests.integration.archive.work.conftest import Instance, wait_for
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.slow


def is_running(process_id: int) -> bool:
    stat = Path(f"/proc/{process_id}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_task_whose_process_is_killed_runs_again_in_a_new_process(instance: Instance) -> None:
    instance.enqueue("nap", 60)
    instance.start("tasks")
    wait_for(lambda: instance.notes() == ["start"])

    os.kill(instance.sleepers()[0], signal.SIGKILL)

    wait_for(lambda: instance.task()[0] == "SUCCESSFUL")
    assert instance.notes() == ["start", "start", "end"]
    assert len(set(instance.sleepers())) == 2


def test_a_killed_supervisor_takes_its_processes_along_and_the_next_one_finishes_their_tasks(
    instance: Instance,
) -> None:
    instance.enqueue("nap", 60)
    instance.start()
    wait_for(lambda: instance.notes() == ["start"])
    orphans = instance.processes()

    instance.send(signal.SIGKILL)

    # At once, not when they miss the lease.
    wait_for(lambda: not any(is_running(orphan) for orphan in orphans), seconds=FENCE_SECONDS - 10)
    assert instance.task()[0] == "RUNNING"
    instance.close()
    instance.start()
    wait_for(lambda: instance.task()[0] == "SUCCESSFUL")
    assert instance.notes() == ["start", "start", "end"]


def test_a_stop_lets_a_short_task_end(instance: Instance) -> None:
    instance.enqueue("nap", 3)
    instance.start("tasks")
    wait_for(lambda: instance.notes() == ["start"])

    instance.send(signal.SIGTERM)

    assert instance.supervisor is not None
    assert instance.supervisor.wait(timeout=PATIENCE_SECONDS) == 0
    assert instance.task() == ("SUCCESSFUL", 1)


def test_a_stop_hands_a_long_task_back_without_counting_the_attempt(instance: Instance) -> None:
    instance.enqueue("nap", 120)
    instance.start("tasks")
    wait_for(lambda: instance.notes() == ["start"])
    running = instance.processes()

    instance.send(signal.SIGINT)

    assert instance.supervisor is not None
    assert instance.supervisor.wait(timeout=PATIENCE_SECONDS) == 0
    assert instance.task() == ("READY", 0)
    assert not any(is_running(process) for process in running)


def test_a_task_that_kills_its_process_three_times_is_given_up(instance: Instance) -> None:
    instance.enqueue("die")
    instance.start("tasks")

    wait_for(lambda: instance.task()[0] == "FAILED")

    assert instance.notes() == ["start"] * 3
    instance.log.unlink()
    instance.enqueue("nap", 0)
    wait_for(lambda: instance.notes() == ["start", "end"])


def test_a_second_worker_on_the_same_folder_is_refused_in_one_sentence(instance: Instance) -> None:
    instance.start("tasks")
    assert instance.supervisor is not None
    holder = instance.supervisor.pid
    lock = instance.data / "work.lock"
    wait_for(lambda: lock.exists() and lock.read_text() == str(holder))

    second = instance.manage("work")

    assert second.returncode == 1
    assert second.stderr.strip() == (
        f"CommandError: A worker already runs on {instance.data} (process {holder}); stop it first."
    )


def test_a_supervisor_that_sleeps_too_long_loses_its_processes_by_their_own_hand(instance: Instance) -> None:
    """A frozen supervisor renews nothing: its processes must not outlive its lease."""
    instance.enqueue("nap", 300)
    instance.start("tasks")
    wait_for(lambda: instance.notes() == ["start"])
    sleeper = instance.sleepers()[0]

    instance.send(signal.SIGSTOP)

    # Later, another supervisor could hand the task out again.
    wait_for(lambda: not is_running(sleeper), seconds=LOST_SECONDS)
    instance.send(signal.SIGKILL)
    assert isinstance(instance.supervisor, subprocess.Popen)


def test_slow_tasks_never_hold_up_the_others_and_are_done_one_at_a_time(instance: Instance, tmp_path: Path) -> None:
    films = tmp_path / "films.log"
    for _ in range(3):
        instance.enqueue("slow_nap", 2 * PATIENCE_SECONDS, queue="media", log=films)
    instance.start("tasks", "media")
    wait_for(films.exists)

    instance.enqueue("nap", 0)

    wait_for(lambda: instance.notes() == ["start", "end"])
    assert [line.split()[0] for line in films.read_text().splitlines()] == ["start"]
