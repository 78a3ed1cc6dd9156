"""Hold what typesetting is measured by and what it returns: margins of layouts, placed words, sheets."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.specimens.types import PAPERS_MM, Layout

_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Geometry:
    """Margins in millimetres of A4 (left, top, right, bottom), smaller on smaller paper, and a layout's habits."""

    margins_mm: tuple[float, float, float, float]
    columns: int = 1
    leading: float = 1.34
    indent_em: float = 1.6
    justified: bool = True
    number_at_top: bool = False
    paragraph_gap: float = 0.0


GEOMETRIES = {
    Layout.BOOK: Geometry((26, 24, 24, 28)),
    Layout.NEWSPAPER: Geometry((15, 15, 15, 20), columns=2, leading=1.26, indent_em=1.2),
    Layout.TYPESCRIPT: Geometry((30, 24, 16, 24), leading=1.62, indent_em=3.0, justified=False, number_at_top=True),
    Layout.LETTERHEAD: Geometry((28, 22, 20, 26), leading=1.42, paragraph_gap=0.35),
    Layout.DECREE: Geometry((30, 26, 22, 26), leading=1.48, indent_em=2.2, paragraph_gap=0.25),
}


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word at its baseline origin (``x``, ``y``) and its ink box, all in page pixels."""

    text: str
    x: float
    y: float
    size_px: float
    bold: bool
    line: int
    box: tuple[float, float, float, float]


@dataclass(slots=True)
class Sheet:
    """One set page: words in reading order, rules as (x0, y, x1), text as printed."""

    width: int
    height: int
    words: list[PlacedWord] = field(default_factory=list)
    rules: list[tuple[float, float, float]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    column_top: float = 0.0

    @property
    def text(self) -> str:
        """Return the printed lines; paragraphs are parted by an empty line."""
        return "\n".join(self.lines).strip()


def page_size_px(paper: str, dpi: int) -> tuple[int, int]:
    """Return width and height of a page at a resolution."""
    width, height = PAPERS_MM[paper]
    return round(width / _MM_PER_INCH * dpi), round(height / _MM_PER_INCH * dpi)
