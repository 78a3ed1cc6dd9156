"""The Elasticsearch of the tests is a real one, and one that is gone is not passed over."""

from __future__ import annotations

import json
import shutil
import urllib.request

import pytest

from tests.elasticsearch_server import FOLDER_VARIABLE, open_folder, shared_address, start_server, stop_server
from tests.running_site import free_port

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
    server.mkdir()
    # As a server leaves it that was killed.
    (server / "url").write_text(f"http://127.0.0.1:{free_port()}\n")
    (server / "pid").write_text("4194304\n")
    monkeypatch.setenv(FOLDER_VARIABLE, str(server))
    try:
        with pytest.raises(OSError, match="refused"):
            _health(shared_address())
        with pytest.raises(RuntimeError, match="no_such_setting"):
            start_server(server, "no_such_setting=1")
    finally:
        stop_server(server)
        shutil.rmtree(parent)
