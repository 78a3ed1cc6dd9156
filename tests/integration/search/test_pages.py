"""The search page and the page of a record, as a browser without JavaScript sees them."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from catalog.models import RecordAsset, Subject
from tests.integration.search.conftest import Maker, make_document

Drained = Callable[[], int]


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


class Links(HTMLParser):
    """Collects addresses by the class of the link."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.by_class: dict[str, list[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            for name in (given.get("class") or "").split() or [""]:
                self.by_class.setdefault(name, []).append(given["href"] or "")


def test_a_hit_leads_to_the_page_with_its_word_framed(client: Client, drain: Drained, make_record: Maker) -> None:
    record = make_record(["биринчи", "Термиз божхонаси"], languages=["uz-Cyrl"], title_uz="Roʻznoma")
    drain()
    listed = client.get("/uz/search/", {"q": "bojxona"})
    assert listed.status_code == 200
    text = listed.content.decode()
    assert "<mark>божхонаси</mark>" in text
    address = Links(text).by_class["passage"][0]
    assert parse_qs(urlsplit(address).query) == {"q": ["bojxona"], "page": ["2"], "hit": ["1"]}
    page = client.get(address)
    assert page.status_code == 200
    view = page.context["viewer_json"]
    assert (view["page"], view["current"], view["hits"][0]["number"]) == (2, 1, 1)
    assert view["hits"][0]["boxes"][0] == pytest.approx((0.18, 0.05, 0.07, 0.02), abs=1e-3)
    assert f"/uz/record/{record.pid}/" in address


def test_the_room_steps_from_place_to_place_over_pages(client: Client, drain: Drained, make_record: Maker) -> None:
    record = make_record(["bojxona va bojxona", "yoʻq", "bojxona"])
    drain()
    viewer = client.get(f"/uz/record/{record.pid}/", {"q": "bojxona"}).context["viewer"]
    assert (viewer["page_number"], viewer["current"], viewer["total"]) == (1, 1, 3)
    assert [page.hit_count for page in viewer["strip"]] == [2, 0, 1]
    second = client.get(viewer["next_hit_url"]).context["viewer"]
    assert (second["page_number"], second["current"]) == (1, 2)
    third = client.get(second["next_hit_url"]).context["viewer"]
    assert (third["page_number"], third["current"], third["next_hit_url"]) == (3, 3, "")
    between = client.get(second["next_page_url"]).context["viewer"]
    assert (between["page_number"], between["current"]) == (2, 0)
    assert parse_qs(urlsplit(between["next_hit_url"]).query)["page"] == ["3"]
    assert client.get(between["prev_hit_url"]).context["viewer"]["current"] == 2


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_both_pages_speak_every_language(client: Client, drain: Drained, make_record: Maker, language: str) -> None:
    record = make_record(["bojxona"], title_uz="Bojxona tarixi", date_edtf="1924-03-14", rights="InC")
    drain()
    assert client.get(f"/{language}/search/", {"q": "bojxona"}).status_code == 200
    page = client.get(f"/{language}/record/{record.pid}/", {"q": "bojxona"})
    assert page.status_code == 200
    if language == "uz-cyrl":
        assert "Божхона тарихи" in page.content.decode()


def test_the_address_holds_the_whole_state(client: Client, drain: Drained, make_record: Maker) -> None:
    subject = Subject.objects.create(slug="muhr", label_uz="muhrlar")
    for year in range(1920, 1945):
        record = make_record(["bojxona"], date_edtf=str(year))
        record.subjects.add(subject)
        record.save()
    drain()
    query = "q=bojxona&subject=muhr&from=1921&to=1944&sort=date&view=grid&page=2"
    results = client.get(f"/ru/search/?{query}").context["results"]
    assert (results.total_records, results.page, results.pages, len(results.hits)) == (24, 2, 2, 4)
    assert results.view == "grid"
    assert [option.value for option in results.sort if option.selected] == ["date"]
    assert ("from", "1921") in results.kept
    first = client.get(results.prev_url).context["results"]
    assert (first.page, first.hits[0].date_label) == (1, "1921")
    cleared = client.get(results.clear_url).context["results"]
    assert cleared.total_records == 25
    (chosen,) = [value for facet in results.facets if facet.name == "subject" for value in facet.values]
    assert (chosen.label, chosen.selected, chosen.count) == ("muhrlar", True, 24)
    assert "subject=" not in chosen.url


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "kind=nope", "page=-1", "page=99999999999999999999", "sort=x&view=y", "from=abc&to=0", "more=%27",
        "q=" + "a" * 5000, "decade=" + "9" * 400, "q=(((&exact=2", "q=%F0%9F%98%80", "kind=&kind=", "creator=%ff",
    ],
)  # fmt: skip
def test_no_address_is_an_error(client: Client, drain: Drained, make_record: Maker, query: str) -> None:
    make_record(["bojxona"])
    drain()
    assert client.get(f"/en/search/?{query}").status_code == 200


def test_markup_in_texts_and_queries_is_shown_as_text(client: Client, drain: Drained, make_record: Maker) -> None:
    record = make_record(["<script>alert(1)</script> bojxona"], title_uz="<b>x</b>")
    drain()
    for address in ("/en/search/?q=bojxona+<img>", f"/en/record/{record.pid}/?q=bojxona+</script><svg>"):
        text = client.get(address).content.decode()
        assert "<script>alert" not in text
        assert "<b>x" not in text
        assert "<img>" not in text
        assert '<svg>"' not in text


def test_htmx_gets_the_part_that_changes(client: Client, drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"])
    drain()
    response = client.get("/en/search/?q=bojxona", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_hidden_and_absent_records_look_the_same(client: Client, drain: Drained, make_record: Maker) -> None:
    record = make_record(["bojxona"], access="staff")
    drain()
    assert client.get(f"/en/record/{record.pid}/").status_code == 404
    assert client.get("/en/record/000000000/").status_code == 404
    assert client.get("/en/record/nonsense/").status_code == 404


def test_staff_see_and_are_told_who_may(admin_client: Client, drain: Drained, make_record: Maker) -> None:
    record = make_record(["bojxona"], access="staff")
    drain()
    assert admin_client.get(f"/en/record/{record.pid}/").context["record"].access_label
    (hit,) = admin_client.get("/en/search/?q=bojxona").context["results"].hits
    assert hit.restricted_label


def test_the_permanent_address_leads_on_with_page_and_place(client: Client, make_record: Maker) -> None:
    record = make_record(["bojxona"])
    response = client.get(f"/r/{record.pid.lower()}/?q=bojxona&page=1&hit=1", headers={"accept-language": "ru"})
    assert response["Location"] == f"/ru/record/{record.pid}/?q=bojxona&page=1&hit=1"


def test_a_page_still_being_read_says_so(client: Client, drain: Drained, make_record: Maker) -> None:
    record = make_record(["bojxona", "keyin"])
    pages = record.record_assets.get().document.pages
    pages.filter(number=1).update(state="waiting", words=b"", text="")
    pages.filter(number=2).update(state="parked", reason="Too dark")
    first = client.get(f"/en/record/{record.pid}/?page=1")
    assert first.context["viewer"]["state"] == "waiting"
    second = client.get(f"/en/record/{record.pid}/?page=2")
    assert "Too dark" in second.content.decode()


def test_the_pages_of_a_shared_file_follow_its_strictest_record(
    client: Client, drain: Drained, make_record: Maker
) -> None:
    document = make_document(["maxfiy bojxona"])
    open_one, closed = make_record(), make_record(access="staff")
    for record in (open_one, closed):
        RecordAsset.objects.create(record=record, document=document)
    drain()
    results = client.get("/en/search/?q=maxfiy").context["results"]
    assert results.total_records == 0
    page = client.get(f"/en/record/{open_one.pid}/?q=maxfiy")
    assert "maxfiy</mark>" not in page.content.decode()
    assert not page.context["downloads"]


def test_who_asks_too_often_is_told_to_wait(client: Client, drain: Drained, monkeypatch: Any) -> None:
    drain()
    # All in one window, wherever the clock stands.
    monkeypatch.setattr("catalog.web.throttle.time", SimpleNamespace(time=lambda: 1_800_000_000))
    answers = {client.get("/en/search/").status_code for _ in range(121)}
    assert answers == {200, 429}
