"""Read tables of metadata that accompany files: CSV, XLSX and JSON, a row at a time."""

from archive.ingest.manifests.opening import open_table
from archive.ingest.manifests.types import Table, TableLimits, TableRow

__all__ = ["Table", "TableLimits", "TableRow", "open_table"]
