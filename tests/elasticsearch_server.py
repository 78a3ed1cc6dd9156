"""Start and stop real Elasticsearch servers for tests, by `bin/elasticsearch`."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS

PROGRAM = PROJECT_DIR / "bin" / "elasticsearch"
FOLDER_VARIABLE = "ELASTICSEARCH_FOLDER"
"""Names the folder of the one server that all processes of a test run share."""


def start_server(folder: Path, *settings: str, password: str = "", certificates: Path | None = None) -> str:
    """Start a server in a folder that others may enter, and return its address; fail with what it said."""
    environment = {**os.environ, "ES_IS_BRIEF": "true", **({"ES_PASSWORD": password} if password else {})}
    if certificates is not None:
        environment["ES_CERTIFICATES"] = str(certificates)
    done = subprocess.run(
        [PROGRAM, "start", folder, *settings],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Elasticsearch did not start.\n{done.stderr}")
    return done.stdout.strip()


def stop_server(folder: Path) -> None:
    """Stop the server of a folder; nothing happens where none runs."""
    subprocess.run([PROGRAM, "stop", folder], check=True, timeout=PATIENCE_SECONDS)


def shared_address() -> str:
    """Return the address of the run's own server, started by the first process that asks.

    One that died is not started again: the tests that need it fail.
    """
    folder = Path(os.environ[FOLDER_VARIABLE])
    with folder.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        address = folder / "url"
        return address.read_text().strip() if address.exists() else start_server(folder)


def provide_folder() -> Path | None:
    """Name the folder of the shared server where `bin/test` has not; return what to give to ``withdraw_folder``."""
    if FOLDER_VARIABLE in os.environ:
        return None
    parent = open_folder()
    os.environ[FOLDER_VARIABLE] = str(parent / "server")
    return parent


def withdraw_folder(parent: Path) -> None:
    """Stop the shared server and remove its folder."""
    del os.environ[FOLDER_VARIABLE]
    if (parent / "server").exists():
        stop_server(parent / "server")
    shutil.rmtree(parent, ignore_errors=True)


def open_folder() -> Path:
    """Return a new folder that the account of the server may enter; pytest's own are closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="fonds-elasticsearch-"))
    folder.chmod(0o755)
    return folder
