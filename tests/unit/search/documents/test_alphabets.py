"""Titles stand in the order of the reader's alphabet."""

import random

import pytest

from search.documents.alphabets import sort_key_of, title_field

UZBEK = ["2-son", "10-son", "anor", "baho", "chegara", "xat", "yuk", "zar", "oʻlchov", "gʻalla", "sharq", "choʻl"]


def ordered(titles: list[str], language: str) -> list[str]:
    shuffled = random.Random(3).sample(titles, len(titles))
    return sorted(shuffled, key=lambda title: sort_key_of(title, language))


def test_uzbek_letters_after_z_stand_after_z() -> None:
    expected = [
        "2-son",
        "10-son",
        "anor",
        "baho",
        "xat",
        "yuk",
        "zar",
        "oʻlchov",
        "gʻalla",
        "sharq",
        "chegara",
        "choʻl",
    ]
    assert ordered(UZBEK, "uz") == expected


@pytest.mark.parametrize("spelled", ["Ўлчов", "O'lchov", "O‘lchov", "Oʻlchov", "ölçov"])
def test_every_spelling_of_uzbek_has_one_place(spelled: str) -> None:
    assert sort_key_of(spelled, "uz") == sort_key_of("oʻlchov", "uz")


def test_russian_titles_stand_in_the_russian_order_with_yo_as_ye() -> None:
    titles = ["Акт", "Баржа", "Ёлка", "Ель", "Журнал", "Щука", "Эмба", "Ялта"]
    assert ordered(titles, "ru") == ["Акт", "Баржа", "Ёлка", "Ель", "Журнал", "Щука", "Эмба", "Ялта"]


def test_quotes_and_case_do_not_count() -> None:
    assert sort_key_of("«Бухара»", "ru") == sort_key_of("бухара", "ru")


def test_a_title_without_words_has_no_key_and_a_long_one_a_bounded_key() -> None:
    assert sort_key_of("— … !", "uz") == ""
    assert len(sort_key_of("soʻz " * 500, "uz")) <= 120


def test_each_language_of_readers_has_a_field() -> None:
    assert [title_field(code) for code in ("uz", "ru", "en")] == ["title_key", "title_key_ru", "title_key_en"]
