"""Have pages read whose reader is gone, when nothing else does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.choices import PageState
from archive.models import Page
from archive.operations.read_page import is_abandoned, park_page
from archive.operations.requeue_tasks import MAX_ATTEMPTS
from archive.reasons import Reason
from archive.tasks import enqueue_reading

PATIENCE = timedelta(minutes=2)
"""A lost task is handed out again within this time; only a page claimed longer ago is looked at."""

AT_ONCE = 500
LOST = gettext_noop("The process that read this page ended %(times)s times before the page was read; it is set aside.")


def reclaim_pages(*, living: Collection[str]) -> int:
    """Put pages whose reader is gone back to waiting with a new task; return how many were touched.

    ``living`` are the ids of the leases that beat. A page whose readers died MAX_ATTEMPTS times is set aside: it is
    probably what kills them.
    """
    claimed = Page.objects.filter(state=PageState.READING, claimed_at__lt=timezone.now() - PATIENCE)
    pages = claimed.select_related("document").defer("words", "text", "raw_text").order_by("claimed_at")[:AT_ONCE]
    return sum(_reclaim(page) for page in pages if is_abandoned(page, living))


def _reclaim(page: Page) -> int:
    """Free one page; compare the claim, so that a page claimed anew meanwhile is left alone."""
    with transaction.atomic():
        same = Page.objects.filter(pk=page.pk, state=PageState.READING, claimed_at=page.claimed_at)
        if not same.update(state=PageState.WAITING, claimed_by="", claimed_at=None):
            return 0
        if page.attempts >= MAX_ATTEMPTS:
            park_page(page, Reason("reader_lost", LOST, {"times": page.attempts}))
        else:
            enqueue_reading(page)
    return 1
