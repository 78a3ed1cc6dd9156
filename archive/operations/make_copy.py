"""Make the PDF copy of an office file, and have its pages read."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from archive.choices import AssetState, EventName
from archive.extract.errors import ExtractError, NeedsProgram
from archive.extract.office import OFFICE_TYPES, convert_to_pdf
from archive.extract.pdf.pdfs import title_of_pdf
from archive.ingest.titles import suggest_title
from archive.limits import office_limits
from archive.models import Document
from archive.operations.await_program import hold_asset
from archive.operations.keep_copy import keep_copy
from archive.operations.log_event import log_event
from archive.queries import awaits_copy, local_file
from archive.reasons import reason_of
from archive.signals import asset_changed
from archive.tasks import enqueue_examination


def make_copy(*, document_id: int) -> bool:
    """Convert an office file and have it examined by its copy; return whether a copy was made.

    A file that LibreOffice makes no pages of ends as failed with the reason; without LibreOffice it waits.
    """
    if not awaits_copy(document_id):
        return False
    document = Document.objects.get(pk=document_id)
    Document.objects.filter(pk=document_id).update(state=AssetState.WORKING)
    try:
        _convert(document)
    except NeedsProgram as error:
        hold_asset(asset=document, error=error)
        return False
    except ExtractError as error:
        _fail(document, error)
        return False
    return True


def _convert(document: Document) -> None:
    folder = Path(settings.FILE_UPLOAD_TEMP_DIR)
    with local_file(document) as path, tempfile.TemporaryDirectory(prefix="office-", dir=folder) as scratch:
        made = convert_to_pdf(path, OFFICE_TYPES[document.media_type], Path(scratch), office_limits())
        title = title_of_pdf(made)
        technical: dict[str, Any] = dict(document.technical)
        if title and suggest_title(Path(document.original_name), title) == title:
            technical["metadata"] = {"title": {"default": title}}
        examined = partial(enqueue_examination, document)
        keep_copy(document=document, path=made, then=examined, technical=technical, state=AssetState.WAITING)


def _fail(document: Document, error: ExtractError) -> None:
    reason = reason_of(error)
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).update(state=AssetState.FAILED, state_reason=reason)
        log_event(document, EventName.FAILED, reason=reason.as_dict())
        asset_changed.send(sender=Document, kind=document.kind, asset_id=document.pk, facts=False)
