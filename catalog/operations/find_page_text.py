"""Find the scan whose pages a plain text holds: an image kept as a document, or a PDF, of as many pages."""

from __future__ import annotations

from pathlib import Path

from archive.extract.errors import ExtractError
from archive.extract.pdf import open_document
from archive.extract.sidecars import fitting_pages, sidecar_beside
from archive.extract.sidecars.opening import scans_beside
from archive.extract.sidecars.plain import PLAIN_TEXT, is_plain_text
from archive.extract.written.reading import TEXT
from archive.ingest.checksum import checksum
from archive.ingest.errors import IngestRefused
from archive.ingest.inspect import inspect
from archive.ingest.media_types import detect
from archive.ingest.sidecars import recording_beside
from archive.ingest.types import Kind
from archive.limits import document_limits, ingest_limits
from archive.models import Document
from archive.queries import asset_with_checksum, local_file


def scan_of_text(*, path: Path, kind: Kind | None) -> Path | None:
    """Return the scan beside a plain text that holds its pages; None for any other file, to be taken in by itself.

    ``kind`` is what images are told to be. A text that is held as a document of its own stays that.
    """
    if not is_plain_text(path.name) or recording_beside(path) is not None or not _is_new_text(path):
        return None
    return next((scan for scan in scans_beside(path, PLAIN_TEXT) if _is_home(scan, path, kind)), None)


def text_of_scan(*, path: Path) -> Path | None:
    """Return the plain text beside a scan, just taken in as a document, that holds its pages."""
    for stem in dict.fromkeys((path.stem, path.name)):
        for ending in (PLAIN_TEXT, PLAIN_TEXT.upper()):
            text = path.with_name(stem + ending)
            if text.is_file() and not text.is_symlink() and scan_of_text(path=text, kind=None) == path:
                return text
    return None


def holds_text_of(*, document: Document, path: Path, name: str) -> bool:
    """Tell whether a plain text called ``name`` holds the pages of a document, as it was deposited."""
    if not _is_new_text(path):
        return False
    with local_file(document) as own:
        return _has_as_many_pages(own, path, name)


def _is_new_text(path: Path) -> bool:
    try:
        return detect(path).name == TEXT and asset_with_checksum(checksum(path)[0]) is None
    except (IngestRefused, OSError):
        return False


def _is_home(scan: Path, text: Path, kind: Kind | None) -> bool:
    try:
        told = kind or (Kind.DOCUMENT if sidecar_beside(scan) is not None else None)
        found = inspect(scan, ingest_limits(), kind=told)
    except (IngestRefused, OSError):
        return False
    held = asset_with_checksum(found.sha256)
    is_document = isinstance(held, Document) if held is not None else found.kind is Kind.DOCUMENT
    return is_document and _has_as_many_pages(scan, text, text.name)


def _has_as_many_pages(scan: Path, text: Path, name: str) -> bool:
    try:
        with open_document(scan, document_limits()) as source:
            return fitting_pages(text, name, source) > 0
    except (ExtractError, OSError):
        return False
