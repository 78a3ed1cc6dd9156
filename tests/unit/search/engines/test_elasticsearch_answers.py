"""What a cluster answers is judged whole, and its client is made as the settings say."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from search.engines.base import Delete, DeleteRecord, Put
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.bulk import MOST_BYTES, MOST_ITEMS, Item, _parts
from search.engines.elasticsearch.connection import client_options
from search.engines.elasticsearch.failures import check_whole
from search.engines.elasticsearch.planning import plan_of
from search.engines.elasticsearch.settings import ClusterSettings
from search.engines.errors import DocumentRefused, EngineUnavailable
from search.engines.schema import RECORDS, IndexDocument

HOST = "https://search.example.org:9200"


def test_an_answer_over_a_part_of_the_index_is_a_failure() -> None:
    check_whole("search the index", {"timed_out": False, "_shards": {"failed": 0}})
    with pytest.raises(EngineUnavailable, match="did not finish in time"):
        check_whole("search the index", {"timed_out": True, "_shards": {"failed": 0}})
    failures = [{"reason": {"reason": "disk went away"}}]
    with pytest.raises(EngineUnavailable, match=r"1 shards failed \(disk went away\)"):
        check_whole("search the index", {"timed_out": False, "_shards": {"failed": 1, "failures": failures}})


def test_a_password_a_key_and_certificates_reach_the_client(tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    basic = client_options(ClusterSettings((HOST,), user="fonds", password="toʻgʻri", ca_file=str(ca)))
    assert b64decode(basic["basic_auth"]).decode() == "fonds:toʻgʻri"
    assert basic["ca_certs"] == str(ca)
    with_key = client_options(ClusterSettings((HOST,), api_key="aWQ6a2V5"))
    assert Elasticsearch(**with_key)._headers["authorization"] == "ApiKey aWQ6a2V5"
    assert "basic_auth" not in with_key
    assert "ca_certs" not in client_options(ClusterSettings(("http://127.0.0.1:9200",), ca_file=str(ca)))


def test_an_address_that_is_none_is_said() -> None:
    engine = ElasticsearchEngine(RECORDS, ClusterSettings(("search.example.org",)))
    assert "Elasticsearch cannot be asked with these settings" in engine.health().reason


def test_the_client_repeats_nothing_by_itself() -> None:
    options = client_options(ClusterSettings((HOST,)))
    assert (options["max_retries"], options["retry_on_timeout"]) == (0, False)


def test_secrets_do_not_show_where_settings_are_printed() -> None:
    shown = repr(ClusterSettings((HOST,), user="fonds", password="geheim", api_key="schluessel"))
    assert "geheim" not in shown
    assert "schluessel" not in shown


def test_requests_are_bounded_in_bytes_and_in_number() -> None:
    large = [Item(str(n), "index", {}, b"x" * (MOST_BYTES // 3)) for n in range(7)]
    parts = list(_parts(large))
    assert [item.id for part in parts for item in part] == [str(n) for n in range(7)]
    assert all(sum(len(item.source) for item in part) <= MOST_BYTES for part in parts)
    many = [Item(str(n), "delete", {}) for n in range(MOST_ITEMS + 1)]
    assert [len(part) for part in _parts(many)] == [MOST_ITEMS, 1]
    huge = [Item("a", "index", {}, b"x" * (2 * MOST_BYTES)), Item("b", "delete", {})]
    assert [len(part) for part in _parts(huge)] == [1, 1]


def _put(name: str, version: int, record: str = "r") -> Put:
    return Put(IndexDocument(name, version, {}, {"record": [record]}, {}))


def test_a_batch_is_reduced_to_one_last_word_on_each_document() -> None:
    plan = plan_of([_put("a", 1), _put("a", 3), _put("a", 2), _put("b", 1), Delete("b"), _put("c", 1, "s")], RECORDS)
    kept = {name: last.document and last.document.version for name, last in plan.last.items()}
    assert kept == {"a": 3, "b": None, "c": 1}
    assert not any(last.is_reset for last in plan.last.values())


def test_what_is_put_after_its_record_was_emptied_prevails() -> None:
    plan = plan_of([_put("a", 5), DeleteRecord("r"), _put("b", 1), Delete("c"), _put("c", 1, "s")], RECORDS)
    assert plan.last["a"].document is None
    assert plan.last["b"].is_reset
    assert plan.last["c"].is_reset
    assert list(plan.emptied) == ["r"]


def test_an_id_the_cluster_would_refuse_the_whole_request_for_is_refused_before() -> None:
    for operation in (Delete("x" * 513), Delete(""), _put("ў" * 300, 1)):
        with pytest.raises(DocumentRefused):
            plan_of([_put("a", 1), operation], RECORDS)
