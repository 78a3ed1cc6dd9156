"""A copy of a process lives and ends by itself, and takes nothing of its parent's along."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from archive.work.forked import NAME_CHARACTERS
from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS

BEFORE = """
import os, signal, sys, time
from pathlib import Path
from archive.work.forked import fork

def told(source):
    return os.read(source, 1)
"""


@contextmanager
def parent(code: str) -> Iterator[subprocess.Popen[str]]:
    """Run a parent of its own, since the process of the tests has threads that a copy would miss."""
    made = subprocess.Popen(
        [sys.executable, "-c", BEFORE + code], cwd=PROJECT_DIR, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield made
    finally:
        made.kill()
        made.communicate()


def said(code: str) -> tuple[list[str], str]:
    """Return what a parent and its copies print until all have ended, and what they complain of."""
    with parent(code) as made:
        out, complaints = made.communicate(timeout=PATIENCE_SECONDS)
        return out.splitlines(), complaints


@pytest.mark.parametrize(
    ("work", "code"),
    [
        ("lambda source: None", 0),
        ("lambda source: sys.exit()", 0),
        ("lambda source: sys.exit(3)", 3),
        ("lambda source: sys.exit('a reason')", 1),
        ("lambda source: 1 / 0", 1),
        ("lambda source: os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_the_end_of_a_copy_is_told_to_its_parent(work: str, code: int) -> None:
    out, complaints = said(f"made = fork('tasks 0', {work}); print(made.wait({PATIENCE_SECONDS}), made.poll())")
    assert out == [f"True {code}"]
    assert ("ZeroDivisionError" in complaints) == ("1 / 0" in work)


def test_what_was_printed_before_is_not_printed_by_the_copy_again() -> None:
    out, _ = said("print('once'); made = fork('x', lambda source: print('copy')); made.wait(60); print('parent')")
    assert out == ["once", "copy", "parent"]


def test_a_copy_asked_to_stop_does_not_do_what_its_parent_would() -> None:
    out, _ = said("""
signal.signal(signal.SIGTERM, lambda number, frame: print("the parent's answer", flush=True))
made = fork("x", told)
made.ask_to_stop()
made.wait(60)
print(made.poll())
made.ask_to_stop()
made.tell()
""")
    assert out == [str(-signal.SIGTERM)]


def test_a_copy_hears_its_parent_and_is_held_up_by_nobody() -> None:
    out, _ = said("""
deaf = fork("x", lambda source: time.sleep(60))
for _ in range(100_000):
    deaf.tell()
hearing = fork("y", lambda source: print(told(source), sys.stdin.read(), os.getsid(0) == os.getpid()))
hearing.tell()
hearing.wait(60)
os.kill(deaf.pid, signal.SIGKILL)
""")
    assert out == ["b'.'  True"]


def test_every_copy_notices_the_end_of_its_parent_and_none_keeps_its_lock() -> None:
    """Each later copy is made while the pipe to the first is open: it must not keep that open."""
    code = """
import fcntl, tempfile
lock = open(tempfile.mkstemp()[1], "w")
fcntl.flock(lock, fcntl.LOCK_EX)
def work(source):
    print(os.getpid(), flush=True)
    told(source)
    time.sleep(0.5)
    try:
        fcntl.flock(open(lock.name, "w"), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        print("locked", flush=True)
    else:
        print("free", flush=True)
made = []
for number in range(3):
    made.append(fork("x", work, not_for_copies=[lock.fileno(), *(each.pipe for each in made)]))
time.sleep(600)
"""
    with parent(code) as made:
        assert made.stdout is not None
        copies = [made.stdout.readline() for _ in range(3)]
        assert all(line.strip().isdigit() for line in copies)
        made.kill()
        ends = sorted(made.stdout.readline().strip() for _ in range(3))
        assert "free" in ends


def test_a_copy_has_a_name_of_its_own_among_the_processes() -> None:
    out, _ = said(
        "made = fork('a long name of a queue', lambda source: print(Path('/proc/self/comm').read_text().strip()));"
        "made.wait(60)"
    )
    assert out == ["fonds a long name of a queue"[:NAME_CHARACTERS]]
