"""Nothing leaks through the interface: no record, page, word, count or name that the one who asks may not see."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from catalog.models import Record, RecordAsset, Subject
from tests.integration.search.api.conftest import Drained, Keys
from tests.integration.search.conftest import Maker, make_document

SEES = {
    "public": {"public", "lifted", "full"},
    "accredited": {"public", "lifted", "full", "accredited"},
    "staff": {"public", "lifted", "full", "accredited", "staff", "embargo"},
}
WORDS_OF = {"public": "tamgʻa", "accredited": "matbuot", "staff": "ichki", "embargo": "keyin", "lifted": "endi"}
OWN = ["", "/units", "/units/1", "/units/1/words", "/search?q=bojxona"]


@pytest.mark.parametrize("standing", SEES)
def test_each_address_of_a_record_opens_to_whom_the_record_does(
    client: Client, holdings: dict[str, Record], keys: Keys, standing: str
) -> None:
    assert set(holdings) == {"public", "accredited", "staff", "embargo", "lifted", "full"}
    asked = [(name, own) for name in holdings for own in OWN]
    codes = {
        (name, own): client.get(f"/api/v1/records/{holdings[name].pid}{own}", headers=keys.of(standing)).status_code
        for name, own in asked
    }
    assert codes == {(name, own): 200 if name in SEES[standing] else 404 for name, own in asked}


@pytest.mark.parametrize("standing", SEES)
def test_a_search_finds_and_counts_what_may_be_seen(
    client: Client, holdings: dict[str, Record], keys: Keys, standing: str
) -> None:
    answer = client.get("/api/v1/search?q=bojxona", headers=keys.of(standing)).json()
    names = {record.pid: name for name, record in holdings.items()}
    seen = SEES[standing]
    assert {names[hit["pid"]] for hit in answer["hits"]} == seen
    assert answer["total"] == len(seen)
    assert answer["pages_found"] == len(seen) + 1
    kinds = next(facet for facet in answer["facets"] if facet["name"] == "kind")
    assert [(value["value"], value["count"]) for value in kinds["values"]] == [("document", len(seen))]
    listed = client.get("/api/v1/facets/kind", headers=keys.of(standing)).json()
    assert (listed["total"], listed["facet"]["values"][0]["count"]) == (len(seen), len(seen))


@pytest.mark.parametrize("standing", SEES)
def test_the_words_of_a_hidden_record_find_nothing_and_suggest_nothing(
    client: Client, holdings: dict[str, Record], keys: Keys, standing: str
) -> None:
    for name, word in WORDS_OF.items():
        answer = client.get("/api/v1/search", {"q": word}, headers=keys.of(standing)).json()
        is_seen = name in SEES[standing]
        assert (name, bool(answer["total"]), bool(answer["pages_found"])) == (name, is_seen, is_seen)
        if not is_seen:
            assert holdings[name].pid not in str(answer)
            assert (name, answer["looser"]) == (name, [])
            assert (name, [part["also"] for part in answer["reading"]["parts"]]) == (name, [[]])


def test_facets_do_not_name_what_only_hidden_records_have(
    client: Client, drain: Drained, make_record: Maker, keys: Keys
) -> None:
    secret = Subject.objects.create(slug="maxfiy", label_en="secret")
    record = make_record(["bojxona"], access="staff", date_edtf="1931")
    record.subjects.add(secret)
    record.save()
    make_record(["bojxona"])
    drain()
    for address in ("/api/v1/search?q=bojxona", "/api/v1/search?more=subject", "/api/v1/facets/subject"):
        assert "maxfiy" not in client.get(address).content.decode()
        assert "1931" not in client.get(address).content.decode()
        assert "maxfiy" in client.get(address, headers=keys.staff).content.decode()


def test_a_file_that_another_record_closes_is_not_there_in_any_answer(
    client: Client, drain: Drained, make_record: Maker, keys: Keys
) -> None:
    closed, shown = make_document(["maxfiy bojxona"]), make_document(["ochiq bojxona"])
    record, stricter = make_record(), make_record(access="staff")
    for number, document in enumerate((closed, shown)):
        RecordAsset.objects.create(record=record, document=document, sort_order=number)
    RecordAsset.objects.create(record=stricter, document=closed)
    record.save()
    drain()
    base = f"/api/v1/records/{record.pid}"
    answer = client.get(base).json()
    assert [asset["sha256"] for asset in answer["assets"]] == [shown.sha256]
    assert (answer["page_count"], answer["facts"]) == (1, [])
    listed = client.get(f"{base}/units").json()
    assert (listed["total"], [unit["number"] for unit in listed["units"]]) == (1, [1])
    assert client.get(f"{base}/units/1").json()["text"] == "ochiq bojxona"
    assert client.get(f"{base}/units/2").status_code == 404
    assert client.get(f"{base}/search?q=maxfiy").json()["total"] == 0
    found = client.get("/api/v1/search?q=ochiq").json()["hits"][0]
    assert found["thumbnail"] is None
    assert str(shown.uid) in found["units"][0]["image"]
    everything = "".join(client.get(f"{base}{own}").content.decode() for own in OWN) + str(found)
    assert str(closed.uid) not in everything
    assert str(closed.uid) in client.get(base, headers=keys.staff).content.decode()


def test_the_addresses_of_files_open_with_the_same_key(client: Client, holdings: dict[str, Record], keys: Keys) -> None:
    record = client.get(f"/api/v1/records/{holdings['accredited'].pid}", headers=keys.accredited).json()
    original = record["assets"][0]["original"].removeprefix("http://testserver")
    assert client.get(original).status_code == 404
    opened: Any = client.get(original, headers=keys.accredited)
    assert (opened.status_code, "Authorization" in opened["Vary"]) == (200, True)
    assert b"".join(opened.streaming_content)


def test_a_session_opens_what_its_person_may_see(client: Client, holdings: dict[str, Record], keys: Keys) -> None:
    client.force_login(get_user_model().objects.get(username="malika"))
    assert client.get("/api/v1/search?q=bojxona").json()["total"] == len(SEES["accredited"])
    # A key that is shown counts before the session.
    assert client.get("/api/v1/search?q=bojxona", headers=keys.staff).json()["total"] == len(SEES["staff"])


def test_a_restriction_holds_at_once_though_the_index_has_not_followed(
    client: Client, holdings: dict[str, Record]
) -> None:
    Record.objects.filter(pk=holdings["public"].pk).update(access="staff")
    answer = client.get("/api/v1/search?q=bojxona").json()
    assert holdings["public"].pid not in str(answer)
    assert answer["total"] == 2
