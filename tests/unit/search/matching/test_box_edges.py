"""The box of a hit lies on its letters: the quotes, brackets and commas around a word stay outside."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from archive.specimens import fonts
from archive.specimens.markup import blocks_of
from archive.specimens.sheets import PlacedWord, Sheet
from archive.specimens.types import PageSpec
from archive.specimens.typesetting import typeset
from search.matching import WordSpan, hit_boxes
from search.matching.edges import core_of

TEXT = """«Oltin yoʻl» (bojxona) [tarixi], “chegara”; xizmati! «Божхона», (ҳужжатлар); „таможня“: пошлина? Почему?!
"customs", 'border' officers' duty: (goods), levy; end… қишло- Митти, илм. шумшуқ! ЖУЖУН, ММШЩ» «Iyil» 1924, (1938)"""
IN_ANY_FACE = str.maketrans("ʻқҳў", "'кху")
FACES = tuple(fonts.TYPEFACES)
ON_PAGE = 0.01
TOUCHED = 0.004


def ink(face: ImageFont.FreeTypeFont, text: str, x: float) -> tuple[float, float]:
    """Return where the ink of a text that begins at ``x`` starts and ends."""
    room = round(face.size)
    canvas = Image.new("L", (round(face.getlength(text)) + 2 * room, 3 * room), 0)
    ImageDraw.Draw(canvas).text((room, 2 * room), text, font=face, fill=255, anchor="ls")
    box = canvas.point(lambda value: 255 * (value > 90)).getbbox()
    assert box, text
    return x + box[0] - room, x + box[2] - room


def boxed(words: list[str], lefts: list[float], rights: list[float], lines: list[int]) -> Any:
    widths = [right - left for left, right in zip(lefts, rights, strict=True)]
    rest = {"y": [0.1] * len(words), "h": [0.02] * len(words)}
    return SimpleNamespace(texts=words, line=lines, x=lefts, w=widths, **rest)


def signed_words(sheet: Sheet) -> list[PlacedWord]:
    return [word for word in sheet.words if core_of(word.text) != (0, len(word.text))]


@pytest.mark.parametrize("font", FACES)
def test_a_box_lies_on_the_letters_and_on_no_sign_around_them(font: str) -> None:
    (sheet,) = typeset(PageSpec(blocks_of(TEXT.translate(IN_ANY_FACE)), font=font))
    words = signed_words(sheet)
    assert len(words) >= 25
    for word in words:
        face = fonts.font_at(font, word.size_px, bold=word.bold)
        start, end = core_of(word.text)
        left, right = ink(face, word.text, word.x)
        at = word.x + face.getlength(word.text[:start])
        letters = ink(face, word.text[start:end], at)
        page = boxed([word.text], [left / sheet.width], [right / sheet.width], [0])
        (box,) = hit_boxes(page, [WordSpan(0, 0)])
        found = box.x * sheet.width, (box.x + box.w) * sheet.width
        assert found == pytest.approx(letters, abs=ON_PAGE * sheet.width), word.text
        # A typewriter's signs are as wide as its letters: of two signs the box may touch the inner one.
        most = 1 if fonts.typeface(font).monospaced else 3
        if 0 < start <= most:
            assert found[0] >= ink(face, word.text[:start], word.x)[1] - TOUCHED * sheet.width, word.text
        if 0 < len(word.text) - end <= most:
            after = ink(face, word.text[end:], word.x + face.getlength(word.text[:end]))
            assert found[1] <= after[0] + TOUCHED * sheet.width, word.text


def test_a_word_without_signs_keeps_its_box() -> None:
    page = boxed(
        ["божхона", "oʻzbek", "«Oltin", "yoʻl»", "—"], [0.1, 0.3, 0.5, 0.6, 0.7], [0.2, 0.4, 0.58, 0.68, 0.75], [0] * 5
    )
    plain, apostrophe, dash = hit_boxes(page, [WordSpan(0, 0), WordSpan(1, 1), WordSpan(4, 4)])
    assert (plain.x, plain.w) == pytest.approx((0.1, 0.1))
    assert (apostrophe.x, apostrophe.w) == pytest.approx((0.3, 0.1))
    assert (dash.x, dash.w) == pytest.approx((0.7, 0.05))


def test_a_phrase_is_boxed_from_its_first_letter_to_its_last_with_the_signs_within() -> None:
    page = boxed(["«Oltin,", "(yoʻl)."], [0.5, 0.6], [0.58, 0.68], [0, 0])
    (box,) = hit_boxes(page, [WordSpan(0, 1)])
    assert 0.5 < box.x < 0.52
    assert 0.66 < box.x + box.w < 0.68


def test_the_hyphen_of_a_broken_word_stays_outside_on_its_line() -> None:
    page = boxed(["қишло-", "ғида."], [0.8, 0.1], [0.9, 0.2], [0, 1])
    first, second = hit_boxes(page, [WordSpan(0, 1)])
    assert 0.88 < first.x + first.w < 0.895
    assert first.x == pytest.approx(0.8)
    assert 0.18 < second.x + second.w < 0.197


def test_a_word_from_right_to_left_keeps_its_box() -> None:
    page = boxed(["بخارا،"], [0.1], [0.2], [0])
    (box,) = hit_boxes(page, [WordSpan(0, 0)])
    assert (box.x, box.w) == pytest.approx((0.1, 0.1))
