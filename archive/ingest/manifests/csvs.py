"""Read CSV (RFC 4180 and what spreadsheets make of it): UTF-8, UTF-16 or Windows-1251; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from archive.ingest.manifests.types import TableLimits, TableRow, checked, no_headers, too_many_rows, unreadable

DELIMITERS = (",", ";", "\t")
_CHUNK_BYTES = 1 << 20
_HEAD_CHARACTERS = 64 * 1024
_HEAD_ROWS = 20
_SHOWN = {"utf-8-sig": "UTF-8", "cp1251": "Windows-1251"}
# A comma after a comma reads as a slip.
_PARTED = {"\t": "TAB", ",": "“,”", ";": "“;”", "|": "“|”"}


class CsvTable:
    """An open CSV."""

    def __init__(self, path: Path, limits: TableLimits) -> None:
        self._path, self._limits = path, limits
        self.encoding = encoding_of(path)
        self.delimiter = self._delimiter()
        self.form = f"CSV, {_SHOWN.get(self.encoding, 'UTF-16')}, {_PARTED.get(self.delimiter, self.delimiter)}"
        first = next(self._read(), None)
        self.headers = tuple(cell.strip() for cell in first.cells) if first else ()
        if not any(self.headers):
            raise no_headers()
        if len(self.headers) > limits.max_columns:
            raise too_many_rows(limits)

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows below the headers."""
        rows = self._read()
        next(rows, None)
        yield from checked(rows, self._limits)

    def _read(self) -> Iterator[TableRow]:
        csv.field_size_limit(self._limits.max_cell_characters * 4)
        number = 0
        try:
            with self._open() as stream:
                for number, cells in enumerate(csv.reader(stream, delimiter=self.delimiter), start=1):
                    yield TableRow(number, tuple(cell.replace("\0", "").strip() for cell in cells))
        except (csv.Error, UnicodeError) as error:
            raise unreadable(f"{number + 1}: {error}") from error

    def _open(self) -> TextIO:
        return self._path.open(encoding=self.encoding, newline="")

    def _delimiter(self) -> str:
        """Return what parts the first rows into the most columns, the same number in each."""
        with self._open() as stream:
            head = stream.read(_HEAD_CHARACTERS).splitlines()[:_HEAD_ROWS]

        def columns(delimiter: str) -> tuple[int, int]:
            try:
                counts = [len(cells) for cells in csv.reader(head, delimiter=delimiter) if cells]
            except csv.Error:
                return 0, 0
            if not counts or counts[0] < 2:
                return 0, 0
            return counts.count(counts[0]), counts[0]

        return max(DELIMITERS, key=columns)


def encoding_of(path: Path) -> str:
    """Return how a text is encoded: by its byte order mark, else UTF-8 if all of it is, else Windows-1251.

    UTF-16 without a mark is known by its zero bytes, which no other of these has.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if b"\0" in head:
            return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        try:
            while chunk := stream.read(_CHUNK_BYTES):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1251"
    return "utf-8-sig"
