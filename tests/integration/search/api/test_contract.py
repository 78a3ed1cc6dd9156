"""What the OpenAPI document promises, generated requests find kept: schemathesis with all its checks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from catalog.models import Record
from tests.patience import PATIENCE_SECONDS

EXAMPLES = 10
SEED = 20261126
CONFIGURATION = """
[parameters]
"path.pid" = "{pid}"

[generation]
deterministic = true
"""


@pytest.mark.slow
def test_generated_requests_find_every_promise_kept(
    live_server: Any, holdings: dict[str, Record], settings: Any, tmp_path: Path
) -> None:
    settings.FONDS_API_MINUTE = 1_000_000
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION.format(pid=holdings["public"].pid))
    options = [
        "--checks",
        "all",
        "--phases",
        "examples,coverage,fuzzing",
        "--max-examples",
        str(EXAMPLES),
        "--seed",
        str(SEED),
        "--no-color",
        "--continue-on-failure",
    ]
    made = subprocess.run(
        [Path(sys.executable).with_name("st"), "--config-file", configuration, "run",
         f"{live_server.url}/api/v1/openapi.json", *options],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout[-8000:] + made.stderr[-2000:]
    assert "Tested: 7" in made.stdout
