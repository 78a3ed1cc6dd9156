"""A cluster that wants a password and speaks over TLS is reached with the right ones, and said why when not."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from search.engines.base import SearchRequest
from search.engines.elasticsearch import ClusterSettings, ElasticsearchEngine
from search.engines.errors import EngineUnavailable
from search.engines.schema import RECORDS
from tests.contract.engines.asking import put, term
from tests.elasticsearch_server import open_folder, start_server, stop_server

pytestmark = pytest.mark.slow

PASSWORD = "toʻgʻri parol"


@dataclass(frozen=True)
class Secured:
    """The address of the server, and the certificate it shows."""

    address: str
    certificate: Path


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    certificates = tmp_path_factory.mktemp("certificates")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=fonds-test",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", certificates / "key.pem",
         "-out", certificates / "ca.pem"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    parent = open_folder()
    ssl = "xpack.security.http.ssl"
    try:
        address = start_server(
            parent / "server",
            f"{ssl}.enabled=true",
            f"{ssl}.key=certificates/key.pem",
            f"{ssl}.certificate=certificates/ca.pem",
            password=PASSWORD,
            certificates=certificates,
        )
        yield Secured(address, certificates / "ca.pem")
    finally:
        stop_server(parent / "server")
        shutil.rmtree(parent, ignore_errors=True)


def engine(secured: Secured, **given: str) -> ElasticsearchEngine:
    asked = {"user": "elastic", "password": PASSWORD, "ca_file": str(secured.certificate), **given}
    return ElasticsearchEngine(RECORDS, ClusterSettings((secured.address,), replicas=0, **asked))  # type: ignore[arg-type]


def test_with_password_and_certificate_the_index_works(secured: Secured) -> None:
    assert secured.address.startswith("https://")
    made = engine(secured)
    made.create("first")
    made.activate("first")
    made.apply([put("a", "kitob")], 3)
    made.refresh()
    assert made.count(term("kitob")) == 1
    assert made.health().checkpoint == 3


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"password": "wrong"}, "does not accept the name, password or key given"),
        ({"user": ""}, "does not accept the name, password or key given"),
        ({"user": "", "api_key": "d3Jvbmc6d3Jvbmc="}, "does not accept the name, password or key given"),
        ({"ca_file": ""}, "the certificate of Elasticsearch at https://127.0.0.1:[0-9]+ is not trusted"),
    ],
)
def test_what_is_wrong_is_said(secured: Secured, given: dict[str, str], reason: str) -> None:
    wrong = engine(secured, **given)
    assert not wrong.health().is_ready
    with pytest.raises(EngineUnavailable, match=reason):
        wrong.search(SearchRequest())
    with pytest.raises(EngineUnavailable, match=reason):
        wrong.apply([put("b")], 1)
