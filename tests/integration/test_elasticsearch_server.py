"""The Elasticsearch of the tests is a real one, and one that is gone is not passed over."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
import urllib.request

import pytest

from tests.elasticsearch_server import FOLDER_VARIABLE, open_folder, shared_address, start_server, stop_server

pytestmark = pytest.mark.slow


def _health(address: str) -> str:
    with urllib.request.urlopen(f"{address}/_cluster/health", timeout=10) as answer:  # noqa: S310 - our own address
        return str(json.load(answer)["status"])


def test_the_shared_server_answers_on_this_machine_alone(elasticsearch: str) -> None:
    assert elasticsearch.startswith("http://127.0.0.1:")
    assert _health(elasticsearch) in {"green", "yellow"}
    assert shared_address() == elasticsearch


def test_a_server_that_died_is_not_replaced_in_silence_and_one_that_cannot_start_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parent = open_folder()
    server = parent / "server"
    monkeypatch.setenv(FOLDER_VARIABLE, str(server))
    try:
        address = shared_address()
        os.kill(int((server / "pid").read_text()), signal.SIGKILL)
        time.sleep(0.5)
        assert shared_address() == address
        with pytest.raises(OSError, match="refused"):
            _health(address)
        # That one asked for by name comes back where it was, the tests of faults rely on.
        with pytest.raises(RuntimeError, match="no_such_setting"):
            start_server(server, "no_such_setting=1")
    finally:
        stop_server(server)
        shutil.rmtree(parent)
