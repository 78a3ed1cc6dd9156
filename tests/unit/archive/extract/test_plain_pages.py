"""Plain text for the pages of a scan: form feeds part it, and its words take the places of those that were read."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.extract.sidecars import SidecarUnfit, SidecarUnreadable
from archive.extract.sidecars.plain import laid_over, likeness, plain_pages
from archive.extract.types import PageReading, TextSource, Word

READ = (
    Word("Божхона", 0.1, 0.1, 0.2, 0.02, 0, 91), Word("хизматп", 0.4, 0.1, 0.2, 0.02, 0, 40),
    Word("Термиз", 0.1, 0.2, 0.2, 0.02, 2, 88), Word("1924", 0.4, 0.2, 0.1, 0.02, 2, 95),
)  # fmt: skip


def reading(words: tuple[Word, ...] = READ) -> PageReading:
    return PageReading(words, "", "", ("ru",), "Cyrl", TextSource.OCR, 90, 0.4, 70, "rus")


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("bir", ["bir"]),
        ("bir\n\f", ["bir\n"]),
        ("bir\fikki", ["bir", "ikki"]),
        ("bir\fikki\f\n", ["bir", "ikki"]),
        ("bir\f\f", ["bir", ""]),
    ],
)
def test_form_feeds_part_pages_and_one_at_the_end_begins_none(tmp_path: Path, text: str, pages: list[str]) -> None:
    path = tmp_path / "kitob.txt"
    path.write_text(text, encoding="utf-8")
    assert plain_pages(path, "kitob.txt") == pages


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_any_charset_is_taken(tmp_path: Path, charset: str) -> None:
    text = "Таможенная служба города Термеза открыла новые склады для товаров."
    path = tmp_path / "kitob.txt"
    path.write_bytes(text.encode(charset))
    assert plain_pages(path, "kitob.txt") == [text]


def test_a_file_of_blanks_holds_no_page(tmp_path: Path) -> None:
    path = tmp_path / "kitob.txt"
    path.write_text(" \n\f \n")
    with pytest.raises(SidecarUnreadable, match=r"kitob\.txt holds no page"):
        plain_pages(path, "kitob.txt")


def test_the_words_given_take_the_places_of_those_read() -> None:
    made = laid_over(reading(), "Божхона хизмати\n\nТермиз 1924", 1)
    assert made.text == made.raw_text == "Божхона хизмати\n\nТермиз 1924"
    assert (made.source, made.models, made.rotation_deg, made.skew_deg) == (TextSource.SIDECAR, "TXT", 90, 0.4)
    assert [(word.x, word.y, word.w) for word in made.words] == [(word.x, word.y, word.w) for word in READ]
    assert {word.confidence_pct for word in made.words} == {made.quality_pct} == {80}


@pytest.mark.parametrize("text", ["Бошқа варақнинг матни", "", "Термиз 1924 Божхона хизмати " * 4000])
def test_a_text_of_something_else_is_not_used(text: str) -> None:
    with pytest.raises(SidecarUnfit, match="page 7 is not like what stands on it"):
        laid_over(reading(), text, 7)


def test_a_page_without_text_is_like_no_text_and_nothing_else() -> None:
    assert laid_over(reading(()), " \n", 1).words == ()
    with pytest.raises(SidecarUnfit):
        laid_over(reading(()), "Термиз", 1)


def test_likeness_heeds_letters_and_their_order_but_no_signs() -> None:
    assert likeness(["Oʻzbek", "“bayroq”"], ["o'zbek", "bayroq,"]) == 1.0
    assert likeness(["a", "bbb"], ["a"]) == pytest.approx(0.25)
    assert likeness(["bbb", "aaa"], ["aaa", "bbb"]) == pytest.approx(0.5)
