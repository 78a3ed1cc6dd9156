"""Made PDFs hold the text they claim, in the layer they claim."""

from __future__ import annotations

import pypdfium2
import pytest

from archive.specimens.markup import blocks_of
from archive.specimens.pages import draw_page
from archive.specimens.pdfs import Layer, PdfFacts, ScannedLeaf, born_digital_pdf, image_only_pdf, make_pdf
from archive.specimens.types import Layout, PageSpec

SPEC = PageSpec(
    blocks_of("# Буйруқ\n\nOʻzbekiston bojxonasi, Амударё кечуви, таможня и ğalla."), layout=Layout.DECREE, dpi=100
)


def words_of(content: bytes, password: str | None = None) -> list[list[str]]:
    document = pypdfium2.PdfDocument(content, password=password)
    return [page.get_textpage().get_text_bounded().split() for page in document]


def test_a_born_digital_pdf_gives_its_text_back_exactly() -> None:
    made = born_digital_pdf(SPEC)

    assert words_of(made.content) == [text.split() for text in made.texts]


def test_an_image_only_pdf_has_no_letters() -> None:
    made = image_only_pdf([draw_page(SPEC)])

    assert words_of(made.content) == [[]]
    assert "bojxonasi," in made.texts[0]


def test_layers_are_right_garbage_or_letter_spaced() -> None:
    page = draw_page(SPEC)
    right, garbage, spaced = words_of(
        make_pdf(ScannedLeaf(page, layer) for layer in (Layer.RIGHT, Layer.GARBAGE, Layer.LETTER_SPACED)).content
    )
    truth = page.text.split()

    assert right == truth
    assert not set(garbage) & set(truth)
    assert "".join(spaced) == "".join(truth)
    assert max(map(len, spaced)) == 1


def test_the_same_leaves_give_the_same_bytes() -> None:
    assert born_digital_pdf(SPEC).content == born_digital_pdf(SPEC).content


def test_a_password_closes_the_file() -> None:
    closed = born_digital_pdf(SPEC, PdfFacts(password="cliff"))

    with pytest.raises(pypdfium2.PdfiumError):
        words_of(closed.content)
    assert words_of(closed.content, "cliff")[0][0] == "Буйруқ"
