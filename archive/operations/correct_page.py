"""Change the words of a page as a person says: one word, or the whole text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from archive.choices import EventName, PageState, VersionOrigin
from archive.extract.correction import Edit, WholeText, applied, realigned, tongue_of
from archive.extract.words import pack, text_of, unpack
from archive.models import Document, Page
from archive.operations.keep_version import FACTS, keep_first, keep_version, page_for_change
from archive.operations.log_event import log_event
from archive.operations.settle_document import settle_document
from archive.reasons import Reason
from archive.signals import asset_changed

if TYPE_CHECKING:
    from catalog.models import User


def correct_page(*, page_id: int, edition: str, change: Edit | WholeText, user: User | None) -> Page:
    """Apply a change, keep the state before and after in the page's history, and return the page as it is now.

    ``edition`` names the words the person had before them. A change that changes nothing makes no version.
    Raises PageChanged, PageNotRead, CorrectionRefused, Page.DoesNotExist.
    """
    with transaction.atomic():
        page = page_for_change(page_id, edition)
        before = tuple(unpack(bytes(page.words)).words()) if page.words else ()
        words = realigned(before, change) if isinstance(change, WholeText) else applied(before, change)
        if pack(words) == pack(before):
            return page
        text = text_of(words)
        tongue = tongue_of(words, text)
        spoken = {"languages": list(tongue.languages), "script": tongue.script, "spelling": tongue.spelling}
        facts = {name: getattr(page, name) for name in FACTS} | spoken
        keep_first(page)
        kept = keep_version(page, words, origin=VersionOrigin.CORRECTED, facts=facts, made_by=user, is_by_hand=True)
        shown = {**spoken, "text": text, "words": bytes(kept.words), "version": kept.number}
        show_words(page, {**shown, "corrected_at": kept.made_at})
        log_event(page.document, EventName.TEXT_CORRECTED, user=user, page=page.number, version=kept.number)
        return Page.objects.select_related("document").get(pk=page.pk)


def show_words(page: Page, changes: dict[str, Any]) -> None:
    """Put a version's words on its page and tell downstream; a page that waited to be read again no longer does."""
    waited = page.state in {PageState.WAITING, PageState.PARKED}
    Page.objects.filter(pk=page.pk).update(**changes)
    if waited:
        Page.objects.filter(pk=page.pk).update(state=PageState.READY, reason=Reason())
        settle_document(page.document)
        return
    asset_changed.send(sender=Document, kind=page.document.kind, asset_id=page.document_id, facts=False)
