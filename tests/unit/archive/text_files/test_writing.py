"""The text of pages as files: what is written can be read by the programs people have."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from archive.extract.types import Word
from archive.text_files import Sheet, Work, alto, hocr, pdf, plain
from tests.memory import most_held
from tests.patience import PATIENCE_SECONDS

LINES = {
    "uz-Latn": "Oʻzbekiston bojxonasi gʻoyat katta",
    "uz-Cyrl": "Ўзбекистон божхонаси ғоят қадимий ҳисобот",
    "ru": "Отчёт таможни города Термеза за 1924 год",
    "en": "The customs house’s “report” & <ledger>",
    "2026": "Özbekiston boşqarması ğoyat çiroyli",
}
WORK = Work("Hisobot “1924” (Термиз)", 'a"b<c>.jpg', "https://example.org/r/1", "Fonds", ("uz-Latn", "ru"))
ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"


def jpeg() -> bytes:
    packed = io.BytesIO()
    Image.new("L", (620, 877), 240).save(packed, "JPEG")
    return packed.getvalue()


def words_of(text: str, first_line: int = 0) -> list[Word]:
    made = []
    for line, written in enumerate(text.split("\n"), start=first_line):
        x = 0.1
        for word in written.split():
            made.append(Word(word, x, 0.1 + 0.03 * line, 0.012 * len(word), 0.02, line, 87))
            x += 0.012 * (len(word) + 1)
    return made


def sheet(number: int, text: str) -> Sheet:
    return Sheet(number, 1240, 1754, words_of(text), ("uz-Latn",), image=jpeg)


@pytest.fixture
def sheets() -> list[Sheet]:
    """Return two pages: one in four scripts and spellings, one with a second paragraph."""
    second = [*words_of("Birinchi xatboshi"), *words_of("ikkinchi", first_line=2)]
    return [sheet(1, "\n".join(LINES.values())), Sheet(2, 1240, 1754, second, ("uz-Latn",), is_corrected=True)]


def test_plain_text_keeps_lines_paragraphs_and_pages(sheets: list[Sheet]) -> None:
    text = b"".join(plain(WORK, sheets)).decode()
    assert text == "\n".join(LINES.values()) + "\n\fBirinchi xatboshi\n\nikkinchi\n"


def test_hocr_gives_every_word_its_box_in_pixels(sheets: list[Sheet]) -> None:
    root = fromstring(b"".join(hocr(WORK, sheets)))
    found = [e for e in root.iter() if e.get("class") == "ocrx_word"]
    assert [e.text for e in found] == [word.text for page in sheets for word in page.words]
    assert found[0].get("title") == "bbox 124 175 288 210; x_wconf 87"
    pages = [e for e in root.iter() if e.get("class") == "ocr_page"]
    assert pages[1].get("title") == 'image "a\'b<c>.jpg"; bbox 0 0 1240 1754; ppageno 1'
    assert [len([e for e in page.iter() if e.get("class") == "ocr_par"]) for page in pages] == [1, 2]
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_alto_has_the_shape_of_its_schema(sheets: list[Sheet]) -> None:
    root = fromstring(b"".join(alto(WORK, sheets)))
    assert (root.tag, root.get("SCHEMAVERSION")) == (f"{ALTO}alto", "4.2")
    assert [child.tag for child in root] == [f"{ALTO}Description", f"{ALTO}Layout"]
    described = [child.tag.removeprefix(ALTO) for child in root[0]]
    assert described == ["MeasurementUnit", "sourceImageInformation", "Processing"]
    assert root[0][0].text == "pixel"
    inside = {"Layout": "Page", "Page": "PrintSpace", "PrintSpace": "TextBlock", "TextBlock": "TextLine"}
    for element in root[1].iter():
        name = element.tag.removeprefix(ALTO)
        for child in element:
            assert child.tag.removeprefix(ALTO) in ({"String", "SP"} if name == "TextLine" else {inside[name]})
        for place in ("HPOS", "VPOS", "WIDTH", "HEIGHT") if name in {"TextBlock", "TextLine", "String"} else ():
            assert float(element.get(place, "-1")) >= 0
    assert {page.get("PHYSICAL_IMG_NR") for page in root.iter(f"{ALTO}Page")} == {"1", "2"}
    strings = list(root.iter(f"{ALTO}String"))
    assert [one.get("CONTENT") for one in strings] == [word.text for page in sheets for word in page.words]
    assert all(0 <= float(one.get("WC", "")) <= 1 for one in strings)
    assert [block.get("CS") for block in root.iter(f"{ALTO}TextBlock")] == ["false", "true", "true"]
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))


def test_a_pdf_reader_finds_the_words_of_four_scripts_where_they_stand(sheets: list[Sheet], tmp_path: Path) -> None:
    path = tmp_path / "text.pdf"
    path.write_bytes(b"".join(pdf(WORK, sheets)))
    shown = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, timeout=PATIENCE_SECONDS
    )
    assert shown.stderr == b""
    text = " ".join(shown.stdout.decode().split())
    for line in LINES.values():
        assert line in text, line
    document = pdfium.PdfDocument(path)
    assert (len(document), document.get_metadata_dict()["Title"]) == (2, WORK.title)
    page = document[0]
    width, height = page.get_size()
    for written in ("Ўзбекистон", "Oʻzbekiston", "таможни", "“report”"):
        textpage = page.get_textpage()
        start, count = textpage.search(written).get_next()
        left, bottom, _right, top = textpage.get_charbox(start)
        last = textpage.get_charbox(start + count - 1)
        word = next(word for word in sheets[0].words if word.text == written)
        assert left / width == pytest.approx(word.x, abs=0.005), written
        assert last[2] / width == pytest.approx(word.x + word.w, abs=0.005), written
        assert 1 - top / height < word.y + word.h / 2 < 1 - bottom / height


def test_the_image_of_the_page_is_shown_and_the_text_is_not(sheets: list[Sheet]) -> None:
    document = pdfium.PdfDocument(b"".join(pdf(WORK, sheets)))
    drawn = document[0].render(scale=0.5).to_pil().convert("L")
    assert {pixel for _count, pixel in drawn.getcolors(maxcolors=256)} <= set(range(236, 245))
    without = document[1].render(scale=0.5).to_pil().convert("L")
    assert without.getextrema() == (255, 255)


def test_a_pdf_of_a_thousand_pages_is_written_a_page_at_a_time() -> None:
    image = jpeg() + b"\0" * 300_000

    def pages() -> Iterator[Sheet]:
        for number in range(1, 1001):
            yield Sheet(number, 1240, 1754, words_of("bir ikki uch\n" * 20), image=lambda: image)

    sizes = []
    peak = most_held(lambda: sizes.append(sum(len(part) for part in pdf(WORK, pages()))), below=8_000_000)
    assert min(sizes) > 300_000_000
    assert peak < 8_000_000


def test_a_work_without_pages_is_still_a_file() -> None:
    assert b"".join(plain(WORK, [])) == b""
    assert len(fromstring(b"".join(hocr(WORK, [])))) == 2
    assert b"/Count 0" in b"".join(pdf(WORK, []))


def test_signs_that_xml_forbids_are_left_out() -> None:
    odd = [Sheet(1, 100, 100, [Word("a\x0bb\ud83d", 0, 0, 1, 1, 0, 50)])]
    for write in (hocr, alto):
        assert b"ab" in b"".join(write(WORK, odd))
    assert b"".join(pdf(WORK, odd)).startswith(b"%PDF")
