"""A worker whose decoder runs wild is ended after it has written down why; nothing else is."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from pathlib import Path

from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS


def run(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script that works as a worker does, in a process of its own."""
    head = """
        import time
        from pathlib import Path
        import django
        django.setup()
        from archive.process_marks import work_under
        from archive.reasons import Reason
        from archive.work.guard import Bounds, ended_beyond, limit_memory

        def bounds(seconds):
            return Bounds(seconds, Reason("slow", "too slow"), Reason("large", "too large"))
    """
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(head) + textwrap.dedent(script)],
        cwd=PROJECT_DIR, env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip


def test_a_worker_that_takes_too_long_writes_down_why_and_is_ended(tmp_path: Path) -> None:
    note = tmp_path / "note"
    started = time.monotonic()
    made = run(f"""
        work_under("lease")
        with ended_beyond(bounds(0.2), lambda reason: Path({str(note)!r}).write_text(reason.code)):
            time.sleep({2 * PATIENCE_SECONDS})
    """)
    assert made.returncode == -9
    assert note.read_text() == "slow"
    assert time.monotonic() - started < PATIENCE_SECONDS


def test_a_worker_that_takes_too_much_memory_writes_down_why_and_is_ended_before_it_has_it(tmp_path: Path) -> None:
    note = tmp_path / "note"
    made = run(f"""
        import resource
        from django.conf import settings
        settings.FONDS_WORKER_MEMORY_MB = 512
        work_under("lease")
        taken = []
        with ended_beyond(bounds(40), lambda reason: Path({str(note)!r}).write_text(reason.code)):
            while True:
                taken.append(b"x" * (4 << 20))
                assert len(taken) < 180, "it went on"
                time.sleep(0.005)
    """)
    assert made.returncode == -9, made.stderr
    assert note.read_text() == "large"


def test_one_that_is_done_in_time_or_no_worker_goes_on(tmp_path: Path) -> None:
    made = run("""
        with ended_beyond(bounds(0.05), print):
            time.sleep(0.3)
        work_under("lease")
        with ended_beyond(bounds(0.2), print):
            pass
        time.sleep(0.4)
        print("done")
    """)
    assert (made.returncode, made.stdout) == (0, "done\n"), made.stderr


def test_asking_for_more_memory_than_there_may_be_fails_in_the_process_itself() -> None:
    made = run("""
        limit_memory(400 << 20)
        try:
            bytearray(600 << 20)
        except MemoryError:
            print("refused")
    """)
    assert made.stdout == "refused\n", made.stderr
