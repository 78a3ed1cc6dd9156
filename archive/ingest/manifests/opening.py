"""Open a manifest by what it is, whatever it is called."""

from __future__ import annotations

from pathlib import Path

from archive.ingest.manifests.csvs import CsvTable
from archive.ingest.manifests.jsons import JsonTable
from archive.ingest.manifests.types import Table, TableLimits, no_headers, too_large, unreadable

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl")


def open_table(path: Path, limits: TableLimits | None = None) -> Table:
    """Return the table in a file: XLSX by its first bytes, JSON by its first character, else CSV.

    Nothing is held open, and nothing is in memory but the headers. Raises ``IngestRefused`` for what is no table, has
    no headers, or is larger than ``limits``.
    """
    limits = limits or TableLimits()
    if path.stat().st_size > limits.max_bytes:
        raise too_large(limits)
    with path.open("rb") as stream:
        head = stream.read(512)
    if not head.strip():
        raise no_headers()
    if head.startswith(b"PK\x03\x04"):
        from archive.ingest.manifests.xlsxs import XlsxTable  # noqa: PLC0415 - a twentieth of the start of any command

        return XlsxTable(path, limits)
    if head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")):
        raise unreadable("binary")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{"):
        return JsonTable(path, limits)
    return CsvTable(path, limits)
