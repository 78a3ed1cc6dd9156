"""A drawn page tells the truth about its text and about where its words lie."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from archive.specimens.errors import FontMissing, LettersMissing, TextDoesNotFit
from archive.specimens.markup import blocks_of
from archive.specimens.pages import draw_page, draw_pages, draw_text
from archive.specimens.types import OLD, DrawnPage, Layout, Mark, PageSpec

TEXT = """# Термиз божхонаси

Амударё кечувида юк тўхтатилди, ғалла ва қоракўл тери ўлчаб олинди.

| Жун | 120 пуд | 45 сўм

Ҳисобот Тошкентга юборилди."""
SPEC = PageSpec(blocks_of(TEXT), font="Noto Serif", dpi=100, seed=7)
LONG = PageSpec(blocks_of("\n\n".join(["Karvon daryodan oʻtdi. " * 30] * 12)), dpi=100)


def darkness(page: DrawnPage) -> Image.Image:
    """Return where the upright page is darker than its paper, 0 to 255."""
    return Image.eval(page.upright().convert("L"), lambda value: 255 if value < 150 else 0)


def share_of_ink_in_boxes(page: DrawnPage) -> float:
    ink = np.asarray(darkness(page), dtype=bool)
    inside = np.zeros_like(ink)
    height, width = ink.shape
    for word in page.words:
        rows = slice(int(word.y * height) - 1, int((word.y + word.h) * height) + 2)
        columns = slice(int(word.x * width) - 1, int((word.x + word.w) * width) + 2)
        inside[rows, columns] = True
    return float((ink & inside).sum() / ink.sum())


@pytest.mark.parametrize("skew_deg", [0.0, 1.4, -2.0])
@pytest.mark.parametrize("turned_deg", [0, 90, 180, 270])
def test_every_word_box_holds_the_ink_of_its_word(skew_deg: float, turned_deg: int) -> None:
    spec = replace(SPEC, blocks=blocks_of(TEXT.replace("| Жун | 120 пуд | 45 сўм\n\n", "")))
    page = draw_page(replace(spec, skew_deg=skew_deg, turned_deg=turned_deg))

    assert share_of_ink_in_boxes(page) > 0.98
    ink = np.asarray(darkness(page), dtype=bool)
    height, width = ink.shape
    for word in page.words:
        box = ink[
            int(word.y * height) : int((word.y + word.h) * height) + 1,
            int(word.x * width) : int((word.x + word.w) * width) + 1,
        ]
        assert box.any(), word.text


def test_text_and_words_say_the_same_in_the_same_order() -> None:
    page = draw_page(replace(SPEC, first_number=12))

    assert page.text.split() == [word.text for word in page.words]
    assert page.text.startswith("Термиз божхонаси\n\nАмударё")
    assert page.text.endswith("12")


def test_a_typescript_carries_its_number_first() -> None:
    spec = replace(SPEC, layout=Layout.TYPESCRIPT, font="DejaVu Sans Mono", first_number=4)

    assert draw_page(spec).text.startswith("4\n\nТермиз")


def test_the_same_spec_gives_the_same_bytes_and_another_seed_does_not() -> None:
    worn = replace(SPEC, look=OLD, marks=(Mark("signature", 0.5, 0.8), Mark("square", 0.7, 0.2, ("КЕЛДИ",), 8)))

    assert draw_page(worn).jpeg() == draw_page(worn).jpeg()
    assert draw_page(worn).jpeg() != draw_page(replace(worn, seed=8)).jpeg()


def test_newspaper_columns_follow_one_another() -> None:
    page = next(iter(draw_pages(replace(LONG, layout=Layout.NEWSPAPER, point_size=9))))
    middles = [word.x + word.w / 2 for word in page.words]
    crossing = sum(1 for here, there in pairwise(middles) if (here < 0.5) != (there < 0.5))

    assert crossing == 1
    assert middles[0] < 0.5 < middles[-1]


def test_a_long_text_runs_on_and_loses_no_word() -> None:
    pages = list(draw_pages(LONG))
    printed = " ".join(page.text for page in pages).split()

    assert len(pages) > 1
    assert printed == [word for block in LONG.blocks for word in block.text.split()]
    with pytest.raises(TextDoesNotFit, match="pages"):
        draw_page(LONG)


def test_a_turned_page_keeps_boxes_of_the_upright_one() -> None:
    upright = draw_page(SPEC)
    turned = draw_page(replace(SPEC, turned_deg=90))

    assert turned.image.size == upright.image.size[::-1]
    assert turned.words == upright.words


def test_an_unknown_typeface_and_a_missing_letter_are_named() -> None:
    with pytest.raises(FontMissing, match="Comic"):
        draw_page(replace(SPEC, font="Comic"))
    with pytest.raises(LettersMissing, match="ʻ"):
        draw_text("Oʻzbekiston", font="PT Serif")


def test_a_typeface_that_is_not_installed_names_its_debian_package(monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.specimens import fonts  # noqa: PLC0415

    monkeypatch.setattr(fonts, "_ROOTS", ())
    fonts.font_file.cache_clear()
    try:
        with pytest.raises(FontMissing, match="apt-get install fonts-noto-core"):
            fonts.font_file("Noto Serif")
    finally:
        fonts.font_file.cache_clear()
