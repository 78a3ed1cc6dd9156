"""Read a list of queries out of a text or a file that people keep such lists in."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from search.finding.batch import LONGEST_LINE, MOST_LINES

LARGEST_FILE_BYTES = 256 * 1024
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
_SEPARATORS = ";,\t"
_SAMPLE = 4096


class FileTooLarge(ValueError):
    """Raised for a file above ``LARGEST_FILE_BYTES``."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines to search, and how many more there were than are taken."""

    texts: tuple[str, ...]
    left_out: int = 0


def lines_of(text: str) -> Lines:
    """Return the lines of a text; blank ones do not count, long ones are cut."""
    return _bounded(text.replace("\x00", " ").splitlines())


def lines_of_file(content: bytes, name: str) -> Lines:
    """Return the lines of a text file, or the first column of a CSV one. Raises ``FileTooLarge``.

    Text is UTF-8, UTF-16 with its mark, or what Windows wrote Cyrillic in before (cp1251); nothing in it raises.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise FileTooLarge
    text = _decoded(content).replace("\x00", " ")
    if not name.lower().endswith((".csv", ".tsv")):
        return _bounded(text.splitlines())
    head = text[:_SAMPLE].partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    try:
        return _bounded([row[0] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row])
    except csv.Error:
        return _bounded(text.splitlines())


def _decoded(content: bytes) -> str:
    if encoding := next((name for bom, name in _BOMS.items() if content.startswith(bom)), ""):
        return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _bounded(texts: list[str]) -> Lines:
    kept = [" ".join(text[:LONGEST_LINE].split()) for text in texts]
    kept = [text for text in kept if text]
    return Lines(tuple(kept[:MOST_LINES]), max(0, len(kept) - MOST_LINES))
