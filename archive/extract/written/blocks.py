"""Hold text as what it is set into pages from: headings, paragraphs, and lines kept as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """How a block is set."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    KEPT = "kept"
    """Line ends and blanks of the text are kept, as in a file of plain text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text set in one way."""

    text: str
    style: Style = Style.PARAGRAPH


def blocks_of_text(text: str) -> Iterator[Block]:
    """Yield plain text line for line as it stands."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    gathered: list[str] = []
    for line in lines:
        if line.strip():
            gathered.append(line)
        elif gathered:
            yield Block("\n".join(gathered), Style.KEPT)
            gathered = []
    if gathered:
        yield Block("\n".join(gathered), Style.KEPT)
