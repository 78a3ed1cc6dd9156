"""OCR made elsewhere is read from ALTO and hOCR; broken and hostile files say what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.extract.sidecars import SidecarUnreadable, page_from_sidecar, scan_beside, sidecar_beside, sidecar_pages
from archive.extract.sidecars.opening import text_form
from archive.extract.types import TextSource, Word
from archive.text_files import Sheet, Work, alto, hocr

ALTO = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v{version}#"><Description><MeasurementUnit>{unit}</MeasurementUnit>
</Description><Layout><Page ID="P1" PHYSICAL_IMG_NR="1" WIDTH="1000" HEIGHT="2000"><PrintSpace>
<TextBlock ID="b1"><TextLine VPOS="200" HEIGHT="40">
<String CONTENT="Термиз" HPOS="100" VPOS="200" WIDTH="200" HEIGHT="40" WC="0.91"/><SP/>
<String CONTENT="бож" HPOS="320" VPOS="200" WIDTH="90" HEIGHT="40" SUBS_TYPE="HypPart1"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="хона" HPOS="100" VPOS="250" WIDTH="120" HEIGHT="40"/></TextLine></TextBlock>
<TextBlock ID="b2"><TextLine>
<String CONTENT="1924" HPOS="100" VPOS="400" WIDTH="100" HEIGHT="40"/></TextLine></TextBlock>
</PrintSpace></Page></Layout></alto>"""


def written(tmp_path: Path, text: str | bytes, name: str = "scan.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(("version", "unit"), [(2, "inch1200"), (3, "mm10"), (4, "pixel")])
def test_alto_of_any_version_and_unit_gives_words_with_places(tmp_path: Path, version: int, unit: str) -> None:
    reading = page_from_sidecar(written(tmp_path, ALTO.format(version=version, unit=unit)), 1)
    assert reading is not None
    assert reading.text == "Термиз бож-\nхона\n\n1924"
    assert reading.source is TextSource.SIDECAR
    assert (reading.script, reading.models) == ("Cyrl", "ALTO")
    first = reading.words[0]
    assert (first.x, first.y, first.w, first.h) == pytest.approx((0.1, 0.1, 0.2, 0.02))
    assert first.confidence_pct == 91


def test_hocr_gives_the_same_though_its_html_is_not_xml(tmp_path: Path) -> None:
    text = """<!DOCTYPE html><html><body><div class='ocr_page' title='image "a.jpg"; bbox 0 0 1000 2000; ppageno 0'>
    <p class=ocr_par><span class='ocr_line' title="bbox 100 200 400 240">
    <span class='ocrx_word' title='bbox 100 200 300 240; x_wconf 91'><strong>Тер&shy;миз</strong></span>
    <span class='ocrx_word' title='bbox 320 200 400 240'>a &amp; b</span></span><br>
    <p class=ocr_par><span class=ocr_line title="bbox 1 2 3 4"><span class='ocrx_word' title='bbox 100 400 200 440'>1924
    </span></span></div><div class='ocr_page' title='bbox 0 0 10 10'></div>"""
    path = written(tmp_path, text, "scan.hocr")
    pages = list(sidecar_pages(path))
    assert [page.number for page in pages] == [1, 2]
    assert [(word.text, word.line) for word in pages[0].words] == [("Тер-миз", 0), ("a & b", 0), ("1924", 2)]
    assert page_from_sidecar(path, 3) is None


def test_what_we_write_reads_back_as_it_was(tmp_path: Path) -> None:
    words = (Word("Oʻzbek", 0.1, 0.1, 0.2, 0.02, 0, 87), Word("<matn>", 0.4, 0.1, 0.2, 0.02, 0, 50),
             Word("yangi", 0.1, 0.2, 0.2, 0.02, 2, 100))  # fmt: skip
    for write, name in ((alto, "a.alto.xml"), (hocr, "a.hocr")):
        sheets = [Sheet(number, 2000, 3000, words) for number in (1, 2)]
        path = written(tmp_path, b"".join(write(Work("t", "f.jpg"), sheets)), name)
        again = list(sidecar_pages(path))
        assert len(again) == 2
        for before, after in zip(words, again[1].words, strict=True):
            assert (after.text, after.line, after.confidence_pct) == (before.text, before.line, before.confidence_pct)
            assert (after.x, after.y, after.w, after.h) == pytest.approx(
                (before.x, before.y, before.w, before.h), abs=1e-3
            )


HOSTILE = {
    "cut off": (ALTO.format(version=4, unit="pixel")[:700], "broken at line"),
    "entities": ('<!DOCTYPE a [<!ENTITY x "y">]>' + ALTO.format(version=4, unit="pixel")[39:], "declares entities"),
    "no size": (ALTO.format(version=4, unit="pixel").replace('WIDTH="1000"', ""), "width and height"),
    "no page": ("<alto><Layout></Layout></alto>", "holds no page"),
    "nothing": ("<html>hello</html>", "neither ALTO nor hOCR"),
    "no number": (ALTO.format(version=4, unit="pixel").replace('"2000"', '"nan"'), "width and height"),
    "words without end": (
        "<div class=ocr_page title='bbox 0 0 9 9'>" + "<span class=ocrx_word title='bbox 1 1 2 2'>a</span>" * 50_001,
        "more than 50000 words",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_broken_or_hostile_file_says_what_is_wrong_and_names_itself(tmp_path: Path, case: str) -> None:
    text, said = HOSTILE[case]
    with pytest.raises(SidecarUnreadable, match=said) as error:
        list(sidecar_pages(written(tmp_path, text)))
    assert "scan.xml" in str(error.value)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    page = "<div class=ocr_page title='bbox 0 0 9 9'><span class=ocrx_word title='bbox 1 1 2 2'>Термиз</span>"
    with pytest.raises(SidecarUnreadable, match="UTF-8"):
        list(sidecar_pages(written(tmp_path, page.encode("cp1251"), "a.hocr")))


def test_the_text_of_a_scan_is_found_beside_it_by_name_and_content(tmp_path: Path) -> None:
    scan = written(tmp_path, b"", "varaq.jpg")
    assert sidecar_beside(scan) is None
    written(tmp_path, "<mets/>", "varaq.xml")
    assert sidecar_beside(scan) is None
    found = written(tmp_path, ALTO.format(version=4, unit="pixel"), "varaq.alto.xml")
    assert sidecar_beside(scan) == found


def test_only_images_and_pdf_are_scans_and_no_file_is_its_own(tmp_path: Path) -> None:
    text = written(tmp_path, "<div class=ocr_page title='bbox 0 0 9 9'></div>", "varaq.html")
    for other in ("varaq.docx", "varaq.txt", "varaq.eml"):
        assert sidecar_beside(written(tmp_path, b"", other)) is None
        assert scan_beside(text) is None
    assert sidecar_beside(text) is None
    for name in ("varaq.pdf", "varaq.tif"):
        scan = written(tmp_path, b"", name)
        assert scan_beside(text) == scan
        assert sidecar_beside(scan) == text


def test_a_page_that_writes_of_hocr_is_none(tmp_path: Path) -> None:
    said = "<html><p class=text>Every page is &lt;div class='ocr_page'>; its class is ocr_page.</p></html>"
    assert text_form(written(tmp_path, said, "a.html")) == ""


@pytest.mark.shared_data
def test_samples_of_libraries_are_read(shared_data: Path) -> None:
    folder = shared_data / "documents" / "alto_hocr"
    counts, refused = {}, []
    for path in sorted(folder.rglob("*.*")):
        try:
            counts[path.name] = sum(len(page.words) for page in sidecar_pages(path))
        except SidecarUnreadable as error:
            counts[path.name] = 0
            refused.append(str(error))
    assert counts["alto.xml"] > 500
    assert counts["multicolumn.hocr"] > 300
    assert counts["1865_05_24_01_00001.xml"] > 1000
    assert [name for name, count in counts.items() if not count] == ["sn90050316_1916_05_13_4_mini.xml"]
    assert refused == ["The file sn90050316_1916_05_13_4_mini.xml is neither ALTO nor hOCR."]
