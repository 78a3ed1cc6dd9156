"""All of a result leaves as a file: whole, in order, safe, and nothing that the reader may not see."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from catalog.models import Agent, Collection, Place, Record, RecordAgent, RecordIdentifier, Subject
from search.exports import walk
from search.exports.rows import COLUMNS
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


def sent(response: Any) -> str:
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


def table(client: Client, query: str, language: str = "uz") -> list[dict[str, str]]:
    text = sent(client.get(f"/{language}/search/export/?format=csv&{query}"))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def objects(client: Client, query: str, language: str = "uz") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sent(client.get(f"/{language}/search/export/?format=json&{query}")))
    return found


def described(make_record: Maker) -> Record:
    collection = Collection.objects.create(slug="arxiv", title_uz="Bojxona arxivi", title_ru="Архив таможни")
    record = make_record(
        ["bojxona", "plomba", "bojxona plomba"],
        title_uz="Termiz bojxonasi",
        title_ru="Термезская таможня",
        date_edtf="1924-03-14",
        rights="CC-BY-4.0",
        collection=collection,
        credit_line_uz="Davlat arxivi",
    )
    for role, slug, label in (("author", "orlov", "Орлов"), ("depicted", "saidova", "Саидова")):
        agent = Agent.objects.create(slug=slug, label_ru=label)
        RecordAgent.objects.create(record=record, agent=agent, role=role, sort_order=0)
    RecordIdentifier.objects.create(record=record, value="ф. 2, д. 147")
    record.subjects = [Subject.objects.create(slug="choy", label_uz="choy savdosi", label_ru="торговля чаем")]
    record.places = [Place.objects.create(slug="termiz", label_uz="Termiz", label_ru="Термез")]
    record.save()
    return record


def test_a_row_says_what_a_journalist_needs_in_the_language_of_the_page(
    client: Client, drain: Drained, make_record: Maker
) -> None:
    record = described(make_record)
    drain()
    (row,) = objects(client, "q=bojxona", "ru")
    assert tuple(row) == COLUMNS
    assert row["id"] == record.pid
    assert row["address"] == f"http://testserver/r/{record.pid}/"
    assert (row["title_uz"], row["title_ru"], row["title_en"]) == ("Termiz bojxonasi", "Термезская таможня", "")
    assert (row["date_edtf"], row["date"]) == ("1924-03-14", "14 марта 1924")
    assert (row["creators"], row["depicted"]) == (["Орлов"], ["Саидова"])
    assert (row["subjects"], row["places"], row["collection"]) == (["торговля чаем"], ["Термез"], "Архив таможни")
    assert (row["identifiers"], row["rights"]) == (["ф. 2, д. 147"], "CC-BY-4.0")
    assert row["matched_pages"] == 2
    (cells,) = table(client, "q=bojxona", "uz-cyrl")
    assert (cells["subjects"], cells["credit_line"]) == ("чой савдоси", "Давлат архиви")
    assert cells["title_uz"] == "Termiz bojxonasi"


def test_the_file_is_named_after_the_query_and_the_day(client: Client, drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"])
    drain()
    day = timezone.localdate().isoformat()
    response = client.get('/uz/search/export/?q=bojxona+"yoʻl"/..%0d%0aX: 1&format=csv')
    header = response["Content-Disposition"]
    assert header.startswith("attachment;")
    assert "\n" not in header
    assert f"{day}.csv" in header
    assert ".." not in header
    assert response["Cache-Control"] == "private, no-store"
    assert f"search-{day}.json" in client.get("/uz/search/export/?format=json")["Content-Disposition"]


def test_an_export_goes_on_where_pages_and_batches_end_in_the_order_of_the_result(
    client: Client, drain: Drained, make_record: Maker, monkeypatch: Any
) -> None:
    monkeypatch.setattr(walk, "BATCH", 7)
    made = [make_record(date_edtf=str(1990 - number)) for number in range(30)]
    drain()
    rows = objects(client, "sort=date&page=2&view=grid")
    assert [row["id"] for row in rows] == [record.pid for record in reversed(made)]
    assert [row["date"] for row in table(client, "sort=-date&from=1980")] == [
        str(year) for year in range(1990, 1979, -1)
    ]


@pytest.mark.usefixtures("settled_engine")
def test_batches_take_a_fixed_number_of_queries(
    drain: Drained, make_record: Maker, client: Client, django_assert_num_queries: Any
) -> None:
    described(make_record)
    drain()
    with django_assert_num_queries(6):
        assert len(objects(client, "q=bojxona")) == 1
    for _ in range(12):
        make_record(["bojxona"]).subjects.add(Subject.objects.get(slug="choy"))
    drain()
    with django_assert_num_queries(6):
        assert len(objects(client, "q=bojxona")) == 13


def test_nothing_leaves_that_the_reader_may_not_see_even_where_the_index_is_behind(
    client: Client, admin_client: Client, drain: Drained, make_record: Maker
) -> None:
    shown, hidden = make_record(["bojxona"]), make_record(["bojxona"])
    make_record(["bojxona"], access="staff")
    make_record(["bojxona"], access="accredited")
    drain()
    # Closed in the database; the index has not heard of it yet.
    Record.objects.filter(pk=hidden.pk).update(access="staff")
    assert [row["id"] for row in objects(client, "q=bojxona")] == [shown.pid]
    assert len(objects(admin_client, "q=bojxona")) == 4


def test_a_spreadsheet_computes_none_of_the_cells(client: Client, drain: Drained, make_record: Maker) -> None:
    bad = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "＝1+1", "\u00a0=1"]
    for title in bad:
        make_record(title_uz=title)
    make_record(title_uz='Oddiy, "sarlavha"\nikki qator')
    drain()
    titles = [row["title_uz"] for row in table(client, "sort=newest")]
    assert titles[0] == 'Oddiy, "sarlavha"\nikki qator'
    assert titles[1:] == [f"'{title}" for title in reversed(bad)]
    assert bad[0] in [row["title_uz"] for row in objects(client, "")]


def test_nothing_found_is_a_head_or_an_empty_list(client: Client, drain: Drained, make_record: Maker) -> None:
    make_record()
    drain()
    assert table(client, "q=yoʻqsoʻz") == []
    assert sent(client.get("/uz/search/export/?q=yoʻqsoʻz")).splitlines() == ["\ufeff" + ",".join(COLUMNS)]
    assert objects(client, "q=yoʻqsoʻz") == []


@pytest.mark.parametrize("query", ["q=%00", "format=xml&q=(((", "sort=x&page=-1&from=abc", "not_subject=%ff&q=%22"])
def test_no_address_of_an_export_is_an_error(client: Client, drain: Drained, make_record: Maker, query: str) -> None:
    make_record(["bojxona"])
    drain()
    assert sent(client.get(f"/uz/search/export/?{query}"))


def test_without_an_index_it_says_so_instead_of_sending_an_empty_file(
    client: Client, index_folder: Any, db: None
) -> None:
    response = client.get("/uz/search/export/?q=x&format=csv")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert response["Content-Type"].startswith("text/html")
    assert "/uz/search/?q=x" in response.content.decode()


def test_who_downloads_too_often_waits(client: Client, drain: Drained, make_record: Maker, monkeypatch: Any) -> None:
    make_record()
    drain()
    # All in one window, wherever the clock stands.
    monkeypatch.setattr("catalog.web.throttle.time", SimpleNamespace(time=lambda: 1_800_000_000))
    answers = [client.get("/uz/search/export/").status_code for _ in range(11)]
    assert answers[:10] == [200] * 10
    assert answers[10] == 429


def test_the_result_offers_both_files_with_what_is_narrowed(client: Client, drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"], date_edtf="1924")
    drain()
    found = client.get("/ru/search/?q=bojxona&from=1920&not_subject=x&view=map").context["results"]
    assert [name for name, _url in found.export_urls] == ["CSV", "JSON"]
    for name, url in found.export_urls:
        assert url == f"/ru/search/export/?q=bojxona&not_subject=x&from=1920&format={name.lower()}"
        assert sent(client.get(url))


def test_the_command_prints_the_same_file(client: Client, drain: Drained, make_record: Maker) -> None:
    described(make_record)
    drain()
    out = StringIO()
    with override("uz"):
        call_command("find", "bojxona", export="csv", filter=["not_subject=jun"], stdout=out)
    (cells,) = csv.DictReader(StringIO(out.getvalue().removeprefix("\ufeff")))
    (row,) = table(client, "q=bojxona&not_subject=jun")
    assert {**cells, "address": ""} == {**row, "address": ""}
    with pytest.raises(CommandError, match="one query"):
        call_command("find", "-", export="json")


def test_the_command_says_when_there_is_no_index(index_folder: Any, db: None) -> None:
    with pytest.raises(CommandError, match="rebuild"):
        call_command("find", "bojxona", export="json", stdout=StringIO())
