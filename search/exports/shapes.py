"""Write rows as CSV or JSON, piece by piece."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple
from enum import StrEnum
from io import StringIO

from archive.table_cells import safe_cell
from search.exports.rows import COLUMNS, Row

BETWEEN = "; "
"""Stands between several values in one cell."""

BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheet programs that a CSV is UTF-8."""


class Shape(StrEnum):
    """How an export is written."""

    CSV = "csv"
    JSON = "json"


MEDIA_TYPES = {Shape.CSV: "text/csv; charset=utf-8", Shape.JSON: "application/json; charset=utf-8"}


def written(batches: Iterable[Iterable[Row]], shape: Shape) -> Iterator[str]:
    """Yield an export in pieces, one for each batch; it opens with the head even where nothing was found."""
    return as_csv(batches) if shape is Shape.CSV else as_json_array(batches)


def as_csv(batches: Iterable[Iterable[Row]]) -> Iterator[str]:
    """Yield RFC 4180 with a byte order mark and a head of column names; a spreadsheet computes none of its cells."""
    yield f"{BYTE_ORDER_MARK}{','.join(COLUMNS)}\r\n"
    for batch in batches:
        piece = StringIO()
        csv.writer(piece).writerows([_cell(value) for value in astuple(row)] for row in batch)
        yield piece.getvalue()


def as_json_array(batches: Iterable[Iterable[Row]]) -> Iterator[str]:
    """Yield one array of objects, an object a line; without its closing bracket the download was cut off."""
    between = "[\n"
    for batch in batches:
        for row in batch:
            yield between + json.dumps(asdict(row), ensure_ascii=False)
            between = ",\n"
    yield "\n]\n" if between != "[\n" else "[]\n"


def _cell(value: str | tuple[str, ...] | int | None) -> object:
    if value is None or isinstance(value, int):
        return "" if value is None else value
    text = BETWEEN.join(value) if isinstance(value, tuple) else value
    return safe_cell(text.replace("\x00", ""))
