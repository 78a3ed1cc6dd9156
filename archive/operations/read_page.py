"""Read one page of a document: its upright image, its text and where the words stand."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from PIL import Image

from archive.choices import EventName, PageState
from archive.extract.errors import ExtractError, NeedsProgram
from archive.extract.pdf import open_document, read_document_page
from archive.extract.sidecars import page_from_sidecar
from archive.extract.sidecars.plain import is_plain_text
from archive.extract.types import PageReading
from archive.extract.words import pack
from archive.limits import document_limits, ocr_settings
from archive.models import Document, Page
from archive.operations.await_program import hold_page
from archive.operations.keep_version import facts_of, keep_reading, take_reading_over
from archive.operations.lay_text_over import lay_text_over
from archive.operations.log_event import log_event
from archive.operations.settle_document import settle_document
from archive.process_marks import is_running, process_mark
from archive.queries import HEAVY_PAGE_FIELDS, local_copy, readable_file
from archive.reasons import Reason, reason_of, unforeseen
from archive.renditions.page_images import store_page_images
from archive.work.guard import Bounds, ended_beyond, most_mib
from archive.work.lease import living_leases
from archive.work.passing import passing_trouble

CLAIM = timedelta(minutes=30)
"""A page claimed longer ago than this counts as abandoned, wherever its reader ran."""

DRAWN = ("width_px", "height_px", "rotation_deg", "skew_deg")
"""What belongs to the images of a page and not to its words."""


DRAWING_TIMES = 2
"""A page may be drawn as long again as it may be read; the reading itself ends earlier, by its own limit."""
TOO_SLOW = gettext_noop("Page %(number)s was given up after %(seconds)s seconds: it cannot be drawn in that time.")
TOO_LARGE = gettext_noop("Page %(number)s was given up: it takes more than %(mib)s MiB of memory to draw or read.")

logger = logging.getLogger(__name__)


def read_page(*, document_id: int, number: int) -> bool:
    """Read one page and store what was found; return whether this call did the work.

    A page that another worker reads now is left to it. A page that cannot be read is parked with its reason, one that
    needs a program that is not installed waits for it; the rest of the document is unaffected. Trouble that passes is
    raised, and the page waits on.
    """
    page = _claim(document_id, number)
    if page is None:
        return False
    try:
        with ended_beyond(_bounds(number), partial(park_page, page)):
            reading, upright = read_now(page)
        if not page.version or not page.width_px:
            # The boxes of a changed page lie on the images it has.
            store_page_images(page, upright)
    except NeedsProgram as error:
        hold_page(page=page, error=error)
        return False
    except ExtractError as error:
        park_page(page, reason_of(error))
        return True
    except Exception as error:
        if passing_trouble(error):
            _release(page)
            raise
        # Whatever goes wrong with one page must not take the rest of the document along; the trace is for us.
        logger.exception("Page %s of document %s could not be read", number, document_id)
        park_page(page, unforeseen(error))
        return True
    if not _store(page, reading, upright):
        return read_page(document_id=document_id, number=number)
    return True


def _bounds(number: int) -> Bounds:
    most_seconds = DRAWING_TIMES * settings.FONDS_OCR_PAGE_SECONDS
    return Bounds(
        most_seconds,
        Reason("page_too_slow", TOO_SLOW, {"number": number, "seconds": most_seconds}),
        Reason("page_needs_memory", TOO_LARGE, {"number": number, "mib": most_mib()}),
    )


def read_now(page: Page) -> tuple[PageReading, Image.Image]:
    """Read a page in the languages it was told, else take its text from what came with it. Raises ExtractError."""
    with readable_file(page.document) as path, open_document(path, document_limits()) as source:
        has_text = bool(page.document.text_file) and not page.told_languages
        is_plain = has_text and is_plain_text(page.document.text_file.name or "")
        if has_text and not is_plain:
            with local_copy(page.document.text_file) as text:
                reading = page_from_sidecar(text, page.number)
            if reading is not None:
                return reading, source.render(page.number)
        reading, upright = read_document_page(
            source, page.number, ocr_settings(), told=page.told_languages, is_typed=page.document.has_open_copy
        )
    return (lay_text_over(page=page, reading=reading) if is_plain else reading), upright


def _claim(document_id: int, number: int) -> Page | None:
    """Take a waiting page, or one whose reader died, for this process alone."""
    me = process_mark()
    with transaction.atomic():
        page = Page.objects.select_for_update().filter(document_id=document_id, number=number).first()
        if page is None or not _is_free(page, me):
            return None
        changes = {"state": PageState.READING, "claimed_at": timezone.now(), "claimed_by": me}
        Page.objects.filter(pk=page.pk).update(**changes, attempts=F("attempts") + 1)
        return Page.objects.select_related("document").get(pk=page.pk)


def _release(page: Page) -> None:
    """Let a page wait on; this try does not count against it."""
    mine = Page.objects.filter(pk=page.pk, state=PageState.READING, claimed_by=page.claimed_by)
    mine.update(state=PageState.WAITING, claimed_by="", claimed_at=None, attempts=page.attempts - 1)


def _is_free(page: Page, me: str) -> bool:
    if page.state != PageState.READING:
        return page.state == PageState.WAITING
    return page.claimed_by == me or is_abandoned(page, living_leases())


def is_abandoned(page: Page, living: Collection[str]) -> bool:
    """Say whether the reader of a page that is being read is gone; ``living`` are the leases that beat."""
    if page.claimed_at is None or page.claimed_at < timezone.now() - CLAIM:
        return True
    return not is_running(page.claimed_by, living)


def _store(page: Page, reading: PageReading, upright: Image.Image) -> bool:
    """Keep what was read; return False where a text made elsewhere came meanwhile and the page waits once more."""
    changes: dict[str, Any] = {
        "state": PageState.READY,
        "reason": Reason(),
        "read_at": timezone.now(),
        "width_px": upright.width,
        "height_px": upright.height,
        "rotation_deg": reading.rotation_deg,
        "skew_deg": reading.skew_deg,
        **facts_of(reading),
        "text": reading.text,
        "raw_text": reading.raw_text,
        "words": pack(reading.words),
    }
    with transaction.atomic():
        now = Page.every.select_for_update().get(pk=page.pk)
        if now.state == PageState.GONE:
            return True
        if _is_file_new(page):
            Page.objects.filter(pk=page.pk).update(state=PageState.WAITING, attempts=0)
            return False
        if now.version and now.read_at is None and not now.width_px:
            # The corrected words were those of another file; they stay in the history.
            number = take_reading_over(now, reading)
            Page.objects.filter(pk=page.pk).update(**changes, version=number, corrected_at=None)
        elif now.version:
            # What a person has changed stays; the reading is kept for them to compare.
            drawn = {name: changes[name] for name in DRAWN} if not now.width_px else {}
            Page.objects.filter(pk=page.pk).update(state=PageState.READY, reason=Reason(), **drawn)
            now.rotation_deg = drawn.get("rotation_deg", now.rotation_deg)
            if keep_reading(now, reading):
                log_event(page.document, EventName.READING_KEPT, page=page.number)
        else:
            if _is_text_new(page):
                Page.objects.filter(pk=page.pk).update(state=PageState.WAITING, attempts=0)
                return False
            Page.objects.filter(pk=page.pk).update(**changes)
        settle_document(page.document)
    return True


def _is_text_new(page: Page) -> bool:
    """Say whether the document was given a text made elsewhere while this page of it was read."""
    documents = Document.objects.filter(pk=page.document_id).exclude(text_file=page.document.text_file.name)
    return not page.told_languages and documents.exists()


def give_up_page(*, document_id: int, number: int, reason: Reason) -> bool:
    """Set a page aside that waits and will not be read after all; return whether it waited."""
    waiting = Page.objects.filter(document_id=document_id, number=number, state=PageState.WAITING)
    page = waiting.select_related("document").defer(*HEAVY_PAGE_FIELDS).first()
    if page is not None:
        park_page(page, reason)
    return page is not None


def _is_file_new(page: Page) -> bool:
    """Say whether another file took the place of the document's while this page of it was read."""
    return Document.objects.filter(pk=page.document_id).exclude(file=page.document.file.name).exists()


def park_page(page: Page, reason: Reason) -> None:
    """Set a page aside with its reason, for a person to look at; one that people have changed stays as it is."""
    with transaction.atomic():
        changed = Page.objects.filter(~Q(read_at=None, width_px=0), pk=page.pk, version__gt=0)
        if not changed.update(state=PageState.READY, reason=Reason()):
            Page.objects.filter(pk=page.pk).update(state=PageState.PARKED, reason=reason, read_at=timezone.now())
        log_event(page.document, EventName.PAGE_PARKED, page=page.number, reason=reason.as_dict())
        settle_document(page.document)
