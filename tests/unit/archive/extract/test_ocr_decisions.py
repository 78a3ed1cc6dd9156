"""What the reader decides from ink and words, without running Tesseract."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from archive.extract.errors import LanguageDataMissing, OcrTimeout, TesseractMissing, TooManyPixels
from archive.extract.ocr import OcrSettings, read_page
from archive.extract.ocr.casing import mended_case
from archive.extract.ocr.cleaning import repaired_text, without_specks
from archive.extract.ocr.engine import WHOLE_PAGE, Clock, RawWord, installed_models, run
from archive.extract.ocr.frame import level, scale_for, turned
from archive.extract.ocr.geometry import Lie, lie_of
from archive.extract.ocr.models import evidence_of, lacks_letters_of_1995, models_for, wider_models
from archive.specimens.pages import draw_text
from archive.specimens.types import Layout
from bench.true_pages import EN, RU, UZ_LATN, spelled_2026


def raw(text: str, line: int = 1, *, confidence: float = 95, height: int = 30) -> RawWord:
    return RawWord(text, 0, 0, 20 * len(text), height, confidence, (1, 1), (1, 1, line))


def raws(text: str, confidence: float = 95) -> list[RawWord]:
    return [raw(w, n, confidence=confidence) for n, row in enumerate(text.split("\n")) for w in row.split()]


@pytest.mark.parametrize("skew", [-4.0, -0.7, 0.0, 1.3, 5.0])
def test_skew_is_measured_to_a_tenth_of_a_degree(skew: float) -> None:
    page = draw_text(RU, skew_deg=skew)
    assert lie_of(page.image.convert("L")).skew_deg == pytest.approx(skew, abs=0.15)


@pytest.mark.parametrize("layout", [Layout.BOOK, Layout.NEWSPAPER, Layout.TYPESCRIPT])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_on_its_side_is_seen_by_its_ink(layout: Layout, turn: int) -> None:
    font = "DejaVu Sans Mono" if layout is Layout.TYPESCRIPT else "Noto Serif"
    page = draw_text(EN, layout=layout, font=font, turned_deg=turn)
    assert lie_of(page.image.convert("L")).sideways == (turn in {90, 270})


def test_a_blank_sheet_has_no_ink() -> None:
    assert not lie_of(Image.new("L", (1000, 1400), 240)).inked


def test_boxes_go_back_from_the_level_image_to_the_skewed_page() -> None:
    page = draw_text(EN, skew_deg=3.0)
    gray = page.image.convert("L")
    image, frame = level(gray, Lie(True, False, 9.0, 3.0), 0.7)
    word = page.words[-1]
    # The middle of the word on the page, sought in the reading image by the frame's inverse.
    best = min(
        ((x, y) for x in range(0, image.width, 4) for y in range(0, image.height, 4)),
        key=lambda at: _far(frame.box_on_upright(at[0], at[1], 1, 1), (word.x + word.w / 2, word.y + word.h / 2)),
    )
    ink = image.crop((best[0] - 14, best[1] - 14, best[0] + 14, best[1] + 14))
    assert np.asarray(ink).min() < 120


def _far(box: tuple[float, float, float, float], at: tuple[float, float]) -> float:
    return abs(box[0] - at[0]) + abs(box[1] - at[1])


def test_turning_clockwise_makes_a_turned_page_upright() -> None:
    image = Image.new("L", (3, 2))
    image.putpixel((0, 0), 255)
    for stored in (90, 180, 270):
        lies = turned(image, stored)
        assert turned(lies, 360 - stored).getpixel((0, 0)) == 255


def test_large_print_is_reduced_and_tiny_print_enlarged() -> None:
    assert scale_for(36, 10_000_000, 24_000_000) == pytest.approx(0.5)
    assert scale_for(17, 10_000_000, 24_000_000) == 1
    assert scale_for(9, 1_000_000, 24_000_000) == pytest.approx(2)
    assert scale_for(0, 96_000_000, 24_000_000) == pytest.approx(0.5)


def test_models_follow_the_languages_with_cyrillic_first() -> None:
    assert models_for(("ru", "uz-Cyrl")) == ("uzb_cyrl", "rus")
    assert models_for(("en",)) == ("eng",)
    assert models_for(("en", "uz-Latn"), spelling="2026") == ("Latin", "eng")
    assert models_for(("de",)) == ()


def test_text_without_the_letters_of_1995_may_be_of_2026() -> None:
    misread = spelled_2026(UZ_LATN).translate(str.maketrans("şçöğŞÇÖĞ", "scogSCOG"))
    assert lacks_letters_of_1995(misread)
    assert not lacks_letters_of_1995(UZ_LATN)
    assert not lacks_letters_of_1995("5-modda")


def test_a_poor_reading_asks_for_more_models_its_own_script_first() -> None:
    poor = evidence_of(raws("the customs service of the country has papers", confidence=60))
    assert wider_models(poor) == ("uzb", "eng")
    hopeless = evidence_of(raws("ххъ щьъ ыыв QWZ xqz", confidence=20))
    assert set(wider_models(hopeless)) == {"uzb", "eng", "uzb_cyrl", "rus"}


def test_specks_and_rules_go_but_short_words_stay() -> None:
    words = [
        *raws("Article 4\nNo one shall be held"),
        raw("|", 7, confidence=90),
        raw("‘", 8),
        raw("i", 9, confidence=31),
    ]
    assert [word.text for word in without_specks(words)] == ["Article", "4", "No", "one", "shall", "be", "held"]
    assert [w.text for w in without_specks([raw("1948", 1), raw("—", 1), raw("1950", 1)])] == ["1948", "—", "1950"]


def test_small_letters_read_as_capitals_are_known_by_their_height() -> None:
    small = [raw(w, height=20) for w in ["со", "мех", "вот", "нас", "сам", "как", "вы", "ним", "нов"]]
    large = [raw(w, height=28) for w in ["Сам", "Нам", "Вот", "Кто", "Она"]]
    mended = mended_case([*small, *large, raw("СОЮЗЫ", height=20), raw("СССР", height=28)])
    assert [word.text for word in mended[-2:]] == ["союзы", "СССР"]


def test_words_take_the_signs_of_their_language() -> None:
    assert repaired_text("O'zbekiston", ("uz-Latn",)) == "Oʻzbekiston"
    assert repaired_text("don't", ("uz-Latn", "en")) == "don’t"
    assert repaired_text("З-модда", ("uz-Cyrl",)) == "3-модда"
    assert repaired_text("Еуегуопе", ("ru", "en")) == "Eyeryone"
    assert repaired_text("корпус", ("ru", "en")) == "корпус"


def test_a_missing_program_is_named_with_its_package() -> None:
    installed_models.cache_clear()
    with pytest.raises(TesseractMissing, match="tesseract-ocr"):
        read_page(draw_text(EN).image, OcrSettings(program="no-such-tesseract"))


def test_a_missing_model_is_named_with_its_package(tmp_path: object) -> None:
    with pytest.raises(LanguageDataMissing, match="tesseract-ocr-uzb-cyrl"):
        run(None, ("uzb_cyrl",), WHOLE_PAGE, OcrSettings(tessdata=tmp_path), Clock.start(5))  # type: ignore[arg-type]


def test_a_page_out_of_time_is_said_to_be_so() -> None:
    with pytest.raises(OcrTimeout, match=r"0\.05 seconds"):
        read_page(draw_text(EN).image, OcrSettings(page_seconds=0.05))


def test_too_many_pixels_are_refused_before_decoding() -> None:
    with pytest.raises(TooManyPixels, match="100 × 200"):
        read_page(Image.new("L", (100, 200)), replace(OcrSettings(), max_pixels=19_999))
