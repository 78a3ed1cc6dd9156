"""Read the first sheet of an XLSX workbook (ISO 29500) a row at a time; formulas count as the value last kept."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from archive.ingest.manifests.types import (
    TableLimits,
    TableRow,
    checked,
    no_headers,
    too_large,
    too_many_rows,
    unreadable,
)  # fmt: skip

_BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, DefusedXmlException, KeyError, ValueError, TypeError,
    IndexError, AttributeError, EOFError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What openpyxl lets through of a file that is no workbook, or a broken one."""


_TYPES = "[Content_Types].xml"
_MOST_TYPE_BYTES = 1 << 20
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MEDIA = re.compile(r"xl/media/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf)$", re.IGNORECASE)
"""Pictures, which are not read."""


class XlsxTable:
    """An open workbook, of which the active sheet counts."""

    form = "XLSX"

    def __init__(self, path: Path, limits: TableLimits) -> None:
        self._path, self._limits = path, limits
        _check_parts(path, limits)
        first = next(self._read(), None)
        cells = first.cells if first else ()
        while cells and not cells[-1]:
            cells = cells[:-1]
        self.headers = cells
        if not cells:
            raise no_headers()
        if len(cells) > limits.max_columns:
            raise too_many_rows(limits)

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows below the headers."""
        rows = self._read(columns=len(self.headers))
        next(rows, None)
        yield from checked(rows, self._limits)

    def _read(self, columns: int | None = None) -> Iterator[TableRow]:
        widest = columns or self._limits.max_columns + 1
        try:
            book = load_workbook(self._path, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise unreadable(str(error)) from error
        try:
            sheet: Any = book.active
            # What a sheet says of its own size is not to be relied on.
            sheet.reset_dimensions()
            rows = iter(sheet.iter_rows(max_col=widest, values_only=True))
            number = 0
            while True:
                try:
                    values = next(rows, None)
                except _BROKEN as error:
                    raise unreadable(str(error)) from error
                if values is None:
                    return
                number += 1
                yield TableRow(number, tuple(_text(value) for value in values))
        except AttributeError as error:
            raise unreadable(str(error)) from error
        finally:
            book.close()


def _text(value: Any) -> str:
    """Return a cell's value as people would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _check_parts(path: Path, limits: TableLimits) -> None:
    """Refuse a workbook that unpacks to more than a table holds, or has to be held in memory with more."""
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            if sum(part.file_size for part in parts) > limits.max_unpacked_bytes:
                raise too_large(limits)
            sheets = _sheets(book)
    except _BROKEN as error:
        raise unreadable(str(error)) from error
    held = sum(part.file_size for part in parts if part.filename not in sheets and not _MEDIA.match(part.filename))
    if held > limits.max_shared_bytes:
        raise too_large(limits)


def _sheets(book: zipfile.ZipFile) -> set[str]:
    """Return the parts that are sheets and nothing else, which alone are read a row at a time.

    What holds the words is told by its declared type, whatever its part is called (ISO 29500-2, 10.1.2).
    """
    info = book.NameToInfo.get(_TYPES)
    if info is None or info.file_size > _MOST_TYPE_BYTES:
        return set()
    types: dict[str, set[str]] = {}
    for each in fromstring(book.read(info)):
        types.setdefault(each.get("PartName", "").removeprefix("/"), set()).add(each.get("ContentType", ""))
    return {name for name, said in types.items() if _SHEET.fullmatch(name) and said == {_SHEET_TYPE}}
