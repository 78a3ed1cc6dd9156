"""Hold the plain values of manifests: limits, the table, its rows, and why one cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from archive.ingest.errors import IngestRefused, Reason, gettext_noop

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class TableLimits:
    """What a manifest may hold; one beyond is refused, never cut short in silence."""

    max_bytes: int = 200 * MEBIBYTE
    max_unpacked_bytes: int = 1024 * MEBIBYTE
    """Of the parts of a spreadsheet together."""
    max_shared_bytes: int = 64 * MEBIBYTE
    """Of what has to be held in memory of a spreadsheet, its words above all; its sheets are not."""
    max_rows: int = 200_000
    max_columns: int = 256
    max_cell_characters: int = 50_000
    max_depth: int = 64
    """Of objects and lists within one another."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number as the program that wrote the table counts (the header is 1), and its cells as text."""

    number: int
    cells: tuple[str, ...]


class Table(Protocol):
    """An open manifest."""

    form: str
    """What it was read as, for people: "CSV, UTF-8, ;"."""
    headers: tuple[str, ...]

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows that are not empty; raises ``IngestRefused`` where the table cannot be read on."""


def unreadable(detail: str = "") -> IngestRefused:
    """Make the refusal of a file that is no table, or a broken one."""
    message = gettext_noop("This cannot be read as CSV, XLSX or JSON (%(detail)s). Save the table anew.")
    return IngestRefused(Reason.MANIFEST_UNREADABLE, message, detail=detail[:200])


def no_headers() -> IngestRefused:
    """Make the refusal of a table without a row of names."""
    message = gettext_noop("This table has no headers. Its first row must name the columns.")
    return IngestRefused(Reason.MANIFEST_UNREADABLE, message)


def too_large(limits: TableLimits) -> IngestRefused:
    """Make the refusal of a manifest that is too large."""
    message = gettext_noop("This manifest has more than %(limit)d MB. Split it, or save it as CSV.")
    return IngestRefused(Reason.MANIFEST_TOO_LARGE, message, limit=limits.max_bytes // MEBIBYTE)


def too_many_rows(limits: TableLimits) -> IngestRefused:
    """Make the refusal of a manifest with too many rows or columns."""
    message = gettext_noop("This manifest has more than %(rows)d rows or %(columns)d columns. Split it.")
    return IngestRefused(Reason.MANIFEST_TOO_LARGE, message, rows=limits.max_rows, columns=limits.max_columns)


def too_deep(limits: TableLimits) -> IngestRefused:
    """Make the refusal of objects and lists that lie too deep in one another."""
    message = gettext_noop(
        "This manifest has more than %(depth)d objects or lists within one another. Give each file one plain object."
    )
    return IngestRefused(Reason.MANIFEST_UNREADABLE, message, depth=limits.max_depth)


def checked(rows: Iterator[TableRow], limits: TableLimits) -> Iterator[TableRow]:
    """Yield rows that hold something, until there are too many. Raises ``IngestRefused``."""
    count = 0
    for row in rows:
        if not any(row.cells):
            continue
        count += 1
        if count > limits.max_rows:
            raise too_many_rows(limits)
        if any(len(cell) > limits.max_cell_characters for cell in row.cells):
            message = gettext_noop(
                "Row %(row)d has a cell of more than %(most)d characters. Is a quotation mark missing?"
            )
            raise IngestRefused(Reason.MANIFEST_UNREADABLE, message, row=row.number, most=limits.max_cell_characters)
        yield row
