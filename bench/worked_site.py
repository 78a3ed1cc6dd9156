"""Begin a benchmark of workers: an empty site with its index, and a worker that takes what comes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.site_at_size import FOLDER, open_site


def empty_site(name: str) -> Path:
    """Make the data folder of a benchmark anew and return it; call before anything of Django is imported."""
    shutil.rmtree(FOLDER / name, ignore_errors=True)
    return open_site(name, with_static_files=False)


def environment_of(data: Path) -> dict[str, str]:
    """Return the environment in which commands work on a site."""
    return {**os.environ, "FONDS_DATA": str(data)}


def start_worker(data: Path, processes: int) -> subprocess.Popen[bytes]:
    """Build the empty index of a site and start its worker."""
    command = [sys.executable, "manage.py", "index", "rebuild"]
    subprocess.run(command, env=environment_of(data), check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "manage.py", "work", "--processes", str(processes)]
    return subprocess.Popen(command, env=environment_of(data))
