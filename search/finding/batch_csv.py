"""Write the answers to a list of queries as CSV that a spreadsheet opens and does not execute."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator

from archive.table_cells import safe_cell
from catalog.models import Record
from search.finding.batch import TOP_HITS, LineAnswer

BOM = "\ufeff"
"""Tells spreadsheets that the text is UTF-8."""
HEAD = [
    "line",
    "read_as",
    "records",
    "pages",
    "notes",
    *(f"hit_{rank}_{fact}" for rank in range(1, TOP_HITS + 1) for fact in ("id", "title", "address")),
]
AWAY = "not searched"


def csv_rows(answers: Iterable[LineAnswer], address_of: Callable[[Record], str]) -> Iterator[str]:
    """Yield the lines of the file, the head first; ``address_of`` gives the full address of a record."""
    line = _Line()
    writer = csv.writer(line)
    writer.writerow(HEAD)
    yield BOM + line.taken()
    for answer in answers:
        facts = [fact for record in answer.hits for fact in _facts(record, address_of)]
        counts = [AWAY, AWAY] if answer.is_away else [answer.records, "" if answer.pages is None else answer.pages]
        cells = [answer.line, answer.read_as, *counts, " ".join(answer.notes), *facts]
        writer.writerow([*map(safe_cell, cells), *[""] * (len(HEAD) - len(cells))])
        yield line.taken()


def _facts(record: Record, address_of: Callable[[Record], str]) -> tuple[str, str, str]:
    return record.pid, record.title_and_language()[0], address_of(record)


class _Line:
    """A file of one line, for a writer that must have one."""

    def __init__(self) -> None:
        self._text = ""

    def write(self, text: str) -> None:
        self._text += text

    def taken(self) -> str:
        text, self._text = self._text, ""
        return text
