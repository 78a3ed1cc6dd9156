"""Say what a reader of sidecars gives, and hold its limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.extract.errors import ExtractError, gettext_noop
from archive.extract.types import Word

MOST_BYTES = 256 * 1024 * 1024
MOST_WORDS = 50_000
USUAL_CONFIDENCE_PCT = 80
"""What a word counts for whose reader does not say how sure it was."""


class SidecarUnreadable(ExtractError):
    """Raised when a file with the text of pages cannot be read; says what is wrong with it."""

    reason_code = "sidecar_unreadable"


class SidecarUnfit(SidecarUnreadable):
    """Raised when a file with the text of pages is whole, but of another document."""

    reason_code = "sidecar_unfit"


@dataclass(frozen=True, slots=True)
class SidecarPage:
    """The words of one page, in reading order, boxes as fractions; pages are numbered as they come, from 1.

    ``shape`` is the page's width by its height.
    """

    number: int
    words: tuple[Word, ...]
    shape: float


@dataclass(slots=True)
class PageMaker:
    """Collects the words of a page whose size is known in units of the file."""

    name: str
    number: int
    width: float
    height: float
    line: int = -1
    words: list[Word] = field(default_factory=list)
    _in_block: bool = False

    def start_block(self) -> None:
        """Begin a paragraph: a line number is left out."""
        if self._in_block:
            self.line += 1
            self._in_block = False

    def start_line(self) -> None:
        """Begin a line."""
        self.line += 1
        self._in_block = True

    def add(self, text: str, box: tuple[float, float, float, float], confidence_pct: int) -> None:
        """Add a word; ``box`` is left, top, width and height in units of the file."""
        text = " ".join(text.split())
        if not text:
            return
        if len(self.words) >= MOST_WORDS:
            message = gettext_noop("Page %(page)s of %(name)s has more than %(most)s words; it is no text of a page.")
            raise SidecarUnreadable(message, page=self.number, name=self.name, most=MOST_WORDS)
        left, right = _part(box[0], self.width), _part(box[0] + box[2], self.width)
        top, bottom = _part(box[1], self.height), _part(box[1] + box[3], self.height)
        confidence = min(100, max(0, confidence_pct))
        self.words.append(Word(text, left, top, right - left, bottom - top, max(self.line, 0), confidence))

    def made(self) -> SidecarPage:
        """Return the page."""
        return SidecarPage(self.number, tuple(self.words), self.width / self.height)


def page_maker(name: str, number: int, width: float, height: float) -> PageMaker:
    """Return a maker of a page; raises SidecarUnreadable where its size is not given."""
    if not (0 < width < 1e7 and 0 < height < 1e7):
        message = gettext_noop("Page %(page)s of %(name)s does not give its width and height, so no word has a place.")
        raise SidecarUnreadable(message, page=number, name=name)
    return PageMaker(name, number, width, height)


def _part(value: float, whole: float) -> float:
    return min(max(value / whole, 0.0), 1.0)
