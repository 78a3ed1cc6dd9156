"""Write pages as a PDF: the image of each, and its words above it, invisible, to be searched, marked and copied.

The file is written from front to back and holds one page at a time in memory: objects are numbered as they come, and
the table of their places stands at the end (ISO 32000-1, 7.5). The text stands in a font without shapes, every code
of which is the character itself; it comes with Tesseract (Apache License 2.0), which lays its own text layers so.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from archive.extract.types import Word
from archive.text_files.types import Sheet, Work, clean

DPI = 200.0
"""What a page is taken to be drawn at; only how large a reader shows it at 100 % depends on it."""

POINTS = 72.0
LARGEST_POINTS = 14_400.0
CATALOG, PAGES, INFO, FONT, CID_FONT, CID_TO_GLYPH, DESCRIPTOR, FONT_FILE, TO_UNICODE, FIRST_FREE = range(1, 11)
LETTER_WIDTH = 0.5
"""How wide each letter of the font is, in its size."""

_FONT_PATH = Path(__file__).with_name("glyphless.ttf")
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def pdf(work: Work, sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Yield the file, a page at a time."""
    file = _File()
    yield file.add(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    yield from _font(file)
    pages: list[int] = []
    for sheet in sheets:
        yield from _page(file, sheet, pages)
    kids = " ".join(f"{number} 0 R" for number in pages)
    yield file.object(PAGES, f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>")
    language = f" /Lang ({work.languages[0]})" if work.languages and work.languages[0].isascii() else ""
    yield file.object(CATALOG, f"<< /Type /Catalog /Pages {PAGES} 0 R{language} >>")
    yield file.object(INFO, f"<< /Title {_text(work.title)} /Producer {_text(work.program)} >>")
    yield file.end()


class _File:
    """Numbers objects and remembers where each begins."""

    def __init__(self) -> None:
        self._length = 0
        self._places: dict[int, int] = {}
        self._next = FIRST_FREE

    def new(self) -> int:
        self._next += 1
        return self._next - 1

    def add(self, data: bytes) -> bytes:
        self._length += len(data)
        return data

    def object(self, number: int, body: str | bytes) -> bytes:
        self._places[number] = self._length
        data = body.encode("ascii") if isinstance(body, str) else body
        return self.add(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def stream(self, number: int, data: bytes, facts: str = "", *, is_packed: bool = False) -> bytes:
        if not is_packed:
            data, facts = zlib.compress(data), f"{facts} /Filter /FlateDecode"
        head = f"<< /Length {len(data)}{facts and ' '}{facts.strip()} >>\nstream\n"
        return self.object(number, head.encode("ascii") + data + b"\nendstream")

    def end(self) -> bytes:
        start, count = self._length, self._next
        rows = [b"0000000000 65535 f \n"]
        rows += [b"%010d 00000 n \n" % self._places[number] for number in range(1, count)]
        trailer = f"trailer\n<< /Size {count} /Root {CATALOG} 0 R /Info {INFO} 0 R >>\nstartxref\n{start}\n%%EOF\n"
        return self.add(b"xref\n0 %d\n" % count + b"".join(rows) + trailer.encode("ascii"))


def _font(file: _File) -> Iterator[bytes]:
    yield file.object(
        FONT,
        f"<< /Type /Font /Subtype /Type0 /BaseFont /GlyphLessFont /Encoding /Identity-H "
        f"/DescendantFonts [{CID_FONT} 0 R] /ToUnicode {TO_UNICODE} 0 R >>",
    )
    yield file.object(
        CID_FONT,
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /GlyphLessFont /CIDToGIDMap {CID_TO_GLYPH} 0 R "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/FontDescriptor {DESCRIPTOR} 0 R /DW {round(1000 * LETTER_WIDTH)} >>",
    )
    yield file.stream(CID_TO_GLYPH, b"\x00\x01" * 0x10000)
    yield file.object(
        DESCRIPTOR,
        f"<< /Type /FontDescriptor /FontName /GlyphLessFont /Flags 5 /FontBBox [0 0 500 1000] /ItalicAngle 0 "
        f"/Ascent 1000 /Descent -1 /CapHeight 1000 /StemV 80 /FontFile2 {FONT_FILE} 0 R >>",
    )
    shapes = _FONT_PATH.read_bytes()
    yield file.stream(FONT_FILE, shapes, f"/Length1 {len(shapes)}")
    yield file.stream(TO_UNICODE, _TO_UNICODE)


def _page(file: _File, sheet: Sheet, pages: list[int]) -> Iterator[bytes]:
    scale = POINTS / DPI
    width, height = (sheet.width_px or 1654) * scale, (sheet.height_px or 2339) * scale
    shrunk = min(1.0, LARGEST_POINTS / max(width, height))
    width, height = width * shrunk, height * shrunk
    page, content = file.new(), file.new()
    image = sheet.image() if sheet.image else b""
    resources = f"/Font << /F {FONT} 0 R >>"
    drawn = ""
    if image:
        picture = file.new()
        yield file.stream(picture, image, _image_facts(image), is_packed=True)
        resources += f" /XObject << /I {picture} 0 R >>"
        drawn = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /I Do Q\n"
    words = "\n".join(_line(list(line), width, height) for lines in sheet.paragraphs() for line in lines)
    yield file.stream(content, f"{drawn}BT 3 Tr\n{words}\nET".encode("ascii"))
    yield file.object(
        page,
        f"<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] "
        f"/Resources << {resources} >> /Contents {content} 0 R >>",
    )
    pages.append(page)


def _image_facts(image: bytes) -> str:
    with Image.open(io.BytesIO(image)) as picture:
        width, height = picture.size
        space = {"L": "/DeviceGray", "CMYK": "/DeviceCMYK"}.get(picture.mode, "/DeviceRGB")
    return (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {space} "
        f"/BitsPerComponent 8 /Filter /DCTDecode"
    )


def _line(words: list[Word], width: float, height: float) -> str:
    """Return the words of a line, each over its own box; all but the last are followed by a space."""
    return "\n".join(
        _word(clean(word.text), is_last=place == len(words), box=(word.x * width, height * (1 - word.y - word.h),
                                                                  word.w * width, word.h * height))
        for place, word in enumerate(words, start=1)
    )  # fmt: skip


def _word(text: str, *, is_last: bool, box: tuple[float, float, float, float]) -> str:
    x, y, width, height = box
    size = max(height, 1.0)
    letters = len(text.encode("utf-16-be")) // 2
    stretch = 100 * width / max(letters * LETTER_WIDTH * size, 0.01)
    code = (text if is_last else f"{text} ").encode("utf-16-be").hex()
    return f"/F {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {x:.2f} {y:.2f} Tm <{code}> Tj"


def _text(text: str) -> str:
    return f"<{(chr(0xFEFF) + clean(text)).encode('utf-16-be').hex()}>"
