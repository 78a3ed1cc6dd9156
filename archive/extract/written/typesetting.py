"""Set blocks of text into the pages of a PDF, so that text is read, boxed and shown like every other document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from archive.extract.errors import gettext_noop
from archive.extract.written.blocks import Block, Style
from archive.extract.written.errors import FontMissing, TextEmpty, TextTooLong

_FONT_ROOTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_FACES = {"Fonds": "DejaVuSans.ttf", "Fonds-Bold": "DejaVuSans-Bold.ttf"}
_PACKAGE = "fonts-dejavu-core"
_MARGIN = 56.7
"""20 mm in points."""
_SIZES = {Style.HEADING: 13.0, Style.PARAGRAPH: 10.5, Style.KEPT: 10.5}
_LEADING = 1.45
_TAB = 8
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_WIDTH = A4[0] - 2 * _MARGIN


def typeset(blocks: Iterable[Block], target: Path, *, title: str = "", max_pages: int = 5_000) -> int:
    """Write the pages of a text and return how many there are.

    Raises TextEmpty, TextTooLong, FontMissing.
    """
    _register_faces()
    canvas = Canvas(str(target), pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(title[:500])
    setter = _Setter(canvas, max_pages)
    for block in blocks:
        setter.put(block)
    if not setter.line_count:
        raise TextEmpty(gettext_noop("There is not one word in this file."))
    canvas.save()
    return setter.pages


class _Setter:
    """Walk down the pages, a line at a time."""

    def __init__(self, canvas: Canvas, max_pages: int) -> None:
        self.canvas, self.max_pages = canvas, max_pages
        self.pages, self.line_count = 1, 0
        self.y = A4[1] - _MARGIN

    def put(self, block: Block) -> None:
        size = _SIZES[block.style]
        face = "Fonds-Bold" if block.style is Style.HEADING else "Fonds"
        for number, part in enumerate(block.text.replace("\v", "\f").split("\f")):
            if number:
                self._turn()
            for line in _lines(part, face, size, keeps_blanks=block.style is Style.KEPT):
                self._line(line, face, size)
        self.y -= size * 0.9

    def _line(self, line: str, face: str, size: float) -> None:
        if self.y - size * _LEADING < _MARGIN:
            self._turn()
        self.y -= size * _LEADING
        if line.strip():
            self.canvas.setFont(face, size)
            self.canvas.drawString(_MARGIN, self.y, line)
            self.line_count += 1

    def _turn(self) -> None:
        if self.y >= A4[1] - _MARGIN:
            return
        self.pages += 1
        if self.pages > self.max_pages:
            message = gettext_noop("This text would fill more than %(limit)s pages. Split it.")
            raise TextTooLong(message, limit=self.max_pages)
        self.canvas.showPage()
        self.y = A4[1] - _MARGIN


def _lines(text: str, face: str, size: float, *, keeps_blanks: bool) -> Iterator[str]:
    """Break a text into lines that fit the width, at blanks where it can be."""
    for written in _CONTROL.sub("", text).split("\n"):
        whole = written.expandtabs(_TAB).rstrip() if keeps_blanks else " ".join(written.split())
        if pdfmetrics.stringWidth(whole, face, size) <= _WIDTH:
            yield whole
        else:
            yield from _broken(whole, face, size)


def _broken(whole: str, face: str, size: float) -> Iterator[str]:
    line, width = "", 0.0
    for piece in re.findall(r"\s+|\S+", whole):
        wide = pdfmetrics.stringWidth(piece, face, size)
        if width + wide > _WIDTH and line.strip():
            yield line.rstrip()
            line, width = "", 0.0
            if piece.isspace():
                continue
        for part in _cut(piece, face, size) if wide > _WIDTH else (piece,):
            wide = pdfmetrics.stringWidth(part, face, size)
            if width + wide > _WIDTH and line.strip():
                yield line
                line, width = "", 0.0
            line, width = line + part, width + wide
    if line.strip():
        yield line.rstrip()


def _cut(word: str, face: str, size: float) -> Iterator[str]:
    """Cut a word that is wider than the page into pieces of at most its width."""
    fits = max(1, int(len(word) * _WIDTH / pdfmetrics.stringWidth(word, face, size) * 0.8))
    for start in range(0, len(word), fits):
        yield word[start : start + fits]


def font_files() -> dict[str, Path | None]:
    """Return the file of each face that pages are set in, None where it is not installed."""
    return {
        name: next((path for root in _FONT_ROOTS if root.is_dir() for path in sorted(root.rglob(file))), None)
        for name, file in _FACES.items()
    }


@lru_cache(maxsize=1)
def _register_faces() -> None:
    for name, found in font_files().items():
        if found is None:
            message = gettext_noop("The typeface %(program)s is not installed; install the Debian package %(package)s.")
            raise FontMissing(message, program="DejaVu Sans", package=_PACKAGE)
        pdfmetrics.registerFont(TTFont(name, str(found)))
