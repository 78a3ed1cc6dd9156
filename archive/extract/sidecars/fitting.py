"""Tell whether a file with the text of pages belongs to a document: as many pages, each of the shape of its page."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from archive.extract.errors import PageUnreadable, gettext_noop
from archive.extract.pdf import DocumentSource
from archive.extract.sidecars.opening import sidecar_pages
from archive.extract.sidecars.plain import is_plain_text, plain_pages
from archive.extract.sidecars.types import SidecarPage, SidecarUnfit

MOST_DIFFERENCE = 0.05
"""How far the shapes of a page may differ: scans are trimmed a little, but A4 and Letter differ by 0.09."""


def fitting_pages(path: Path, name: str, document: DocumentSource) -> int:
    """Read a file of ALTO, hOCR or plain text to its end and return its pages. Raises SidecarUnreadable, SidecarUnfit.

    Plain text, known by its name, gives no shapes; whether it is of the page shows when that is read.
    """
    count = len(plain_pages(path, name)) if is_plain_text(name) else 0
    for page in () if is_plain_text(name) else sidecar_pages(path, name):
        count += 1
        if count <= document.page_count:
            _check_shape(page, name, document)
    if count != document.page_count:
        message = gettext_noop(
            "The file %(name)s holds %(pages)s pages, the document %(most)s; it is of another document."
        )
        raise SidecarUnfit(message, name=name, pages=count, most=document.page_count)
    return count


def _check_shape(page: SidecarPage, name: str, document: DocumentSource) -> None:
    # A page that cannot be drawn has no shape; it is parked when its turn comes.
    with suppress(PageUnreadable):
        width, height = document.page_size(page.number)
        if abs(page.shape / (width / height) - 1) > MOST_DIFFERENCE:
            message = gettext_noop(
                "Page %(page)s of %(name)s has another shape than the page of the document (%(width)s × %(height)s "
                "pixels), so no word would lie in its place; it is of another document or of a turned scan."
            )
            raise SidecarUnfit(message, page=page.number, name=name, width=width, height=height)
