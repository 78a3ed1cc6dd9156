"""Ingest, worker and undoing are killed at random moments, and nothing is lost, doubled or left over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS
from tests.template_database import migrated_database

KILLS = 50
FILES = 16


@pytest.mark.slow
def test_fifty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    data = tmp_path / "soak"
    data.mkdir()
    migrated_database(data)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FONDS_", "DJANGO_"))}
    command = [sys.executable, "-m", "bench.kill_soak", "--kills", str(KILLS), "--files", str(FILES)]
    made = subprocess.run(
        [*command, "--longest-life", "0.2", "--data", str(data)],
        cwd=PROJECT_DIR, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    assert made.stdout, made.stderr[-3000:]
    found = json.loads(made.stdout)
    assert found["faults"] == []
    assert sum(found["kills"].values()) >= KILLS
    assert set(found["kills"]) >= {"ingest", "worker"}
