"""On a page read by Tesseract the box of a hit lies on the letters, not on the signs around them."""

from __future__ import annotations

import pytest

from archive.extract.ocr import OcrSettings, read_page
from archive.extract.words import pack, unpack
from archive.specimens import fonts
from archive.specimens.markup import blocks_of
from archive.specimens.pages import draw_page
from archive.specimens.types import PageSpec
from archive.specimens.typesetting import typeset
from search.analysis import Analyzer
from search.matching import Matcher, hit_boxes
from search.matching.edges import core_of
from search.query import Expansion, expand, read

TEXT = """Таможня «Термез», склады (старые); граница: посты, товары! Пошлина? Офицеры, караваны; “мосты”, реки.

В этом «журнале», (первом), записаны: грузы, платежи; «паромы», лодки, почта. Отчёт отправлен в “Ташкент”."""
ANALYZER = Analyzer()


def test_the_box_of_a_word_read_with_signs_lies_on_its_letters() -> None:
    spec = PageSpec(blocks_of(TEXT), font="Noto Serif")
    (sheet,) = typeset(spec)
    words = unpack(pack(read_page(draw_page(spec).image, OcrSettings(page_seconds=240), ("ru",)).words))
    signed = [word for word in sheet.words if core_of(word.text) != (0, len(word.text)) and word.text in words.texts]
    assert len(signed) > 15
    for word in signed:
        start, end = core_of(word.text)
        tree = expand(read(word.text[start:end], ANALYZER).syntax, Expansion(ANALYZER, {"text": 1.0}))
        spans = Matcher(tree, ANALYZER).words(words.texts, words.line)
        face = fonts.font_at(spec.font, word.size_px)
        left = (word.x + face.getlength(word.text[:start])) / sheet.width
        right = (word.x + face.getlength(word.text[:end])) / sheet.width
        middle = word.y / sheet.height
        lies_there = [
            box for box in hit_boxes(words, spans)
            if box.x < (left + right) / 2 < box.x + box.w and box.y < middle < box.y + 1.5 * box.h
        ]  # fmt: skip
        (box,) = lies_there
        assert (box.x, box.x + box.w) == pytest.approx((left, right), abs=0.01), word.text
        assert left - 0.003 <= box.x, word.text
        assert box.x + box.w <= right + 0.003, word.text
