"""What keeps a site from starting is said in one sentence."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from config.environment import PROJECT_DIR
from config.preflight import port_problem
from tests.patience import PATIENCE_SECONDS


def run(tmp_path: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FONDS_")}
    return subprocess.run(
        [sys.executable, "-m", "config.preflight"],
        cwd=PROJECT_DIR,
        env={**kept, "FONDS_DATA": str(tmp_path), **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use_is_named_with_one_to_try_instead(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = run(tmp_path, FONDS_PORT=str(port))
    assert said.returncode == 1
    assert said.stderr == (
        f"fonds: port {port} is in use by another program; choose another with FONDS_PORT={port + 1}.\n"
    )


def test_a_port_just_left_by_a_stopped_site_is_free() -> None:
    with socket.socket() as left:
        left.bind(("127.0.0.1", 0))
        port = left.getsockname()[1]
    assert port_problem("127.0.0.1", port) == ""


def test_a_wrong_setting_is_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    said = run(tmp_path, FONDS_QUEUE="rabbit")
    assert said.returncode == 1
    assert said.stderr == "fonds: FONDS_QUEUE is wrong: write database or redis://host:6379/0.\n"


def test_a_search_cluster_that_is_away_is_said_and_stops_nothing(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        host = f"http://127.0.0.1:{closed.getsockname()[1]}"
        said = run(tmp_path, FONDS_SEARCH=f"elasticsearch:{host}", FONDS_PORT=str(free_port()))
    assert said.returncode == 0
    assert said.stderr == (
        f"fonds: Elasticsearch at {host} does not answer; until it does, visitors can only browse titles.\n"
    )
