"""Find the file that holds the text of a scan beside it, tell its kind by its content, and read a page of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from archive.extract.correction.tongue import tongue_of
from archive.extract.errors import gettext_noop
from archive.extract.sidecars.alto import alto_pages
from archive.extract.sidecars.hocr import hocr_pages
from archive.extract.sidecars.types import MOST_BYTES, SidecarPage, SidecarUnreadable
from archive.extract.types import PageReading, TextSource
from archive.extract.words import text_of
from archive.ingest.media_types import TAKEN

PLAIN_ENDINGS = (".xml", ".html", ".htm", ".xhtml")
"""Endings of all kinds of files: these count only when the content bears them out."""

OWN_ENDINGS = (".alto.xml", ".hocr.html", ".hocr.htm", ".hocr.xhtml", ".hocr", ".alto")
"""Endings that say what a file is."""

ENDINGS = (*OWN_ENDINGS, *PLAIN_ENDINGS)
"""What may follow a scan's name, with or without its own ending."""

SCANS = tuple(
    dict.fromkeys(
        ending for taken in TAKEN if taken.is_image or taken.name == "application/pdf" for ending in taken.extensions
    )
)
"""Endings of what has printed pages; of other files the text is within, and one of hOCR would be its own scan."""

HEAD_BYTES = 64 * 1024
_PAGE_OF_HOCR = re.compile(rb"""<[^<>]{0,2000}\bclass\s{0,9}=\s{0,9}["']?[^"'<>]{0,200}\bocr_page\b""")
"""A page about hOCR has the word in its text; only as the class of an element does it make a file hOCR."""


def scan_beside(path: Path) -> Path | None:
    """Return the image or PDF that a file of ALTO or hOCR belongs to by its name; None for any other file."""
    ending = next((ending for ending in ENDINGS if path.name.lower().endswith(ending)), "")
    stem = path.name[: -len(ending)] if ending else ""
    if not stem or not path.is_file():
        return None
    scan = next(scans_beside(path, ending), None)
    return None if scan is None or (ending in PLAIN_ENDINGS and not text_form(path)) else scan


def scans_beside(path: Path, ending: str) -> Iterator[Path]:
    """Yield the images and PDF to whose name, with or without its own ending, a file adds this ending."""
    stem = path.name[: -len(ending)]
    whole = [stem] if stem.lower().endswith(SCANS) else []
    tried = [stem + written for suffix in SCANS for written in (suffix, suffix.upper())] if stem else []
    yield from (scan for scan in map(path.with_name, [*whole, *tried]) if scan.is_file())


def sidecar_beside(path: Path) -> Path | None:
    """Return the file with the text of a scan: of the same stem (or name), ALTO or hOCR by its content."""
    if not path.name.lower().endswith(SCANS):
        return None
    for stem in dict.fromkeys((path.stem, path.name)):
        for written in (spelled for ending in ENDINGS for spelled in (ending, ending.upper())):
            beside = path.with_name(stem + written)
            if beside != path and beside.is_file() and not beside.is_symlink() and text_form(beside):
                return beside
    return None


def sidecar_pages(path: Path, name: str = "") -> Iterator[SidecarPage]:
    """Yield the pages of ALTO or hOCR. Raises SidecarUnreadable."""
    name = name or path.name
    if path.stat().st_size > MOST_BYTES:
        message = gettext_noop("The file %(name)s is larger than %(most)s MB; give a file for each page.")
        raise SidecarUnreadable(message, name=name, most=MOST_BYTES >> 20)
    kind = text_form(path)
    if not kind:
        message = gettext_noop("The file %(name)s is neither ALTO nor hOCR.")
        raise SidecarUnreadable(message, name=name)
    is_empty = True
    for page in alto_pages(path, name) if kind == "ALTO" else hocr_pages(path, name):
        is_empty = False
        yield page
    if is_empty:
        raise SidecarUnreadable(gettext_noop("The file %(name)s holds no page."), name=name)


def page_from_sidecar(path: Path, number: int, name: str = "") -> PageReading | None:
    """Return the reading of a page, None where the file has no such page. Raises SidecarUnreadable."""
    page = next((page for page in sidecar_pages(path, name) if page.number == number), None)
    if page is None:
        return None
    text = text_of(page.words)
    tongue = tongue_of(page.words, text)
    size = sum(len(word.text) for word in page.words)
    sure = sum(word.confidence_pct * len(word.text) for word in page.words) / size if size else 0.0
    return PageReading(
        words=page.words,
        text=text,
        raw_text=text,
        languages=tongue.languages,
        script=tongue.script,
        source=TextSource.SIDECAR,
        rotation_deg=0,
        skew_deg=0.0,
        quality_pct=round(sure),
        models=text_form(path),
        spelling=tongue.spelling,
    )


def text_form(path: Path) -> str:
    """Tell "ALTO" or "hOCR" by the beginning of a file; "" for anything else."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if b"<alto" in head or b":alto" in head:
        return "ALTO"
    return "hOCR" if _PAGE_OF_HOCR.search(head) else ""
