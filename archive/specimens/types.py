"""Say what a specimen page is made from and what its drawer returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO

from PIL import Image


class Style(StrEnum):
    """The part a block of text plays on its page."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    CENTERED = "centered"
    RIGHT = "right"
    LINES = "lines"
    ROW = "row"
    RULE = "rule"
    PAGE_BREAK = "page_break"


PAPERS_MM = {"A4": (210.0, 297.0), "B5": (176.0, 250.0), "A5": (148.0, 210.0)}


class Layout(StrEnum):
    """How a page is arranged."""

    BOOK = "book"
    NEWSPAPER = "newspaper"
    TYPESCRIPT = "typescript"
    LETTERHEAD = "letterhead"
    DECREE = "decree"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table row (cells split by ``|``) or rule."""

    text: str
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class PaperLook:
    """How the sheet and the scan of it look; every strength is 0 (none) to 1 (strong)."""

    color: tuple[int, int, int] = (246, 246, 244)
    ink: tuple[int, int, int] = (38, 36, 36)
    yellowing: float = 0.0
    stains: int = 0
    folds: int = 0
    uneven_ink: float = 0.1
    show_through: float = 0.0
    blur_px: float = 0.45
    noise: float = 0.15
    jpeg_quality: int = 72
    gray: bool = False


CLEAN = PaperLook()
PHOTOCOPY = PaperLook(color=(238, 238, 238), uneven_ink=0.25, noise=0.3, blur_px=0.6, gray=True)
YELLOWED = PaperLook(color=(236, 227, 204), yellowing=0.6, stains=2, uneven_ink=0.25)
OLD = PaperLook(color=(229, 217, 187), ink=(46, 38, 34), yellowing=1.0, stains=5, folds=1, uneven_ink=0.35)
LOOKS = {"clean": CLEAN, "photocopy": PHOTOCOPY, "yellowed": YELLOWED, "old": OLD}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stamp or signature put on the last page; it is not part of the page's text.

    ``x`` and ``y`` are the middle as fractions of the page; ``lines`` is empty for a signature.
    """

    kind: str
    x: float
    y: float
    lines: tuple[str, ...] = ()
    turned_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class PageSpec:
    """Everything that decides how a text is drawn; equal values give equal pictures.

    ``skew_deg`` is positive anticlockwise; ``turned_deg`` (0, 90, 180, 270) is how far the stored
    image lies turned clockwise. ``first_number`` is the printed number of the first page;
    ``paper`` is a key of ``PAPERS_MM``.
    """

    blocks: tuple[Block, ...]
    layout: Layout = Layout.BOOK
    font: str = "Noto Serif"
    point_size: float = 11.0
    dpi: int = 200
    paper: str = "A4"
    look: PaperLook = CLEAN
    skew_deg: float = 0.0
    turned_deg: int = 0
    first_number: int | None = None
    marks: tuple[Mark, ...] = ()
    seed: int = 1


@dataclass(frozen=True, slots=True)
class DrawnWord:
    """One word as drawn: its ink box as fractions (0..1) of the upright page, before any turn."""

    text: str
    x: float
    y: float
    w: float
    h: float
    line: int


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page picture with its exact text and the true place of every word.

    ``text`` keeps the printed lines; an empty line parts paragraphs; columns follow one another;
    the page number, where there is one, comes where it is printed (first or last).
    """

    image: Image.Image
    text: str
    words: tuple[DrawnWord, ...]
    dpi: int
    turned_deg: int
    jpeg_quality: int = field(default=72)

    def jpeg(self) -> bytes:
        """Return the picture as JPEG bytes that carry the resolution."""
        out = BytesIO()
        self.image.save(out, "JPEG", quality=self.jpeg_quality, dpi=(self.dpi, self.dpi))
        return out.getvalue()

    def upright(self) -> Image.Image:
        """Return the picture turned so that the text stands upright."""
        return self.image.rotate(self.turned_deg, expand=True) if self.turned_deg else self.image
