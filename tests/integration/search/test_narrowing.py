"""Readers narrow a result: by choosing, leaving out, years, places; nothing hidden shows through."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from catalog.models import Place, Record, Subject
from search.engines.base import DEEPEST_WINDOW, Put
from search.engines.schema import IndexDocument
from search.indices import analyzer, indices
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]
Shelf = Callable[..., Record]


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def shelve(make_record: Maker) -> Shelf:
    """Return a function that makes a record with subjects and places by slug."""

    def make(*, subjects: str = "", places: str = "", **fields: Any) -> Record:
        record = make_record(["bojxona"], **fields)
        record.subjects = [Subject.objects.get_or_create(slug=s, label_uz=f"mavzu {s}")[0] for s in subjects.split()]
        record.places = [
            Place.objects.get_or_create(slug=p, defaults={"label_uz": f"joy {p}", "latitude": 37.2, "longitude": 67.2})[
                0
            ]
            for p in places.split()
        ]
        record.save()
        return record

    return make


def results(client: Client, query: str) -> Any:
    response = client.get(f"/uz/search/?{query}")
    assert response.status_code == 200
    return response.context["results"]


def facet(found: Any, name: str) -> dict[str, Any]:
    values = [each.values for each in found.facets if each.name == name]
    return {value.value: value for value in values[0]} if values else {}


class Anchors(HTMLParser):
    """Collects the attributes of links."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and dict(attrs).get("href"):
            self.found.append({name: value or "" for name, value in attrs})


def test_what_is_left_out_is_gone_and_still_stands_with_its_count(
    client: Client, drain: Drained, shelve: Shelf
) -> None:
    for subjects in ("choy", "choy ipak", "ipak", ""):
        shelve(subjects=subjects)
    drain()
    found = results(client, "q=bojxona&not_subject=choy")
    assert found.total_records == 2
    values = facet(found, "subject")
    assert (values["choy"].left_out, values["choy"].count) == (True, 2)
    assert (values["ipak"].left_out, values["ipak"].count) == (False, 2)
    (chip,) = found.chips
    assert (chip.label, chip.is_left_out) == ("Mavzu: mavzu choy", True)
    assert results(client, urlsplit(chip.url).query).total_records == 4
    assert ("not_subject", "choy") in found.kept


def test_values_chosen_and_left_out_work_together_and_over_facets(
    client: Client, drain: Drained, shelve: Shelf
) -> None:
    shelve(subjects="choy", places="termiz")
    shelve(subjects="choy ipak", places="termiz")
    shelve(subjects="choy", places="buxoro")
    drain()
    assert results(client, "subject=choy&not_subject=ipak&not_place=buxoro").total_records == 1
    assert results(client, "not_kind=document").total_records == 0
    assert results(client, "not_decade=x&not_access=public&not_rights=InC&not_subject=%27").total_records == 0


def test_a_rare_value_stands_in_its_facet_once_it_is_chosen_or_left_out(
    client: Client, drain: Drained, shelve: Shelf
) -> None:
    for number in range(8):
        shelve(subjects=f"s{number}")
        shelve(subjects=f"s{number}")
    shelve(subjects="rare")
    drain()
    assert "rare" not in facet(results(client, ""), "subject")
    assert facet(results(client, "subject=rare"), "subject")["rare"].count == 1
    left_out = results(client, "not_subject=rare")
    assert facet(left_out, "subject")["rare"].count == 1
    assert left_out.total_records == 16
    assert left_out.facets[-1].more_url or any(each.more_url for each in left_out.facets)


def test_a_kind_of_which_nothing_is_found_stays_and_says_zero(client: Client, drain: Drained, shelve: Shelf) -> None:
    shelve()
    drain()
    assert {name: value.count for name, value in facet(results(client, ""), "kind").items()} == {
        "document": 1, "photo": 0, "recording": 0,
    }  # fmt: skip


def test_records_without_a_date_are_counted_and_can_be_chosen(client: Client, drain: Drained, shelve: Shelf) -> None:
    for date in ("1924", "1938", "", ""):
        shelve(date_edtf=date)
    drain()
    assert results(client, "").years.undated == 2
    assert results(client, "undated=1").total_records == 2
    years = results(client, "from=1920&to=1930")
    assert (years.total_records, years.years.undated, years.years.counts) == (1, 2, ((1924, 1), (1938, 1)))
    assert results(client, "from=1920&to=1930&undated=1").total_records == 3
    assert results(client, urlsplit(years.years.all_url).query).total_records == 4


def test_who_may_see_is_a_facet_for_staff_alone(
    client: Client, admin_client: Client, drain: Drained, shelve: Shelf
) -> None:
    shelve()
    shelve(access="staff", subjects="maxfiy", places="yashirin")
    drain()
    assert facet(results(admin_client, ""), "access").keys() == {"public", "staff"}
    assert facet(results(client, ""), "access") == {}
    assert results(client, "access=staff").total_records == 0
    assert client.get("/uz/search/facet/access/").status_code == 404


def test_nothing_hidden_shows_in_facets_lists_or_on_the_map(client: Client, drain: Drained, shelve: Shelf) -> None:
    shelve(subjects="ochiq", places="termiz", rights="InC", date_edtf="1924")
    shelve(access="staff", subjects="maxfiy", places="yashirin", rights="NKC", date_edtf="1950")
    drain()
    for address in (
        "search/",
        "search/?view=map",
        "search/facet/subject/",
        "search/facet/place/",
        "search/facet/rights/",
    ):
        text = client.get(f"/uz/{address}").content.decode()
        assert "maxfiy" not in text
        assert "yashirin" not in text
        assert "1950" not in text
    assert list(facet(results(client, ""), "rights")) == ["InC"]
    # Naming a hidden value finds out no more than naming one that is nowhere.
    assert facet(results(client, "subject=maxfiy"), "subject")["maxfiy"].count == 0


def test_all_values_of_a_facet_are_listed_page_by_page_and_found_by_letters(
    client: Client, drain: Drained, shelve: Shelf
) -> None:
    for start in range(0, 130, 10):
        shelve(subjects=" ".join(f"s{number:03}" for number in range(start, start + 10)))
    tea = Subject.objects.get(slug="s042")
    tea.label_uz = "Choy savdosi"  # type: ignore[attr-defined]
    tea.save()
    drain()
    first = client.get("/uz/search/facet/subject/?q=bojxona&order=name").context["listing"]
    assert (first.matching, first.pages, len(first.facet.values)) == (130, 2, 100)
    second = client.get(first.next_url).context["listing"]
    assert (second.page, len(second.facet.values)) == (2, 30)
    # Ch comes last in the alphabet.
    assert second.facet.values[-1].label == "Choy savdosi"
    for letters in ("чой", "CHOY", "savdo"):
        found = client.get("/uz-cyrl/search/facet/subject/", {"letters": letters}).context["listing"]
        assert [value.value for value in found.facet.values] == ["s042"]
    nothing = client.get("/uz/search/facet/subject/?letters=zzz").context["listing"]
    assert nothing.facet.values == []


def test_what_is_chosen_elsewhere_is_carried_through_the_list_of_values(
    client: Client, drain: Drained, shelve: Shelf
) -> None:
    shelve(subjects="choy ipak", places="termiz")
    drain()
    listing = client.get(
        "/uz/search/facet/subject/?q=bojxona&place=termiz&subject=choy&not_subject=jun&exact=1"
    ).context["listing"]
    assert listing.kept == [("q", "bojxona"), ("place", "termiz"), ("not_subject", "jun"), ("exact", "1")]
    assert ("subject", "choy") in listing.searched
    assert [value.value for value in listing.facet.values if value.selected] == ["choy"]


@pytest.mark.parametrize(
    "address", ["subject/?page=99999&order=x&letters=%00%27", "place/?letters=" + "я" * 3000, "decade/?page=-1"]
)
def test_no_address_of_a_list_is_an_error(client: Client, drain: Drained, shelve: Shelf, address: str) -> None:
    shelve(subjects="choy", date_edtf="1924")
    drain()
    assert client.get(f"/uz/search/facet/{address}").status_code == 200


def test_a_list_of_no_facet_is_not_there_and_without_an_index_it_leads_back(
    client: Client, index_folder: Any, db: None
) -> None:
    assert client.get("/uz/search/facet/nothing/").status_code == 404
    assert client.get("/uz/search/facet/subject/?q=x")["Location"] == "/uz/search/?q=x"


def test_the_map_shows_places_where_they_are_and_names_those_without_a_position(
    client: Client, drain: Drained, shelve: Shelf
) -> None:
    Place.objects.create(slug="termiz", label_uz="Termiz", latitude=37.22, longitude=67.28)
    Place.objects.create(slug="toshkent", label_uz="Toshkent", latitude=41.31, longitude=69.28)
    Place.objects.create(slug="nomalum", label_uz="Nomaʼlum")
    Place.objects.create(slug="adashgan", label_uz="Adashgan", latitude=370.0, longitude=67.0)
    for places in ("termiz toshkent", "termiz", "termiz nomalum", "adashgan"):
        shelve(places=places)
    drain()
    response = client.get("/uz/search/?q=bojxona&view=map")
    found = response.context["results"]
    dots = {dot.label: dot for dot in found.place_map.dots}
    assert dots.keys() == {"Termiz", "Toshkent"}
    assert dots["Termiz"].radius > dots["Toshkent"].radius
    assert dots["Termiz"].y > dots["Toshkent"].y
    assert dots["Termiz"].x < dots["Toshkent"].x
    assert found.place_map.unplaced == 2
    assert {place.label for place in found.place_map.places} == {"Termiz", "Toshkent", "Nomaʼlum", "Adashgan"}
    assert results(client, urlsplit(dots["Toshkent"].url).query).total_records == 1
    assert "<path" in response.content.decode()


def test_the_map_follows_what_is_narrowed_and_a_place_chosen_can_be_given_up(
    client: Client, drain: Drained, shelve: Shelf
) -> None:
    shelve(places="termiz", date_edtf="1924")
    shelve(places="termiz buxoro", date_edtf="1950")
    drain()
    early = results(client, "view=map&to=1930").place_map
    assert {dot.label: dot.count for dot in early.dots} == {"joy termiz": 1}
    chosen = results(client, "view=map&place=buxoro").place_map
    assert {dot.label: (dot.count, dot.is_selected) for dot in chosen.dots} == {
        "joy termiz": (2, False), "joy buxoro": (1, True),
    }  # fmt: skip
    (given_up,) = [dot.url for dot in chosen.dots if dot.is_selected]
    assert results(client, urlsplit(given_up).query).total_records == 2


def test_every_order_is_kept_and_what_has_no_date_comes_last(client: Client, drain: Drained, shelve: Shelf) -> None:
    made = [("1938", "Chegara"), ("", "Anor"), ("1924", "Oʻlchov"), ("1930", "Zar")]
    for date, title in made:
        shelve(date_edtf=date, title_uz=title, title_ru={"Zar": "Акт", "Anor": "Ёлка"}.get(title, "Ялта"))
    drain()

    def titles(query: str, language: str = "uz") -> list[str]:
        return [hit.title for hit in client.get(f"/{language}/search/?{query}").context["results"].hits]

    assert titles("sort=date") == ["Oʻlchov", "Zar", "Chegara", "Anor"]
    assert titles("sort=-date") == ["Chegara", "Zar", "Oʻlchov", "Anor"]
    assert titles("sort=title") == ["Anor", "Zar", "Oʻlchov", "Chegara"]
    assert titles("sort=title", "ru") == ["Акт", "Ёлка", "Ялта", "Ялта"]
    assert titles("sort=newest") == ["Zar", "Oʻlchov", "Anor", "Chegara"]
    assert sorted(titles("q=bojxona&sort=relevance")) == sorted(title for _date, title in made)


def test_beyond_the_window_the_page_says_how_to_go_on(client: Client, drain: Drained, shelve: Shelf) -> None:
    record = shelve()
    drain()
    count = DEEPEST_WINDOW + 30
    text = {"text": analyzer().field("bojxona")}
    keywords = {"access": ["public"], "kind": ["document"]}
    indices().records.apply(
        [
            Put(IndexDocument(f"r{record.pk + n}", 1, text, {**keywords, "record": [f"r{record.pk + n}"]}, {}))
            for n in range(1, count)
        ],
        1,
    )
    for page in (500, 501, 99_999_999):
        response = client.get(f"/en/search/?q=bojxona&page={page}")
        found = response.context["results"]
        assert (found.page, found.next_url, found.deeper.shown) == (500, "", DEEPEST_WINDOW)
        assert "10,000" in response.content.decode()
        assert found.export_urls
    assert results(client, "q=bojxona&page=499").deeper is None


def test_no_link_of_a_result_narrows_it_further_and_all_that_change_it_say_nofollow(
    client: Client, drain: Drained, shelve: Shelf
) -> None:
    for number in range(25):
        shelve(subjects=f"a{number} b", places=f"p{number}", date_edtf=str(1920 + number), rights="InC")
    drain()
    narrowed = {"subject", "place", "not_subject", "not_place", "kind", "not_kind", "from", "to", "undated", "rights"}
    for query in ("q=bojxona", "q=bojxona&subject=b&not_place=p1&from=1921&page=2", "view=grid"):
        here = dict(parse_qsl(query))
        response = client.get(f"/en/search/?{query}")
        for link in Anchors(response).found:
            parts = urlsplit(link["href"])
            # The language switch shows the same state in another language; crawlers keep to robots.txt there.
            if "/search/" not in parts.path or not parts.query or link.get("hreflang"):
                continue
            assert "nofollow" in link.get("rel", "").split(), link
            assert narrowed & dict(parse_qsl(parts.query)).keys() <= here.keys(), link
    dots = Anchors(client.get("/en/search/?q=bojxona&view=map&place=p1")).found
    places = [parse_qsl(urlsplit(link["href"]).query) for link in dots if link.get("class", "").startswith("dot")]
    assert places
    assert all(sum(name == "place" for name, _value in pairs) <= 1 for pairs in places)


def test_crawlers_are_told_what_is_for_readers_alone(client: Client, drain: Drained, shelve: Shelf) -> None:
    shelve()
    drain()
    rules = client.get("/robots.txt")
    assert rules["Content-Type"].startswith("text/plain")
    lines = rules.content.decode().splitlines()
    assert "User-agent: *" in lines
    assert {"Disallow: /*/search/?", "Disallow: /*/search/facet/", "Disallow: /*/search/export/"} <= set(lines)
    assert client.get("/en/search/")["X-Robots-Tag"] == "noindex"
    assert client.get("/en/search/?subject=x")["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get("/en/search/facet/kind/")["X-Robots-Tag"] == "noindex, nofollow"
    narrowed = client.get("/en/search/?q=bojxona&kind=document").content.decode()
    assert '<link rel="canonical" href="http://testserver/en/search/">' in narrowed


def test_programs_leave_out_and_take_in_undated_records_too(client: Client, drain: Drained, shelve: Shelf) -> None:
    shelve(subjects="choy", date_edtf="1924")
    shelve(subjects="ipak", rights="InC")
    shelve(access="staff", subjects="ipak")
    drain()

    def total(query: str) -> int:
        return int(client.get(f"/api/v1/search?{query}").json()["total"])

    assert [total(query) for query in ("not_subject=choy", "undated=true", "undated=true&from=1900", "rights=InC")] == [
        1, 1, 2, 1,
    ]  # fmt: skip


def test_a_value_that_no_name_can_be_is_passed_over(client: Client, drain: Drained) -> None:
    assert client.get("/en/search/?subject=%00tea&not_place=a%00b&creator=%13").status_code == 200
