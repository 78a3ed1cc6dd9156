"""Make PDFs with known text: born digital, image only, and scans with a right or a garbage layer.

reportlab in its invariant mode writes equal bytes for equal input.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive.specimens.fonts import font_file
from archive.specimens.sheets import Sheet
from archive.specimens.types import DrawnPage, PageSpec
from archive.specimens.typesetting import typeset

_POINTS_PER_INCH = 72
_LAYER_FACE = "DejaVu Sans"


class Layer(StrEnum):
    """What the hidden text under a scanned page is like."""

    NONE = "none"
    RIGHT = "right"
    GARBAGE = "garbage"
    LETTER_SPACED = "letter_spaced"


@dataclass(frozen=True, slots=True)
class ScannedLeaf:
    """A drawn page as a leaf of a PDF, with the layer that lies over it."""

    page: DrawnPage
    layer: Layer = Layer.NONE


@dataclass(frozen=True, slots=True)
class BornDigitalLeaves:
    """A text that is set into as many leaves as it needs, with real letters."""

    spec: PageSpec


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """Document properties; ``password`` closes the file to everyone without it."""

    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = field(default=())
    password: str = ""


@dataclass(frozen=True, slots=True)
class MadePdf:
    """A PDF with the true text of each page, in order."""

    content: bytes
    texts: tuple[str, ...]


def make_pdf(leaves: Iterable[ScannedLeaf | BornDigitalLeaves], facts: PdfFacts | None = None) -> MadePdf:
    """Bind leaves into one PDF.

    Raises ``FontMissing`` and ``LettersMissing`` for a face that cannot set a text.
    """
    facts = facts or PdfFacts()
    out = BytesIO()
    lock = StandardEncryption(facts.password) if facts.password else None
    canvas = Canvas(out, invariant=1, pageCompression=1, encrypt=lock)
    canvas.setTitle(facts.title)
    canvas.setAuthor(facts.author)
    canvas.setSubject(facts.subject)
    canvas.setKeywords(", ".join(facts.keywords))
    texts: list[str] = []
    for leaf in leaves:
        if isinstance(leaf, ScannedLeaf):
            texts.append(_bind_scan(canvas, leaf))
        else:
            texts.extend(_bind_text(canvas, leaf.spec))
    canvas.save()
    return MadePdf(out.getvalue(), tuple(texts))


def image_only_pdf(pages: Iterable[DrawnPage], facts: PdfFacts | None = None) -> MadePdf:
    """Bind drawn pages into a PDF without any text layer."""
    return make_pdf((ScannedLeaf(page) for page in pages), facts)


def born_digital_pdf(spec: PageSpec, facts: PdfFacts | None = None) -> MadePdf:
    """Set a text into a PDF with real letters."""
    return make_pdf([BornDigitalLeaves(spec)], facts)


def _registered(name: str, *, bold: bool = False) -> str:
    """Return the name under which reportlab knows a typeface, telling it first where needed."""
    known = f"{name} Bold" if bold else name
    if known not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(known, str(font_file(name, bold=bold))))
    return known


def _bind_text(canvas: Canvas, spec: PageSpec) -> list[str]:
    sheets = typeset(spec)
    scale = _POINTS_PER_INCH / spec.dpi
    for sheet in sheets:
        canvas.setPageSize((sheet.width * scale, sheet.height * scale))
        canvas.setLineWidth(0.5)
        for start, y, end in sheet.rules:
            height = (sheet.height - y) * scale
            canvas.line(start * scale, height, end * scale, height)
        _set_words(canvas, spec, sheet, scale)
        canvas.showPage()
    return [sheet.text for sheet in sheets]


def _set_words(canvas: Canvas, spec: PageSpec, sheet: Sheet, scale: float) -> None:
    for word in sheet.words:
        canvas.setFont(_registered(spec.font, bold=word.bold), word.size_px * scale)
        canvas.drawString(word.x * scale, (sheet.height - word.y) * scale, word.text + " ")


def _bind_scan(canvas: Canvas, leaf: ScannedLeaf) -> str:
    page = leaf.page
    scale = _POINTS_PER_INCH / page.dpi
    width, height = page.image.width * scale, page.image.height * scale
    canvas.setPageSize((width, height))
    canvas.drawImage(ImageReader(BytesIO(page.jpeg())), 0, 0, width, height)
    if leaf.layer is not Layer.NONE:
        _hide_words(canvas, page, leaf.layer, (width, height))
    canvas.showPage()
    return page.text


def _hide_words(canvas: Canvas, page: DrawnPage, layer: Layer, size: tuple[float, float]) -> None:
    """Lay invisible words over their pictures, as a scanning program would."""
    width, height = size
    face = _registered(_LAYER_FACE)
    for word in page.words:
        text = _LAYER_TEXT[layer](word.text)
        points = max(word.h * height, 4)
        natural = pdfmetrics.stringWidth(text, face, points) or 1
        line = canvas.beginText(word.x * width, (1 - word.y - word.h) * height)
        line.setFont(face, points)
        line.setTextRenderMode(3)
        line.setHorizScale(100 * word.w * width / natural)
        line.textOut(text + " ")
        canvas.drawText(line)


def mojibake(text: str) -> str:
    """Return a word as a wrong code page shows it: the same every time, and never plausible."""
    broken = text.encode("cp1251", "replace").decode("latin-1").replace("?", "¿")
    if broken != text:
        return broken
    digest = hashlib.sha256(text.encode()).digest()
    return "".join(chr(0xA1 + digest[place % 32] % 0x5E) for place in range(len(text)))


_LAYER_TEXT: dict[Layer, Callable[[str], str]] = {
    Layer.RIGHT: str,
    Layer.GARBAGE: mojibake,
    Layer.LETTER_SPACED: " ".join,
}
