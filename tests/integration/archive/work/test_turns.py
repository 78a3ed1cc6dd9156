"""Nobody in the queue starves: new files go first, pages are read all the while; one process has a thing at a time."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django_tasks_db.models import DBTaskResult

from archive.tasks import examine, forget_images, prepare, read
from archive.work import worker as working
from archive.work.process import SLOW_QUEUES
from archive.work.worker import PAGES_TURN, FairWorker
from config.environment import PROJECT_DIR
from tests.integration.archive.work.conftest import Instance

HOLD = """
import sys
from archive.operations.claim_work import claimed
from archive.work.passing import Busy
try:
    with claimed("examine photo 1"):
        print("held", flush=True)
        sys.stdin.read()
except Busy:
    print("busy", flush=True)
"""


def worker(max_tasks: int | None = None) -> FairWorker:
    return FairWorker(
        queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
        max_tasks=max_tasks, worker_id="test", excluded_queue_names=list(SLOW_QUEUES),
    )  # fmt: skip


def taken(count: int) -> list[str]:
    """Return the names of the tasks that a worker takes one after another."""
    one = worker()
    tasks = [one.take() for _ in range(count)]
    return [task.task_path.rpartition(".")[2] for task in tasks if task is not None]


@pytest.mark.django_db
def test_a_fresh_photo_is_looked_at_before_the_thousand_pages_that_wait() -> None:
    DBTaskResult.objects.all().delete()
    for number in range(1, 1001):
        read.enqueue(1, number)
    examine.enqueue("photo", 1)
    assert taken(1) == ["examine"]


@pytest.mark.django_db
def test_pages_are_read_all_the_while_that_new_files_arrive() -> None:
    DBTaskResult.objects.all().delete()
    read.enqueue(1, 1)
    read.enqueue(1, 2)
    for number in range(30):
        examine.enqueue("photo", number)
    names = taken(2 * PAGES_TURN)
    assert names.count("read") == 2
    assert names.count("examine") == 2 * PAGES_TURN - 2


@pytest.mark.django_db
def test_a_film_is_never_taken_by_those_who_look_at_photos() -> None:
    DBTaskResult.objects.all().delete()
    prepare.enqueue(1)
    assert taken(PAGES_TURN) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("is_grown", "least", "done"), [(True, 3, 3), (False, 3, 8), (True, 100, 8)])
def test_a_process_that_has_grown_makes_way_but_never_before_it_has_done_its_least(
    monkeypatch: pytest.MonkeyPatch, is_grown: bool, least: int, done: int
) -> None:
    DBTaskResult.objects.all().delete()
    for number in range(10):
        forget_images.enqueue(f"nothing/{number}")
    monkeypatch.setattr(working, "close_old_connections", lambda: None)
    monkeypatch.setattr(working, "has_grown", lambda: is_grown)
    monkeypatch.setattr(working, "LEAST_TASKS", least)
    one = worker(max_tasks=8)
    one.run()
    assert DBTaskResult.objects.filter(status="SUCCESSFUL").count() == done


def start(instance: Instance) -> subprocess.Popen[str]:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", HOLD]
    return subprocess.Popen(
        command, cwd=PROJECT_DIR, env=instance.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


@pytest.mark.slow
def test_of_two_processes_one_examines_a_file_and_a_killed_one_is_followed_by_the_other(instance: Instance) -> None:
    first, second = start(instance), start(instance)
    third = None
    try:
        told = {said(each): each for each in (first, second)}
        assert set(told) == {"busy", "held"}
        holder = told["held"]
        holder.kill()
        holder.wait()
        third = start(instance)
        assert said(third) == "held"
    finally:
        for each in (first, second, third):
            if each is not None:
                each.kill()
                each.communicate()
