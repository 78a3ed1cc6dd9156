"""What the addresses answer: everything said of a record, its pages and words, found places, and clear refusals."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Record
from search.api.shapes.parameters import FacetName, Narrowed
from search.engines.errors import EngineUnavailable
from search.finding.filters import FACETS, NOT
from tests.integration.search.api.conftest import Drained, full_record
from tests.integration.search.conftest import Maker

SEARCH = "/api/v1/search"


def test_a_hit_tells_page_passage_boxes_and_where_all_of_it_is(client: Client, holdings: dict[str, Record]) -> None:
    answer = client.get(SEARCH, {"q": "bojxona tamgʻa", "lang": "en"}).json()
    (hit,) = [each for each in answer["hits"] if each["pid"] == holdings["public"].pid]
    best = hit["units"][0]
    assert (best["page"], best["hit_count"]) == (2, 2)
    assert [each["text"] for each in best["segments"] if each["hit"]] == ["bojxona", "tamgʻa"]
    assert best["boxes"][0] == pytest.approx([0.1, 0.05, 0.07, 0.02], abs=1e-3)
    assert client.get(best["words"]).json()["words"][0]["text"] == "bojxona"
    assert client.get(best["unit"]).json()["text"] == "bojxona va tamgʻa"
    assert client.get(hit["record"]).json()["titles"]["ru"] == "Открытое"
    assert client.get(hit["inside"]).json()["total"] == 3
    assert client.get(best["address"].replace("http://testserver", "")).status_code == 302


def test_how_the_query_was_read_is_said_in_the_language_asked_for(client: Client, holdings: Any) -> None:
    for asked, message in (({"lang": "ru"}, "кавычки"), ({"lang": "en"}, "quotation mark")):
        reading = client.get(SEARCH, {"q": '"bojxona', **asked}).json()["reading"]
        assert [note["code"] for note in reading["notes"]] == ["unclosed_quote"]
        assert message in reading["notes"][0]["message"]
    listened = client.get(SEARCH, {"q": '"bojxona'}, headers={"Accept-Language": "ru"})
    assert "кавычки" in listened.json()["reading"]["notes"][0]["message"]
    assert (listened["Content-Language"], "Accept-Language" in listened["Vary"]) == ("ru", True)


def test_filters_years_sort_and_paging_are_those_of_the_page(
    client: Client, drain: Drained, make_record: Maker
) -> None:
    for year in range(1920, 1945):
        make_record(["bojxona"], date_edtf=str(year))
    drain()
    asked: dict[str, Any] = {
        "q": "bojxona",
        "from": "1921",
        "to": "1944",
        "sort": "date",
        "per_page": "10",
        "page": "3",
    }
    answer = client.get(SEARCH, asked).json()
    assert (answer["total"], answer["page_count"], len(answer["hits"]), answer["next"]) == (24, 3, 4, None)
    first = client.get(SEARCH, {**asked, "page": "1"}).json()
    assert first["hits"][0]["date"]["edtf"] == "1921"
    years = [hit["date"]["edtf"] for hit in first["hits"]]
    followed = client.get(first["next"]).json()
    years += [hit["date"]["edtf"] for hit in followed["hits"] + answer["hits"]]
    assert years == [str(year) for year in range(1921, 1945)]
    assert client.get(answer["previous"]).json()["hits"] == followed["hits"]
    decades = client.get(SEARCH, {"q": "bojxona", "decade": ["1920", "1940"]}).json()
    assert decades["total"] == 15
    without = client.get(SEARCH, {"q": "bojxona", "not_decade": ["1930", "1940"]}).json()
    assert without["total"] == 10
    assert client.get(SEARCH, {"q": "bojxona", "undated": "true"}).json()["total"] == 0
    beyond = client.get(SEARCH, {**asked, "page": "50"}).json()
    assert (beyond["hits"], beyond["total"], beyond["next"]) == ([], 24, None)


def test_what_may_be_narrowed_on_the_page_may_be_narrowed_here() -> None:
    assert [name.value for name in FacetName] == list(FACETS)
    assert {*FACETS, *(NOT + name for name in FACETS), "undated"} <= set(Narrowed.model_fields)


def test_nothing_found_offers_looser_questions(client: Client, holdings: Any) -> None:
    answer = client.get(SEARCH, {"q": "bojxona yoqolgan"}).json()
    assert {"query": "bojxona", "exact": False, "keeps_filters": True, "count": 3} in answer["looser"]


def test_a_record_says_everything_in_all_languages(client: Client, holdings: dict[str, Record]) -> None:
    record = holdings["full"]
    answer = client.get(f"/api/v1/records/{record.pid.lower()}", {"lang": "en"}).json()
    assert answer["titles"] == {"uz": "", "ru": "Приказ", "en": ""}
    assert answer["date"] == {
        "edtf": "1924-03-14", "earliest": "1924-03-14", "latest": "1924-03-14", "label": "14 March 1924",
    }  # fmt: skip
    assert answer["agents"][0]["labels"]["ru"] == "Каримов"
    assert (answer["agents"][0]["role"], answer["agents"][0]["role_label"]) == ("author", "Author")
    assert (answer["places"][0]["latitude"], answer["subjects"][0]["slug"]) == (37.22, "buyruq")
    assert answer["collection"]["titles"]["ru"] == "Приказы"
    assert answer["identifiers"] == [{"scheme": "reference", "value": "F. 12/45"}]
    assert answer["rights"]["uri"] == "http://rightsstatements.org/vocab/InC/1.0/"
    assert answer["rights"]["labels"]["ru"] == "Охраняется авторским правом"
    asset = answer["assets"][0]
    assert (asset["page_count"], asset["media_type"]) == (1, "application/pdf")
    assert asset["original"] is None, "it is in copyright, so the public takes no file of it"


def test_pages_are_listed_in_parts_and_read_one_by_one(client: Client, drain: Drained, make_record: Maker) -> None:
    record = make_record([f"{number}-bet bojxona" for number in range(1, 8)])
    record.record_assets.get().document.pages.filter(number=3).update(state="parked", text="", words=b"")
    record.record_assets.get().document.pages.filter(number=7).delete()
    drain()
    base = f"/api/v1/records/{record.pid}"
    second = client.get(f"{base}/units", {"per_page": 3, "page": 2}).json()
    assert (second["total"], [unit["number"] for unit in second["units"]]) == (7, [4, 5, 6])
    assert second["units"][0]["text_length"] == len("4-bet bojxona")
    first = client.get(second["previous"]).json()
    assert [(unit["state"], unit["images"] is None) for unit in first["units"]][1:] == [
        ("ready", False),
        ("parked", True),
    ]
    last = client.get(second["next"]).json()
    assert ([unit["state"] for unit in last["units"]], last["next"]) == (["waiting"], None)
    assert client.get(f"{base}/units", {"page": 90}).json()["units"] == []
    assert client.get(f"{base}/units/5").json()["text"] == "5-bet bojxona"
    assert client.get(f"{base}/units/3").json()["text"] == ""
    assert client.get(f"{base}/units/3/words").json()["words"] == []
    assert client.get(f"{base}/units/8").status_code == 404


def test_words_come_with_boxes_lines_and_confidence_and_packed_if_wished(
    client: Client, drain: Drained, make_record: Maker
) -> None:
    record = make_record(["\n".join(["Termiz bojxonasi oʻn yetti tamgʻa"] * 20)])
    address = f"/api/v1/records/{record.pid}/units/1/words"
    plain = client.get(address).json()
    assert (plain["width_px"], plain["height_px"], len(plain["words"])) == (1000, 1400, 100)
    word = plain["words"][5]
    assert (word["text"], word["line"], word["confidence_pct"]) == ("Termiz", 1, 95)
    assert [word[name] for name in "xywh"] == pytest.approx([0.1, 0.08, 0.07, 0.02], abs=1e-3)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content)) == plain


def test_places_inside_a_record_come_in_reading_order_in_parts(
    client: Client, drain: Drained, make_record: Maker
) -> None:
    record = make_record(["bojxona va bojxona", "yoʻq", "божхона"])
    drain()
    address = f"/api/v1/records/{record.pid}/search"
    answer = client.get(address, {"q": "bojxona", "per_page": "2"}).json()
    assert (answer["total"], answer["pages"]) == (3, [{"page": 1, "count": 2}, {"page": 3, "count": 1}])
    assert [(hit["number"], hit["page"], hit["on_page"]) for hit in answer["hits"]] == [(1, 1, 1), (2, 1, 2)]
    (third,) = client.get(answer["next"]).json()["hits"]
    assert (third["page"], third["boxes"][0]) == (3, pytest.approx([0.1, 0.05, 0.07, 0.02], abs=1e-3))
    assert client.get(address, {"q": "bojxona", "exact": "true"}).json()["total"] == 2


@pytest.mark.parametrize("own", ["", "/units", "/units/1", "/units/1/words"])
def test_an_unchanged_answer_is_not_sent_again(client: Client, holdings: dict[str, Record], own: str) -> None:
    record = holdings["full"]
    address = f"/api/v1/records/{record.pid}{own}"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert client.get(address, headers={"If-None-Match": packed["ETag"]}).status_code == 304
    record.record_assets.get().document.pages.update(text="boshqa", words=b"", quality_pct=1)
    record.title_en = "Order"
    record.save()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    record.access = "staff"
    record.save()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 404


def test_what_is_not_valid_is_refused_by_name(client: Client, holdings: Any) -> None:
    for query, parameter in (
        ("page=0", "page"), ("page=101", "page"), ("per_page=1000", "per_page"), ("page=" + "9" * 5000, "page"),
        ("from=0", "from"), ("to=x", "to"), ("sort=best", "sort"), ("lang=kk", "lang"), ("decade=soon", "decade"),
        ("q=" + "a" * 1001, "q"), ("kind=" + "a" * 201, "kind"), ("more=nothing", "more"), ("subjct=seals", "subjct"),
        ("&".join(["kind=a"] * 21), "kind"), ("kind=", "kind"),
    ):  # fmt: skip
        response = client.get(f"{SEARCH}?{query}")
        body = response.json()
        assert (query, response.status_code) == (query, 422)
        assert response["Content-Type"] == "application/problem+json"
        assert body["type"] == "/api/v1/docs#problem-parameters-not-valid"
        assert (query, {error["parameter"] for error in body["errors"]}) == (query, {parameter})
        assert parameter in body["detail"]


def test_a_misspelled_parameter_is_put_right(client: Client, holdings: Any) -> None:
    (error,) = client.get(f"{SEARCH}?subjct=seals").json()["errors"]
    assert error["message"] == "There is no such parameter; did you mean subject?"


def test_no_text_is_an_error(client: Client, holdings: Any) -> None:
    queries = ["q=%00", "q=%ff%fe", "q=%ED%A0%80", "q=((((", "q=*", "kind=%00", "creator=%ff", "q=%F0%9F%98%80", "q="]
    codes = {query: client.get(f"{SEARCH}?{query}").status_code for query in queries}
    assert codes == dict.fromkeys(queries, 200)


def test_what_is_absent_is_a_problem_and_never_a_page(client: Client, holdings: Any) -> None:
    for path in (
        "/api/v1/records/000000000", "/api/v1/records/%00", "/api/v1/records/a%2Fb", "/api/v2/search", "/api/x/y",
        "/api/v1/search/", "/api/v1/records/", "/api/v1/../search", "/api/v1/records/%ED%A0%80/units",
    ):  # fmt: skip
        response = client.get(path)
        assert (path, response.status_code) == (path, 404)
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == 404


@pytest.mark.parametrize("path", ["/search", "/records/000000000", "/openapi.json"])
def test_the_interface_only_reads(client: Client, holdings: Any, path: str) -> None:
    for method in ("post", "put", "patch", "delete", "trace"):
        response = getattr(client, method)(f"/api/v1{path}")
        assert (method, response.status_code, response["Allow"]) == (method, 405, "GET, HEAD, OPTIONS")
        assert response.json()["type"] == "/api/v1/docs#problem-method-not-allowed"


def test_head_is_get_without_the_body(client: Client, holdings: Any) -> None:
    got, asked = client.get(f"{SEARCH}?q=bojxona"), client.head(f"{SEARCH}?q=bojxona")
    assert (asked.status_code, asked.content) == (200, b"")
    assert (asked["ETag"], asked["Content-Length"]) == (got["ETag"], got["Content-Length"])


def test_who_takes_no_json_is_told_so(client: Client, holdings: Any) -> None:
    for accept, status in (
        ("application/json", 200), ("*/*", 200), ("text/html, application/*;q=0.5", 200), ("", 200),
        ("text/html", 406), ("application/json;q=0, */*", 406), ("application/xml;q=x", 406), (",;,", 406),
    ):  # fmt: skip
        response = client.get(SEARCH, headers={"Accept": accept})
        assert (accept, response.status_code) == (accept, status)
        assert response["Content-Type"].startswith("application/")


def test_another_host_name_is_a_problem_too(client: Client, holdings: Any) -> None:
    response = client.get(SEARCH, headers={"Host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_a_fault_of_ours_shows_no_page_and_no_detail(client: Client, holdings: Any, monkeypatch: Any) -> None:
    client.raise_request_exception = False

    def fail(*given: object, **named: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("search.api.routes.find", fail)
    response = client.get(SEARCH)
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert "secret detail" not in response.content.decode()


def test_without_the_engine_search_says_so_and_records_can_still_be_read(
    client: Client, holdings: dict[str, Record], monkeypatch: Any
) -> None:
    def away() -> None:
        raise EngineUnavailable("gone")

    monkeypatch.setattr("search.finding.find.indices", away)
    monkeypatch.setattr("search.finding.inside.indices", away)
    for path in ("/search?q=bojxona", "/facets/kind"):
        response = client.get(f"/api/v1{path}")
        assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
        assert int(response["Retry-After"]) > 0
    base = f"/api/v1/records/{holdings['public'].pid}"
    assert client.get(base).status_code == 200
    assert client.get(f"{base}/search?q=bojxona").json()["total"] == 2


def test_pages_of_any_origin_read_what_everyone_may(client: Client, holdings: Any, settings: Any) -> None:
    settings.FONDS_API_ORIGINS = ["*", "https://press.example.org"]
    stranger = client.get(SEARCH, headers={"Origin": "https://elsewhere.example"})
    assert stranger["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in stranger
    friend = client.get(SEARCH, headers={"Origin": "https://press.example.org"})
    assert friend["Access-Control-Allow-Origin"] == "https://press.example.org"
    assert (friend["Access-Control-Allow-Credentials"], "Origin" in friend["Vary"]) == ("true", True)
    preflight = client.options(SEARCH, headers={"Origin": "https://elsewhere.example"})
    assert (preflight.status_code, "Authorization" in preflight["Access-Control-Allow-Headers"]) == (204, True)
    settings.FONDS_API_ORIGINS = []
    closed = client.get(SEARCH, headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in closed


@pytest.mark.usefixtures("settled_engine")
def test_a_longer_list_takes_no_more_queries(client: Client, drain: Drained, make_record: Maker) -> None:
    records = [full_record(make_record) for _ in range(3)]
    drain()

    def cost(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    base = f"/api/v1/records/{records[0].pid}"
    paths = [
        f"{SEARCH}?q=bojxona&per_page=50",
        "/api/v1/facets/subject",
        base,
        f"{base}/units",
        f"{base}/search?q=bojxona",
    ]
    few = [cost(path) for path in paths]
    for _ in range(12):
        full_record(make_record)
    drain()
    many = [cost(path) for path in paths]
    # Names already read may be kept, so a longer list may even cost less.
    assert all(later <= earlier for later, earlier in zip(many, few, strict=True))
    # One of them for names in other languages of a query proposed instead.
    assert max(few) <= 25
