"""Go back to an earlier state of a page's words, or take a newer reading over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from archive.choices import EventName, VersionOrigin
from archive.errors import VersionMissing
from archive.extract.words import text_of, unpack
from archive.models import Page
from archive.operations.correct_page import show_words
from archive.operations.keep_version import keep_version, page_for_change
from archive.operations.log_event import log_event

if TYPE_CHECKING:
    from catalog.models import User


def restore_version(*, page_id: int, edition: str, number: int, user: User | None) -> Page:
    """Show the words of a version anew, as a version of its own, and return the page as it is now.

    Nothing of the history is lost. Raises PageChanged, PageNotRead, VersionMissing, Page.DoesNotExist.
    """
    with transaction.atomic():
        page = page_for_change(page_id, edition)
        wanted = page.versions.filter(number=number).first()
        if wanted is None:
            raise VersionMissing(f"Page {page} has no version {number}.")
        if number == page.version:
            return page
        is_new = wanted.origin == VersionOrigin.READ and number > page.version
        words = tuple(unpack(bytes(wanted.words)).words()) if wanted.words else ()
        kept = keep_version(
            page,
            words,
            origin=VersionOrigin.TAKEN if is_new else VersionOrigin.RESTORED,
            facts=wanted.facts,
            made_by=user,
            of_number=number,
            is_by_hand=wanted.is_by_hand,
        )
        shown: dict[str, Any] = {**wanted.facts, "words": bytes(kept.words), "text": text_of(words)}
        if wanted.origin == VersionOrigin.READ:
            shown["raw_text"] = wanted.raw_text
        shown |= {"version": kept.number, "corrected_at": kept.made_at if wanted.is_by_hand else None}
        show_words(page, shown)
        log_event(page.document, EventName.TEXT_CORRECTED, user=user, page=page.number, version=kept.number)
        return Page.objects.select_related("document").get(pk=page.pk)
