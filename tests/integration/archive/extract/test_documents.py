"""Documents of every kind open, draw and read, or say in one sentence why not."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from archive.extract.errors import (
    DocumentEmpty,
    DocumentEncrypted,
    DocumentUnreadable,
    ExtractError,
    PageUnreadable,
    TooManyPixels,
)
from archive.extract.ocr import OcrSettings
from archive.extract.pdf import DocumentLimits, open_document, read_document_page
from archive.extract.types import TextSource, Word
from archive.specimens import hostile
from archive.specimens.markup import blocks_of
from archive.specimens.pages import draw_text
from archive.specimens.pdfs import Layer, ScannedLeaf, born_digital_pdf, make_pdf
from archive.specimens.types import PageSpec
from bench.character_errors import error_pct
from bench.true_pages import EN, RU, UZ_CYRL, UZ_LATN

SETTINGS = OcrSettings(page_seconds=240)


def darkest(image: Image.Image, word: Word) -> int:
    """Return the darkest pixel within a word's box."""
    pixels = np.asarray(image.convert("L"))
    height, width = pixels.shape
    rows = slice(round(word.y * height), round((word.y + word.h) * height))
    return int(pixels[rows, round(word.x * width) : round((word.x + word.w) * width)].min())


def stored(folder: Path, content: bytes, name: str = "document.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("text", [UZ_LATN, UZ_CYRL, RU, EN])
def test_real_letters_of_a_pdf_are_taken_as_they_are(tmp_path: Path, text: str) -> None:
    made = born_digital_pdf(PageSpec(blocks_of(text)))
    with open_document(stored(tmp_path, made.content)) as source:
        reading, image = read_document_page(source, 1, SETTINGS)
    assert reading.source is TextSource.TEXT_LAYER
    assert error_pct(made.texts[0], reading.text) < 0.3
    word = max(reading.words, key=lambda w: len(w.text))
    assert darkest(image, word) < 100


@pytest.mark.parametrize("layer", [Layer.GARBAGE, Layer.LETTER_SPACED, Layer.NONE])
def test_a_layer_that_is_not_text_is_passed_over_for_the_image(tmp_path: Path, layer: Layer) -> None:
    page = draw_text(RU, skew_deg=0.5)
    with open_document(stored(tmp_path, make_pdf([ScannedLeaf(page, layer)]).content)) as source:
        reading, _ = read_document_page(source, 1, SETTINGS)
    assert reading.source is TextSource.OCR
    assert reading.languages == ("ru",)
    assert error_pct(page.text, reading.text) <= 1.2


def test_a_right_layer_over_a_scan_is_kept(tmp_path: Path) -> None:
    page = draw_text(EN)
    with open_document(stored(tmp_path, make_pdf([ScannedLeaf(page, Layer.RIGHT)]).content)) as source:
        reading, _ = read_document_page(source, 1, SETTINGS)
    assert reading.source is TextSource.TEXT_LAYER
    assert error_pct(page.text, reading.text) < 0.3


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("locked.pdf", hostile.encrypted_pdf().content, DocumentEncrypted),
        ("broken.pdf", hostile.broken_pdf().content, DocumentUnreadable),
        ("empty.pdf", hostile.empty_file().content, DocumentEmpty),
        ("noise.tif", hostile.plain_noise().content, DocumentUnreadable),
        ("bomb.png", hostile.pixel_bomb().content, ExtractError),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(
    tmp_path: Path, name: str, content: bytes, error: type[ExtractError]
) -> None:
    with pytest.raises(error) as raised, open_document(stored(tmp_path, content, name)) as source:
        source.render(1)
    assert name in str(raised.value)


def test_a_truncated_image_is_a_named_error_of_its_page(tmp_path: Path) -> None:
    path = stored(tmp_path, hostile.truncated_jpeg().content, "cut.jpg")
    with pytest.raises(PageUnreadable, match=r"cut\.jpg"), open_document(path) as source:
        source.render(1)


def test_every_page_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    pages = [Image.new("L", (300, 400), shade) for shade in (255, 128, 0)]
    path = tmp_path / "three.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:])
    with open_document(path) as source:
        assert source.page_count == 3
        assert [source.render(n).getpixel((9, 9)) for n in (1, 2, 3)] == [255, 128, 0]
        with pytest.raises(PageUnreadable):
            source.render(4)


def test_a_stored_orientation_is_honored(tmp_path: Path) -> None:
    image = Image.new("RGB", (300, 200), "white")
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    with open_document(stored(tmp_path, out.getvalue(), "turned.jpg")) as source:
        assert source.page_size(1) == (200, 300)
        assert source.render(1).size == (200, 300)


def test_pixels_are_bounded_before_decoding_and_when_drawing(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("1", (4000, 3000), 1).save(path)
    with pytest.raises(TooManyPixels, match="4000 × 3000"):
        open_document(path, DocumentLimits(max_pixels=11_999_999))
    with open_document(path, DocumentLimits(drawn_pixels=3_000_000)) as source:
        assert source.render(1).size == (2000, 1500)
        assert max(source.render(1, 500).size) == 500


def test_boxes_follow_the_rotation_and_crop_of_a_pdf_page(tmp_path: Path) -> None:
    content = born_digital_pdf(PageSpec(blocks_of(EN))).content
    turned = content.replace(b"/Rotate 0", b"/Rotate 90")
    assert turned != content
    with open_document(stored(tmp_path, turned)) as source:
        reading, image = read_document_page(source, 1, SETTINGS)
    assert image.width > image.height
    word = next(w for w in reading.words if w.text.startswith("independence"))
    assert word.h > word.w
    assert darkest(image, word) < 100


@pytest.mark.shared_data
def test_damaged_and_locked_files_of_the_collections_end_in_named_errors(shared_data: Path) -> None:
    folder = shared_data / "documents" / "pdf"
    with pytest.raises(DocumentEncrypted):
        open_document(next(folder.glob("py-pdf/005*/*.pdf")))
    with pytest.raises(DocumentUnreadable):
        open_document(folder / "ocrmypdf" / "invalid.pdf")
