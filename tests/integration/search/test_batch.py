"""A list of names in, a table and a file of what each finds out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import StreamingHttpResponse
from django.test import Client

from search.finding.batch import MOST_LINES, answer_lines
from search.finding.lines import FileTooLarge, lines_of, lines_of_file
from search.web.batch import LISTS, MOST_IN_TABLE
from tests.integration.search.conftest import Maker

Drained = Callable[[], int]
ADDRESS = "/en/search/list/"


@pytest.fixture(autouse=True)
def _fresh_counts(db: None) -> None:
    cache.clear()


def rows_of(response: Any) -> list[dict[str, str]]:
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_line_is_counted_and_its_first_hits_named(client: Client, drain: Drained, make_record: Maker) -> None:
    record = make_record(["Termiz bojxonasi", "Термиз божхонаси"], original_title="Roʻznoma")
    drain()
    response = client.post(ADDRESS, {"lines": "termiz\n\n  karvon AND \n..1938\n", "csv": "1"})
    termiz, karvon, dated = rows_of(response)
    assert (termiz["line"], termiz["records"], termiz["pages"]) == ("termiz", "1", "2")
    assert (termiz["hit_1_id"], termiz["hit_1_title"]) == (record.pid, "Roʻznoma")
    assert termiz["hit_1_address"] == f"http://testserver/r/{record.pid}/"
    assert (karvon["read_as"], karvon["records"]) == ("karvon", "0")
    assert "AND" in karvon["notes"]
    assert dated["pages"] == ""


def test_the_table_links_each_line_to_its_results(client: Client, drain: Drained, make_record: Maker) -> None:
    make_record(["Alisher Navoiy"])
    drain()
    response = client.post(ADDRESS, {"lines": "Navoiy Alisher", "table": "1", "as_phrases": "on"})
    text = response.content.decode()
    assert 'href="/en/search/?q=%22Navoiy+Alisher%22"' in text
    ((answer, _url),) = response.context["rows"]
    assert answer.records == 0
    assert ">Navoiy Alisher</textarea>" in text.replace("\n", "")
    ((answer, _url),) = client.post(ADDRESS, {"lines": "Navoiy Alisher"}).context["rows"]
    assert answer.records == 1


def test_a_restricted_record_is_neither_counted_nor_named(
    client: Client, admin_client: Client, drain: Drained, make_record: Maker
) -> None:
    make_record(["maxfiy bojxona"], access="staff", original_title="Yopiq")
    drain()
    (row,) = rows_of(client.post(ADDRESS, {"lines": "maxfiy", "csv": "1"}))
    assert (row["records"], row["pages"], row["hit_1_id"]) == ("0", "0", "")
    (row,) = rows_of(admin_client.post(ADDRESS, {"lines": "maxfiy", "csv": "1"}))
    assert (row["records"], row["hit_1_title"]) == ("1", "Yopiq")


def test_a_record_restricted_since_it_was_indexed_is_not_named(
    client: Client, drain: Drained, make_record: Maker
) -> None:
    record = make_record(["maxfiy bojxona"])
    drain()
    type(record).objects.filter(pk=record.pk).update(access="staff")
    (row,) = rows_of(client.post(ADDRESS, {"lines": "maxfiy", "csv": "1"}))
    assert (row["records"], row["hit_1_id"]) == ("0", "")


def test_nothing_in_a_list_is_an_error(client: Client, drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"])
    drain()
    lines = ['"', "(((", "o'zbek", "NEAR/", "=1+1", "a\x00b", "x" * 5000, "*", "\u2028", "year:x"]
    rows = rows_of(client.post(ADDRESS, {"lines": "\n".join(lines), "csv": "1"}))
    assert len(rows) == len(lines) - 1  # one was a line end
    assert all(row["records"] != "not searched" for row in rows)


def test_no_cell_begins_a_formula(client: Client, drain: Drained, make_record: Maker) -> None:
    make_record(["bojxona"], original_title='=HYPERLINK("http://evil")')
    drain()
    rows = rows_of(client.post(ADDRESS, {"lines": "=bojxona\n-x\n+1\n@x\n ＝1", "csv": "1"}))
    assert rows[0]["hit_1_title"].startswith("'=")
    cells = [cell for row in rows for cell in row.values() if cell]
    assert [cell for cell in cells if cell.lstrip()[0] in "=+-@＝"] == []


@pytest.mark.parametrize(
    ("content", "name", "lines"),
    [
        ("Навоий\r\nБобур\n\n".encode("utf-8-sig"), "a.txt", ("Навоий", "Бобур")),
        ("Навоий\nБобур".encode("cp1251"), "a.txt", ("Навоий", "Бобур")),
        ("Навоий\nБобур".encode("utf-16"), "a.txt", ("Навоий", "Бобур")),
        (b'"Navoiy, Alisher";1441\nBobur;1483\n', "a.csv", ("Navoiy, Alisher", "Bobur")),
        (b"Navoiy,1441\n\nBobur,1483", "A.CSV", ("Navoiy", "Bobur")),
        (b"Navoiy\t1441\nBobur", "a.tsv", ("Navoiy", "Bobur")),
        (b'"never closed\nx', "a.csv", ("never closed x",)),
        (b"\xff\xfex", "a.txt", ("\ufffd",)),
        (b"", "a.txt", ()),
    ],
)
def test_lists_come_in_the_files_people_have(content: bytes, name: str, lines: tuple[str, ...]) -> None:
    assert lines_of_file(content, name).texts == lines


def test_a_file_too_large_and_a_list_too_long_are_bounded(client: Client, drain: Drained) -> None:
    drain()
    with pytest.raises(FileTooLarge):
        lines_of_file(b"x" * 300_000, "a.txt")
    upload = SimpleUploadedFile("a.txt", b"x\n" * 150_000)
    response = client.post(ADDRESS, {"upload": upload, "csv": "1"})
    assert response.status_code == 422
    assert "larger than 256 KB" in response.content.decode()
    read = lines_of("x\n" * (MOST_LINES + 7))
    assert (len(read.texts), read.left_out) == (MOST_LINES, 7)


def test_a_long_list_is_shown_in_part_and_said(client: Client, drain: Drained) -> None:
    drain()
    response = client.post(ADDRESS, {"upload": SimpleUploadedFile("a.txt", b"x\n" * (MOST_IN_TABLE + 5))})
    assert len(response.context["rows"]) == MOST_IN_TABLE
    assert f"first {MOST_IN_TABLE} of {MOST_IN_TABLE + 5} lines" in response.content.decode()


def test_an_empty_list_is_said(client: Client, drain: Drained) -> None:
    response = client.post(ADDRESS, {"lines": " \n"})
    assert response.status_code == 422
    assert "Paste a list or choose a file." in response.content.decode()


def test_lists_may_not_come_too_often_from_one_address(admin_client: Client, drain: Drained) -> None:
    drain()
    answers = [admin_client.post(ADDRESS, {"lines": "x"}).status_code for _ in range(LISTS + 1)]
    assert answers == [200] * LISTS + [429]


def test_a_list_needs_the_token_of_its_form() -> None:
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"lines": "x"}).status_code == 403


def test_without_the_engine_no_number_is_given(
    client: Client, drain: Drained, make_record: Maker, index_folder: Any
) -> None:
    # Nothing was drained: there is no index at all.
    (row,) = rows_of(client.post(ADDRESS, {"lines": "bojxona", "csv": "1"}))
    assert (row["records"], row["pages"]) == ("not searched", "not searched")
    assert "away" in client.post(ADDRESS, {"lines": "bojxona"}).content.decode()


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru", "en"])
def test_the_page_speaks_every_language(client: Client, drain: Drained, language: str) -> None:
    drain()
    assert client.get(f"/{language}/search/list/").status_code == 200
    assert client.post(f"/{language}/search/list/", {"lines": "a\n(b"}).status_code == 200


def test_the_command_prints_the_same_file(
    drain: Drained, make_record: Maker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record = make_record(["Termiz bojxonasi"])
    drain()
    monkeypatch.setattr("sys.stdin", io.StringIO("termiz\n\nkarvon\n"))
    call_command("find", "-", "--csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff"))))
    assert [(row["line"], row["records"]) for row in rows] == [("termiz", "1"), ("karvon", "0")]
    assert rows[0]["hit_1_address"].endswith(f"/r/{record.pid}/")
    with pytest.raises(CommandError, match="standard input"):
        call_command("find", "x", "--csv")


def test_answers_come_one_by_one(drain: Drained, make_record: Maker) -> None:
    from catalog.access import audience_of  # noqa: PLC0415

    drain()
    endless = iter(lambda: "bojxona", "")
    answers = answer_lines(endless, audience_of(None))
    assert next(answers).line == "bojxona"
