"""Have a file examined and its pages read once more."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from archive.choices import AssetState, EventName, PageState
from archive.models import Asset, Document, Page
from archive.operations.log_event import log_event
from archive.queries import asset_of
from archive.reasons import Reason
from archive.tasks import enqueue_examination

if TYPE_CHECKING:
    from catalog.models import User


def read_again(
    *, kind: str, asset_id: int, only: Collection[str] = (), page: int | None = None, user: User | None = None
) -> int:
    """Put pages of a document back to waiting and have the file examined anew; return how many pages wait.

    ``only`` limits this to pages in these states ("parked"), ``page`` to one page. A page that is being read now is
    left to its reader. Until a page is read again its earlier text stays. Raises the model's DoesNotExist.
    """
    with transaction.atomic():
        asset = asset_of(kind, asset_id)
        count = _put_back(asset, only, page) if isinstance(asset, Document) else 0
        type(asset).objects.filter(pk=asset.pk).update(state=AssetState.WAITING, state_reason=Reason())
        log_event(asset, EventName.READ_AGAIN, user=user, pages=count)
        enqueue_examination(asset)
    return count


def _put_back(document: Asset, only: Collection[str], page: int | None) -> int:
    pages = Page.objects.filter(document_id=document.pk).exclude(state=PageState.READING)
    if only:
        pages = pages.filter(state__in=only)
    if page is not None:
        pages = pages.filter(number=page)
    return pages.update(state=PageState.WAITING, reason=Reason(), attempts=0)
