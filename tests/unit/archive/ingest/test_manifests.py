"""A table of metadata is read a row at a time, in whatever form and letters it comes."""

from __future__ import annotations

import json
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from archive.ingest.errors import IngestRefused
from archive.ingest.manifests import TableLimits, open_table

HEADERS = ("Файл", "Sarlavha", "Izoh")
ROWS: list[tuple[str, ...]] = [
    ("karvon.jpg", "Карвонсарой", "birinchi; ikkinchi"),
    ("a/b.pdf", "Oʻzbek", 'u "dedi"\nva ketdi'),
]


def written(path: Path, delimiter: str, encoding: str, rows: list[tuple[str, ...]] = ROWS) -> Path:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in (HEADERS, *rows)]
    path.write_bytes("\r\n".join(delimiter.join(row) for row in quoted).encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(tmp_path: Path, delimiter: str, encoding: str) -> None:
    table = open_table(written(tmp_path / "m.csv", delimiter, encoding))
    assert table.headers == HEADERS
    assert [row.cells for row in table.rows()] == ROWS
    assert [row.number for row in table.rows()] == [2, 3]


def test_csv_in_windows_1251_is_told_from_utf_8(tmp_path: Path) -> None:
    rows: list[tuple[str, ...]] = [("порт.jpg", "Порт Термез", "Съёмка с берега")]
    table = open_table(written(tmp_path / "m.csv", ";", "cp1251", rows))
    assert table.headers == HEADERS
    assert [row.cells for row in table.rows()] == rows
    assert table.form == "CSV, Windows-1251, “;”"


def test_empty_rows_are_passed_over_and_keep_their_number(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("file,title\n,\n\nkarvon.jpg,Karvon\n", encoding="utf-8")
    assert [(row.number, row.cells) for row in open_table(path).rows()] == [(4, ("karvon.jpg", "Karvon"))]


def test_a_workbook_is_read_with_dates_numbers_and_the_kept_value_of_formulas(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["file", "date", "number", "moment", "formula"])
    sheet.append(["karvon.jpg", date(1924, 3, 14), 12.0, datetime(1924, 3, 14, 10, 30), '=HYPERLINK("http://x","y")'])  # noqa: DTZ001 - a workbook knows no zone
    path = tmp_path / "m.xlsx"
    book.save(path)
    table = open_table(path)
    assert table.headers == ("file", "date", "number", "moment", "formula")
    # Nothing was kept for the formula, and it is not worked out here.
    assert [row.cells for row in table.rows()] == [("karvon.jpg", "1924-03-14", "12", "1924-03-14 10:30", "")]


@pytest.mark.parametrize("layout", ["list", "files", "lines"])
def test_json_is_read_as_a_list_an_object_of_files_or_lines(tmp_path: Path, layout: str) -> None:
    objects = [
        {
            "file": "karvon.jpg",
            "title": {"uz": "Karvon", "ru": "Караван"},
            "subjects": ["savdo", "karvon"],
            "year": 1924,
        },
        {"file": "port.jpg", "creators": [{"name": "Ivan Petrov"}], "live": True},
    ]
    text = {
        "list": json.dumps(objects),
        "files": json.dumps({"made": "2024", "files": objects}),
        "lines": "\n".join(json.dumps(one, ensure_ascii=False) for one in objects),
    }[layout]
    path = tmp_path / "m.json"
    path.write_text(text, encoding="utf-8")
    table = open_table(path)
    assert table.headers == ("file", "title.uz", "title.ru", "subjects", "year", "creators", "live")
    assert [row.cells for row in table.rows()] == [
        ("karvon.jpg", "Karvon", "Караван", "savdo | karvon", "1924", "", ""),
        ("port.jpg", "", "", "", "", "Ivan Petrov", "true"),
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"   \n", b"%PDF-1.7 ...", b"PK\x03\x04 no zip", b'[{"file": "a"', b'{"file": ', b",,,\n1,2,3,4\n"],
    ids=["empty", "blank", "pdf", "broken zip", "cut json", "cut object", "no headers"],
)
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(content)
    with pytest.raises(IngestRefused) as refused:
        list(open_table(path).rows())
    assert refused.value.reason_code == "manifest_unreadable"


def test_a_table_beyond_its_limits_is_refused_and_never_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("file,title\n" + "a.jpg,A\n" * 20, encoding="utf-8")
    for limits in (TableLimits(max_bytes=50), TableLimits(max_rows=10), TableLimits(max_columns=1)):
        with pytest.raises(IngestRefused) as refused:
            list(open_table(path, limits).rows())
        assert refused.value.reason_code == "manifest_too_large"


def test_a_workbook_that_unpacks_without_measure_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", b"0" * (2 << 20))
    with pytest.raises(IngestRefused) as refused:
        open_table(path, TableLimits(max_shared_bytes=1 << 20))
    assert refused.value.reason_code == "manifest_too_large"


def test_a_number_of_a_thousand_million_digits_stays_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text('[{"file": "a.jpg", "size": 1e999999999, "count": 1.50}]', encoding="utf-8")
    assert [row.cells for row in open_table(path).rows()] == [("a.jpg", "1E+999999999", "1.5")]


@pytest.mark.parametrize("number", ["9" * 6000, "1e9999999999999999999999"])
def test_a_number_that_nobody_can_compute_with_is_refused_and_ends_no_process(tmp_path: Path, number: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(f'[{{"file": "a.jpg", "size": {number}}}]', encoding="utf-8")
    with pytest.raises(IngestRefused):
        list(open_table(path).rows())


def test_an_object_of_very_many_names_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text(json.dumps([{f"k{number}": 1 for number in range(100_000)}]), encoding="utf-8")
    started = time.process_time()
    with pytest.raises(IngestRefused):
        open_table(path)
    assert time.process_time() - started < 60


def test_nested_names_keep_their_order(tmp_path: Path) -> None:
    path = tmp_path / "m.json"
    path.write_text('[{"a": {"x": 1, "y": {"z": 2}, "w": 3}, "b": 4}]', encoding="utf-8")
    table = open_table(path)
    assert table.headers == ("a.x", "a.y.z", "a.w", "b")
    assert [row.cells for row in table.rows()] == [("1", "2", "3", "4")]


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"file": "a.jpg", "x": '], ids=["lists", "objects", "inside"])
def test_objects_deep_in_one_another_are_refused_at_once(tmp_path: Path, opening: str) -> None:
    path = tmp_path / "m.json"
    path.write_text(opening * 200_000, encoding="utf-8")
    started = time.process_time()
    with pytest.raises(IngestRefused) as refused:
        open_table(path)
    assert refused.value.reason_code == "manifest_unreadable"
    assert "within one another" in str(refused.value)
    assert time.process_time() - started < 60


def workbook(path: Path, words: str, *, declared: str = "", content: bytes = b"0" * (2 << 20)) -> Path:
    """Write a workbook of which one part, declared to hold the words, is large."""
    small = path.with_name("small.xlsx")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["file", "title"])
    book.save(small)
    kind = declared or "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "[Content_Types].xml":
                text = text.replace(
                    b"</Types>", f'<Override PartName="/{words}" ContentType="{kind}"/></Types>'.encode()
                )
            if name != words:
                new.writestr(name, text)
        new.writestr(words, content)
    return path


@pytest.mark.parametrize("words", ["xl/words.xml", "xl/worksheets/words.xml", "xl/styles.xml", "other/x.bin"])
def test_a_part_held_in_memory_has_its_limit_whatever_it_is_called(tmp_path: Path, words: str) -> None:
    with pytest.raises(IngestRefused) as refused:
        open_table(workbook(tmp_path / "m.xlsx", words), TableLimits(max_shared_bytes=1 << 20))
    assert refused.value.reason_code == "manifest_too_large"


def test_a_large_sheet_and_large_pictures_are_no_reason_to_refuse_a_workbook(tmp_path: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    for number, (part, declared) in enumerate([("xl/worksheets/sheet2.xml", kind), ("xl/media/1.png", "image/png")]):
        path = workbook(tmp_path / f"{number}.xlsx", part, declared=declared)
        assert open_table(path, TableLimits(max_shared_bytes=1 << 20)).headers == ("file", "title")
