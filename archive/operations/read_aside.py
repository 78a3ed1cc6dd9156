"""Read a page that people have changed once more, and keep the reading aside for them to compare."""

from __future__ import annotations

import logging

from django.db import transaction

from archive.choices import EventName, WaitingWork
from archive.extract.errors import ExtractError, NeedsProgram
from archive.models import Page
from archive.operations.await_program import await_program
from archive.operations.keep_version import keep_reading
from archive.operations.log_event import log_event
from archive.operations.read_page import read_now
from archive.reasons import reason_of, unforeseen
from archive.work.passing import passing_trouble

logger = logging.getLogger(__name__)


def read_aside(*, document_id: int, number: int) -> bool:
    """Read a changed page and return whether a new reading was kept; what is shown stays as it is all the while."""
    pages = Page.objects.select_related("document").filter(document_id=document_id, number=number, version__gt=0)
    page = pages.first()
    if page is None:
        return False
    try:
        reading, _upright = read_now(page)
    except NeedsProgram as error:
        await_program(asset=page.document, error=error, work=WaitingWork.REREAD, number=page.number)
        return False
    except Exception as error:
        if passing_trouble(error):
            raise
        reason = reason_of(error) if isinstance(error, ExtractError) else unforeseen(error)
        if not isinstance(error, ExtractError):
            logger.exception("Page %s of document %s could not be read again", number, document_id)
        log_event(page.document, EventName.REREAD_FAILED, page=number, reason=reason.as_dict())
        return False
    with transaction.atomic():
        now = Page.objects.select_for_update().get(pk=page.pk)
        kept = keep_reading(now, reading)
        log_event(page.document, EventName.READING_KEPT, page=number, same=not kept)
    return kept
