"""All hostile files together go through real deposits: each has its own outcome, the good are kept, nothing escapes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from config.environment import PROJECT_DIR
from tests.patience import PATIENCE_SECONDS
from tests.template_database import migrated_database

MOST_MIB = 1024
EVERY = "5"
"""All of them go through in `bin/bench hostile`; each alone through the inspection in another test."""
ACCEPTED = {"taken": {"ingested", "duplicate"}}
NEVER_DRAWN = "o'zini chizgan.pdf"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run the deposits with a real ingest and a real worker on a site of their own."""
    data = tmp_path_factory.mktemp("hostile") / "site"
    data.mkdir()
    migrated_database(data)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FONDS_", "DJANGO_"))}
    made = subprocess.run(
        [sys.executable, "-m", "bench.hostile", "--data", str(data), "--every", EVERY],
        cwd=PROJECT_DIR, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    assert made.stdout, made.stderr[-3000:]
    result: dict[str, Any] = json.loads(made.stdout)
    return result


@pytest.mark.slow
def test_the_batch_goes_on_and_each_file_has_its_own_outcome(found: dict[str, Any]) -> None:
    wrong = []
    for name, deposit in found["deposits"].items():
        told = {
            row["path"]: row["reason"] if row["outcome"] == "refused" else row["outcome"] for row in deposit["rows"]
        }
        expected = found["expected"][name]
        wrong += [
            (name, path, outcome, told.get(path))
            for path, outcome in expected.items()
            if told.get(path) not in ACCEPTED.get(outcome, {outcome})
        ]
        assert len(expected) >= 30
    assert not wrong


@pytest.mark.slow
def test_counts_add_up_and_each_deposit_ends(found: dict[str, Any]) -> None:
    for deposit in found["deposits"].values():
        assert deposit["state"] == "ended"
        assert deposit["tally"] == dict(Counter(row["outcome"] for row in deposit["rows"]))
        assert not {row["outcome"] for row in deposit["rows"]} & {"waiting", "working", "receiving"}
        reasons = {row["reason"] for row in deposit["rows"] if row["outcome"] == "refused"}
        assert not reasons & {"", "unforeseen", "process_lost"}


@pytest.mark.slow
def test_the_good_ones_are_taken_in_once_and_have_a_record(found: dict[str, Any]) -> None:
    rows = [row for deposit in found["deposits"].values() for row in deposit["rows"]]
    ingested = [row for row in rows if row["outcome"] == "ingested"]
    assert all(row["record"] for row in ingested)
    assert all(row["record"] for row in rows if row["outcome"] == "duplicate")
    good = [path for told in found["expected"].values() for path, outcome in told.items() if outcome == "taken"]
    assert len(ingested) >= len(set(good)) >= 30
    photos = found["states"]["Photo"]
    assert set(photos) == {"ready"}, "every photo that was taken in is drawn"


@pytest.mark.slow
def test_a_page_that_draws_itself_for_ever_is_set_aside_and_the_rest_is_read(found: dict[str, Any]) -> None:
    assert found["tasks_left"] == 0
    assert NEVER_DRAWN in found["parked"]
    assert set(found["states"]["Page"]) == {"ready", "parked"}
    assert len(found["parked"]) < 6


@pytest.mark.slow
def test_nothing_escapes_and_nothing_is_left_behind(found: dict[str, Any]) -> None:
    assert found["escaped"] == []
    assert found["moved"] == [], "what arrived lies as it lay"
    assert found["left_behind"] == []


@pytest.mark.slow
def test_no_process_takes_a_gibibyte(found: dict[str, Any]) -> None:
    assert max(deposit["peak_mib"] for deposit in found["deposits"].values()) < MOST_MIB
    assert found["worker_peak_mib"] < MOST_MIB
