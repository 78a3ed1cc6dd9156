"""Take the text of a document's pages from a file that was made elsewhere: ALTO, hOCR or plain text."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from archive.choices import AssetState, EventName, PageState
from archive.extract.pdf import open_document
from archive.extract.sidecars import fitting_pages
from archive.limits import document_limits
from archive.models import AssetVersion, Document, Page
from archive.models.event import WITH_DEPOSIT
from archive.operations.log_event import log_event
from archive.queries import local_file
from archive.reasons import Reason
from archive.tasks import enqueue_examination

if TYPE_CHECKING:
    from catalog.models import User


def attach_text(
    *,
    document_id: int,
    path: Path,
    name: str,
    original: Path | None = None,
    user: User | None = None,
    came_with_deposit: bool = False,
) -> int:
    """Keep the text of pages (ALTO, hOCR or plain) with a document, for its pages to take; return how many there are.

    The whole file is read first and held against the document, so that nothing is kept of one that is broken or of
    another. ``original`` is the document's file where it is at hand. Pages that people have changed are left alone.
    Raises ExtractError (SidecarUnreadable, SidecarUnfit), Document.DoesNotExist.
    """
    pages = _fitting(Document.objects.get(pk=document_id), path, name, original)
    with transaction.atomic():
        document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        former, storage = document.text_file.name, document.text_file.storage
        _sweep(document)
        with path.open("rb") as source:
            document.text_file.save(name, File(source), save=False)
        state = {"state": AssetState.WAITING, "state_reason": Reason()}
        Document.objects.filter(pk=document.pk).update(text_file=document.text_file.name, **state)
        waiting = Page.objects.filter(document=document, version=0).exclude(state=PageState.READING)
        waiting.update(state=PageState.WAITING, reason=Reason(), attempts=0, told_languages=[])
        came = {WITH_DEPOSIT: True} if came_with_deposit else {}
        log_event(document, EventName.TEXT_ATTACHED, user=user, original_name=name, pages=pages, **came)
        enqueue_examination(document)
        if former:
            transaction.on_commit(partial(storage.delete, former))
    return pages


def _fitting(document: Document, path: Path, name: str, original: Path | None) -> int:
    if original is None:
        with local_file(document) as own:
            return _fitting(document, path, name, own)
    with open_document(original, document_limits()) as source:
        return fitting_pages(path, name, source)


def _sweep(document: Document) -> None:
    """Delete what a process that died left of a text for this document."""
    folder = f"texts/{document.uid.hex[:2]}"
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return
    versions = AssetVersion.objects.filter(kind=document.kind, asset_id=document.pk)
    own = [document.text_file.name, *(facts.get("text_file") for facts in versions.values_list("facts", flat=True))]
    kept = {PurePosixPath(name).name for name in own if name}
    for name in names:
        if name.startswith(document.uid.hex) and name not in kept:
            default_storage.delete(f"{folder}/{name}")
