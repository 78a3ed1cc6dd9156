"""Give a document the text of its pages that lies beside its file as ALTO, hOCR or plain text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from archive.choices import EventName
from archive.extract.errors import ExtractError
from archive.extract.pdf import open_document
from archive.extract.sidecars import SidecarUnfit, fitting_pages, sidecar_beside
from archive.ingest.checksum import checksum
from archive.limits import document_limits
from archive.models import Asset, Document
from archive.operations.attach_text import attach_text
from archive.operations.log_event import log_event
from archive.queries import asset_with_checksum, local_copy
from archive.reasons import Reason, reason_of
from catalog.operations.find_page_text import text_of_scan

if TYPE_CHECKING:
    from catalog.models import User

WITH_IT = gettext_noop("The text of pages; it is kept with the document %(document)s.")
NO_PAGES = gettext_noop(
    "%(document)s is kept as a photograph or recording, which has no pages; the text in %(name)s has no place there."
)
HELD = gettext_noop(
    "%(document)s has its text from another file already; to put %(name)s in its place, give it on the file's page."
)


def attach_text_beside(*, document: Document, path: Path, user: User | None = None) -> bool:
    """Attach the text beside a document that was just taken in; return whether there was one that fits.

    A broken one, or one of another document, does not keep the document out: it is noted in the document's log, and
    the pages are read here.
    """
    beside = sidecar_beside(path) or text_of_scan(path=path)
    if beside is None:
        return False
    try:
        attach_text(
            document_id=document.pk, path=beside, name=beside.name, original=path, user=user, came_with_deposit=True
        )
    except ExtractError as error:
        reason = reason_of(error).as_dict()
        log_event(document, EventName.TEXT_REFUSED, user=user, original_name=beside.name, reason=reason)
        return False
    return True


def attach_text_file(*, path: Path, beside: Path, user: User | None = None) -> tuple[Document | None, Reason]:
    """Attach the text of pages to the document it lies beside, where that is held; return it and what to tell.

    A document that is not held yet takes its text along when its turn comes. A text that the document has already
    stays. Raises ExtractError.
    """
    why = Reason("", WITH_IT, {"document": beside.name})
    with open_document(beside, document_limits()) as source:
        fitting_pages(path, path.name, source)
    held = asset_with_checksum(checksum(beside)[0])
    if held is None:
        return None, why
    if not isinstance(held, Document):
        raise SidecarUnfit(NO_PAGES, document=beside.name, name=path.name)
    if not held.text_file:
        attach_text(document_id=held.pk, path=path, name=path.name, original=beside, user=user, came_with_deposit=True)
    elif not _is_same(held, path):
        raise SidecarUnfit(HELD, document=beside.name, name=path.name)
    return held, why


def join_text(*, asset: Asset, path: Path, name: str, user: User | None = None) -> None:
    """Attach a file with the text of pages, called ``name``, to its scan. Raises ExtractError.

    The same text again changes nothing; another one than the scan has already is refused.
    """
    if not isinstance(asset, Document):
        raise SidecarUnfit(NO_PAGES, document=asset.original_name, name=name)
    if not asset.text_file:
        attach_text(document_id=asset.pk, path=path, name=name, user=user, came_with_deposit=True)
    elif not _is_same(asset, path):
        raise SidecarUnfit(HELD, document=asset.original_name, name=name)


def _is_same(document: Document, path: Path) -> bool:
    with local_copy(document.text_file) as text:
        return checksum(text) == checksum(path)
