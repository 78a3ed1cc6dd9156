"""Write pages as plain text: a printed line a line, a blank line between paragraphs, a form feed between pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.extract.words import text_of
from archive.text_files.types import Sheet, Work


def plain(_work: Work, sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Yield the text in UTF-8, a page at a time."""
    for place, sheet in enumerate(sheets):
        text = text_of(sheet.words)
        yield (("\f" if place else "") + text + ("\n" if text else "")).encode()
