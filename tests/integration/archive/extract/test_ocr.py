"""Real Tesseract reads drawn pages with nothing told: language, spelling, turn, skew, columns, boxes."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive.extract.ocr import OcrSettings, read_page
from archive.extract.types import PageReading, TextSource
from archive.specimens.pages import draw_text
from archive.specimens.types import PHOTOCOPY, DrawnPage, Layout
from bench.character_errors import error_pct
from bench.true_pages import EN, RU, UZ_CYRL, UZ_LATN, shared_pages, spelled_2026

SETTINGS = OcrSettings(page_seconds=240)
UZ_2026 = spelled_2026(UZ_LATN)

CASES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "Uzbek Latin on its head": (UZ_LATN, "uz-Latn", {"turned_deg": 180, "skew_deg": -0.6, "font": "DejaVu Serif"}),
    "Uzbek Cyrillic in columns": (UZ_CYRL, "uz-Cyrl", {"layout": Layout.NEWSPAPER, "dpi": 300, "skew_deg": 0.8}),
    "Russian on its side": (RU, "ru", {"turned_deg": 90, "skew_deg": 1.5, "font": "PT Serif"}),
    "English on its other side": (EN, "en", {"turned_deg": 270, "font": "Liberation Serif", "point_size": 12.0}),
    "2026 Latin, photocopied askew": (UZ_2026, "uz-Latn", {"look": PHOTOCOPY, "skew_deg": 2.5}),
    "Russian far askew": (RU, "ru", {"skew_deg": -5.0}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_read_with_nothing_told(case: str) -> None:
    text, language, changes = CASES[case]
    drawn = draw_text(text, **changes)
    reading = read_page(drawn.image, SETTINGS)
    assert reading.languages[0] == language
    assert reading.rotation_deg == (360 - drawn.turned_deg) % 360
    assert reading.skew_deg == pytest.approx(changes.get("skew_deg", 0.0), abs=0.2)
    assert error_pct(drawn.text, reading.text) <= 1.0
    assert reading.spelling == {"uz-Latn": "2026" if text is UZ_2026 else "1995"}.get(language, "")
    assert reading.source is TextSource.OCR
    assert reading.quality_pct > 80
    assert_boxes_lie_on_words(drawn, reading)


def assert_boxes_lie_on_words(drawn: DrawnPage, reading: PageReading) -> None:
    """Every word read right must have the middle of the true word in its box, on the upright page."""
    pairs = [
        (true, [word for word in reading.words if word.text == true.text])
        for true in drawn.words
        if len(true.text) > 5 and true.text.isalpha()
    ]
    found = [(true, words) for true, words in pairs if words]
    assert len(found) > 0.8 * len(pairs)
    for true, words in found:
        x, y = true.x + true.w / 2, true.y + true.h / 2
        assert any(w.x <= x <= w.x + w.w and w.y <= y <= w.y + w.h for w in words), true


def test_a_page_in_four_languages_is_read_whole() -> None:
    parts = [text.split("\n\n")[1] for text in (UZ_LATN, UZ_CYRL, RU, EN)]
    drawn = draw_text("\n\n".join(parts))
    reading = read_page(drawn.image, SETTINGS)
    assert set(reading.languages) == {"uz-Latn", "uz-Cyrl", "ru", "en"}
    assert reading.script == "mixed"
    assert error_pct(drawn.text, reading.text) <= 2.0


def test_a_wrong_hint_is_dropped_when_the_page_does_not_bear_it_out() -> None:
    drawn = draw_text(UZ_CYRL)
    reading = read_page(drawn.image, SETTINGS, ("en",))
    assert reading.languages == ("uz-Cyrl",)
    assert error_pct(drawn.text, reading.text) <= 1.0


def test_a_blank_page_and_a_tiny_image_are_empty_readings() -> None:
    for image in (Image.new("L", (1654, 2339), 236), Image.new("RGB", (16, 16), "gray"), Image.new("1", (1, 1))):
        reading = read_page(image, SETTINGS)
        assert (reading.words, reading.text, reading.source) == ((), "", TextSource.NONE)


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["uz_latn_04", "uz_cyrl_06", "ru_02", "en_05", "mixed_01", "mixed_02"])
def test_shared_scans_stay_within_the_error_asked_for(shared_data: Path, name: str) -> None:
    page = next(p for p in shared_pages(shared_data / "documents" / "scans") if p.name == f"{name}.jpg")
    reading = read_page(page.path, SETTINGS)
    assert set(reading.languages) == set(page.languages)
    assert error_pct(page.text, reading.text) <= 1.2


def test_a_page_is_read_in_the_languages_told_and_no_others_even_on_its_head() -> None:
    drawn = draw_text(UZ_CYRL, turned_deg=180)
    reading = read_page(drawn.image, SETTINGS, told=("ru",))
    assert reading.models == "rus"
    assert reading.languages == ("ru",)
    assert reading.rotation_deg == 180
    right = read_page(drawn.image, SETTINGS, told=("uz-Cyrl",))
    assert (right.models, right.languages) == ("uzb_cyrl", ("uz-Cyrl",))
    assert error_pct(drawn.text, right.text) < error_pct(drawn.text, reading.text)
