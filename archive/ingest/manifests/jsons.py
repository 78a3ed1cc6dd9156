"""Read JSON: a list of objects, the list "files" of an object, or an object a line; nested names are joined by dots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from archive.ingest.manifests.types import (
    TableLimits,
    TableRow,
    checked,
    no_headers,
    too_deep,
    too_many_rows,
    unreadable,
)

LIST_SEPARATOR = " | "
_MOST_DIGITS = 30
_LONGEST_NUMBER = 4000
_LONG_NUMBER = re.compile(rb"[0-9]{%d}" % _LONGEST_NUMBER)
_CHUNK_BYTES = 1 << 20
_BROKEN = (ijson.JSONError, UnicodeError, ArithmeticError, ValueError)
"""What the parser lets through of a file that is no JSON, or holds a number nobody can compute with."""
_OPENING, _CLOSING = {"start_map", "start_array"}, {"end_map", "end_array"}
_PREFIXES = {"[": "item", "{": "files.item"}


class JsonTable:
    """An open JSON file; read twice, for each object may have names of its own."""

    form = "JSON"

    def __init__(self, path: Path, limits: TableLimits) -> None:
        self._path, self._limits = path, limits
        _refuse_long_numbers(path)
        self._refuse_depth()
        self._prefix, self._many = self._layout()
        names: dict[str, None] = {}
        for flat in self._objects():
            names.update(dict.fromkeys(flat))
            if len(names) > limits.max_columns:
                raise too_many_rows(limits)
        self.headers = tuple(names)
        if not names:
            raise no_headers()

    def rows(self) -> Iterator[TableRow]:
        """Yield a row for each object; the first is row 1."""
        found = enumerate(self._objects(), start=1)
        rows = (TableRow(number, tuple(flat.get(name, "") for name in self.headers)) for number, flat in found)
        yield from checked(rows, self._limits)

    def _refuse_depth(self) -> None:
        """Refuse what lies too deep before names are put together: for each level they take as long as all above."""
        depth = 0
        try:
            with self._open() as stream:
                for event, _ in ijson.basic_parse(stream, multiple_values=True):
                    if event in _OPENING:
                        depth += 1
                        if depth > self._limits.max_depth:
                            raise too_deep(self._limits)
                    elif event in _CLOSING:
                        depth -= 1
        except _BROKEN as error:
            raise unreadable(str(error)) from error

    def _open(self) -> BinaryIO:
        """Open the file behind its byte order mark."""
        stream = self._path.open("rb")
        if stream.read(3) != b"\xef\xbb\xbf":
            stream.seek(0)
        return stream

    def _layout(self) -> tuple[str, bool]:
        """Return where the objects are, and whether several documents follow one another."""
        with self._path.open("rb") as stream:
            head = stream.read(4096).decode("utf-8-sig", "replace").lstrip()
        prefix = _PREFIXES.get(head[:1], "")
        if not prefix:
            raise unreadable("[ {")
        if prefix == "item":
            return prefix, False
        try:
            with self._open() as stream:
                has_files = any(True for _ in ijson.items(stream, prefix, multiple_values=True))
        except _BROKEN as error:
            raise unreadable(str(error)) from error
        return (prefix, False) if has_files else ("", True)

    def _objects(self) -> Iterator[dict[str, str]]:
        try:
            with self._open() as stream:
                for found in ijson.items(stream, self._prefix, multiple_values=self._many):
                    yield dict(_flat(found, "")) if isinstance(found, dict) else {}
        except _BROKEN as error:
            raise unreadable(str(error)) from error


def _refuse_long_numbers(path: Path) -> None:
    """Refuse a number of thousands of digits: Python reads none, and the parser ends the whole process over it."""
    held = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            held = held[-_LONGEST_NUMBER:] + chunk
            if _LONG_NUMBER.search(held):
                raise unreadable(f"{_LONGEST_NUMBER}+ 0-9")


def _flat(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield the names and texts in an object; a list of plain values is one text."""
    waiting = [(name, value)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            # Last in, first out: they keep their order, and an object of a million names takes no time squared.
            waiting += [(f"{name}.{key}" if name else str(key), one) for key, one in reversed(value.items())]
        elif isinstance(value, list):
            yield name, LIST_SEPARATOR.join(text for one in value if (text := _text(one)))
        else:
            yield name, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        # An object in a list: what it is called is what counts.
        return next((str(value[key]) for key in ("name", "label", "value") if value.get(key)), "")
    if value is None or isinstance(value, list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        # As people write it; "1e999999999" would become a thousand million digits.
        return f"{value.normalize():f}" if abs(value.adjusted()) <= _MOST_DIGITS else str(value)
    return str(value).replace("\0", "").strip()
