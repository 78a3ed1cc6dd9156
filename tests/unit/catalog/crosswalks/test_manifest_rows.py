"""Columns are guessed in four ways of writing, and a row says what is wrong in it."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.crosswalks.manifest import guess_columns, read_row
from catalog.crosswalks.manifest.values import language_of


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        (["File name", "Title", "Date created", "Photographer", "Keywords"],
         ["path", "original_title", "date_edtf", "photographer", "subjects"]),
        (["Имя файла", "Название (рус.)", "Название (узб.)", "Дата съёмки", "Права"],
         ["path", "title_ru", "title_uz", "date_edtf", "rights"]),
        (["Fayl nomi", "Sarlavha (oʻzbekcha)", "Sarlavha ruscha", "Sana", "Kalit soʻzlar", "Joy"],
         ["path", "title_uz", "title_ru", "date_edtf", "subjects", "places"]),
        (["Файл номи", "Сарлавҳа (ўзбекча)", "Сана", "Калит сўзлар", "Тўплам"],
         ["path", "title_uz", "date_edtf", "subjects", "collection"]),
        (["filename", "dc:title[en]", "description_ru", "credit_line_en", "sha256", "nonsense"],
         ["path", "title_en", "description_ru", "credit_line_en", "checksum", ""]),
        (["file", "path", "title.uz", "embargoUntil"], ["path", "", "title_uz", "embargo_until"]),
    ],
)  # fmt: skip
def test_headers_are_guessed(headers: list[str], wanted: list[str]) -> None:
    assert guess_columns(headers) == wanted


def test_a_row_is_read_into_values_of_the_record() -> None:
    mapping = ["path", "title_ru", "date_edtf", "photographer", "author", "subjects", "rights", "access", "languages",
               "inventory", "checksum", "description"]  # fmt: skip
    cells = ["surat\\1.jpg", " Порт  Термез ", "около 1924 г.", "И. Петров; А. Каримов", "N. Yusupov", "порт|таможня",
             "CC BY-SA 4.0", "Для всех", "русский, uz", "И-12", "A" * 64, "Вид с берега"]  # fmt: skip
    facts = read_row(cells, mapping, mapping)
    assert facts.problems == []
    assert facts.path == "surat/1.jpg"
    assert facts.fields == {
        "title_ru": "Порт Термез", "date_edtf": "1924~", "rights": "CC-BY-SA-4.0", "access": "public",
        "languages": ["ru", "uz-Latn"], "description_ru": "Вид с берега", "embargo_until": None,
    }  # fmt: skip
    assert facts.agents == [("photographer", "И. Петров"), ("photographer", "А. Каримов"), ("author", "N. Yusupov")]
    assert facts.subjects == ["порт", "таможня"]
    assert facts.identifiers == [("inventory", "И-12")]
    assert facts.checksum == ("sha256", "a" * 64)


@pytest.mark.parametrize(
    ("code", "cell", "reason"),
    [
        ("date_edtf", "yaqinda", "bad_date"),
        ("rights", "hammasi mumkin", "unknown_rights"),
        ("access", "kimdir", "unknown_access"),
        ("access", "embargo", "no_day"),
        ("embargo_until", "1924", "bad_day"),
        ("languages", "klingon", "unknown_language"),
        ("checksum", "12345", "bad_checksum"),
        ("title_uz", "x" * 501, "too_long"),
    ],
)
def test_a_value_that_cannot_be_taken_names_its_column_and_what_to_write(code: str, cell: str, reason: str) -> None:
    facts = read_row(["a.jpg", cell], ["Fayl", "Ustun"], ["path", code])
    assert [(problem.column, problem.code) for problem in facts.problems] == [("Ustun", reason)]


def test_an_embargo_follows_from_its_day_and_another_access_takes_it_away() -> None:
    only_day = read_row(["a.jpg", "2030-03-14"], ["f", "e"], ["path", "embargo_until"])
    assert only_day.fields == {"embargo_until": date(2030, 3, 14), "access": "embargo"}
    public = read_row(["a.jpg", "public"], ["f", "a"], ["path", "access"])
    assert public.fields == {"access": "public", "embargo_until": None}


def test_a_row_without_a_file_says_so() -> None:
    assert [problem.code for problem in read_row(["", "x"], ["f", "t"], ["path", "title_uz"]).problems] == ["no_path"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Вид на порт", "ru"), ("Портнинг кўриниши", "uz"), ("Togʻdagi oʻrmon", "uz"), ("A view of the port", "en")],
)
def test_the_language_of_a_text_is_told_by_its_letters(text: str, language: str) -> None:
    assert language_of(text) == language
