"""Have a file examined and its pages read once more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from archive.choices import AssetState, EventName, PageState
from archive.models import Asset, Document, Page
from archive.operations.log_event import log_event
from archive.queries import HEAVY_PAGE_FIELDS, asset_of
from archive.reasons import Reason
from archive.tasks import enqueue_examination, enqueue_rereading

if TYPE_CHECKING:
    from catalog.models import User


@dataclass(frozen=True, slots=True)
class Again:
    """Count the pages that are read again, and those that people have changed and that are left alone."""

    pages: int = 0
    left_alone: int = 0


def read_again(
    *,
    kind: str,
    asset_id: int,
    only: Collection[str] = (),
    page: int | None = None,
    languages: Sequence[str] = (),
    user: User | None = None,
) -> Again:
    """Put pages of a document back to waiting and have the file examined anew; say how many pages wait.

    ``only`` limits this to pages in these states ("parked"), ``page`` to one page; ``languages`` (BCP 47) are those
    the pages are in, none where each page decides. A page that is being read now is left to its reader, one that
    people have changed is left alone, unless it is the page named: then it is read aside. Until a page is read
    again its earlier text stays. Raises the model's DoesNotExist.
    """
    with transaction.atomic():
        asset = asset_of(kind, asset_id)
        if page is not None and (changed := _changed_page(asset, page)):
            return _read_aside(asset, changed, languages, user)
        again = _put_back(asset, only, page, languages) if isinstance(asset, Document) else Again()
        if isinstance(asset, Document) and languages and not again.pages:
            return again
        type(asset).objects.filter(pk=asset.pk).update(state=AssetState.WAITING, state_reason=Reason())
        told = ", ".join(languages)
        log_event(
            asset, EventName.READ_AGAIN, user=user, pages=again.pages, left_alone=again.left_alone, languages=told
        )
        enqueue_examination(asset)
    return again


def _changed_page(asset: Asset, number: int) -> Page | None:
    if not isinstance(asset, Document):
        return None
    return Page.objects.defer(*HEAVY_PAGE_FIELDS).filter(document_id=asset.pk, number=number, version__gt=0).first()


def _read_aside(asset: Asset, page: Page, languages: Sequence[str], user: User | None) -> Again:
    Page.objects.filter(pk=page.pk).update(told_languages=list(languages))
    log_event(asset, EventName.READ_AGAIN, user=user, page=page.number, languages=", ".join(languages))
    enqueue_rereading(page)
    return Again(pages=1)


def _put_back(document: Asset, only: Collection[str], page: int | None, languages: Sequence[str]) -> Again:
    pages = Page.objects.filter(document_id=document.pk).exclude(state=PageState.READING)
    if only:
        pages = pages.filter(state__in=only)
    if page is not None:
        pages = pages.filter(number=page)
    left_alone = pages.filter(version__gt=0).count()
    told = {"told_languages": list(languages)}
    waiting = pages.filter(version=0).update(state=PageState.WAITING, reason=Reason(), attempts=0, **told)
    return Again(waiting, left_alone)
