"""Find among the files of a deposit the scan whose pages an uploaded plain text holds."""

from __future__ import annotations

from pathlib import Path

from archive.ingest.companions import folder_of, scan_names
from archive.models import Document
from catalog.choices import FileOutcome
from catalog.models import DepositFile
from catalog.operations.find_page_text import holds_text_of

PENDING = (FileOutcome.RECEIVING, FileOutcome.WAITING, FileOutcome.WORKING)


def page_scans_of(row: DepositFile, path: Path) -> list[DepositFile]:
    """Return the scan whose pages a plain text holds, or those not taken in yet of which nobody can tell; else none.

    With none, the text is taken in as a document of its own.
    """
    scans = _scans_beside(row)
    documents = Document.objects.in_bulk([one.asset_id for one in scans if one.kind == Document.kind])
    for one in scans:
        document = documents.get(one.asset_id or 0) if one.kind == Document.kind else None
        if document is not None and holds_text_of(document=document, path=path, name=row.name):
            return [one]
    return [one for one in scans if one.outcome in PENDING]


def may_be_settled(row: DepositFile) -> bool:
    """Say whether a plain text waits for no scan any more: each is taken in, or was refused."""
    return bool(scan_names(row.name)) and not any(one.outcome in PENDING for one in _scans_beside(row))


def _scans_beside(row: DepositFile) -> list[DepositFile]:
    names = scan_names(row.name)
    near = DepositFile.objects.filter(deposit=row.deposit_id, container=row.container_id, name_key__in=names)
    found = [one for one in near if folder_of(one.path) == folder_of(row.path)]
    return sorted(found, key=lambda one: names.index(one.name_key or ""))
