"""Have pages that were set aside read again, without examining their documents anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from archive.choices import AssetState, EventName, PageState
from archive.models import Document, Page
from archive.operations.log_event import log_event
from archive.queries import HEAVY_PAGE_FIELDS
from archive.reasons import Reason
from archive.signals import asset_changed
from archive.tasks import enqueue_reading

if TYPE_CHECKING:
    from catalog.models import User


def retry_pages(*, page_ids: Collection[int], user: User | None = None) -> int:
    """Let parked pages wait again, each with a task; return how many. One event for each document says so."""
    with transaction.atomic():
        parked = Page.objects.filter(pk__in=page_ids, state=PageState.PARKED).defer(*HEAVY_PAGE_FIELDS)
        pages = list(parked.select_for_update(of=("self",)))
        waiting = {"state": PageState.WAITING, "reason": Reason(), "attempts": 0}
        Page.objects.filter(pk__in=[page.pk for page in pages]).update(**waiting)
        counts = Counter(page.document_id for page in pages)
        Document.objects.filter(pk__in=counts).update(state=AssetState.WORKING, state_reason=Reason())
        for document in Document.objects.filter(pk__in=counts):
            log_event(document, EventName.READ_AGAIN, user=user, pages=counts[document.pk])
            asset_changed.send(sender=Document, kind=Document.kind, asset_id=document.pk, facts=False)
        for page in pages:
            enqueue_reading(page)
    return len(pages)
