"""Ask for a copy: the one there is of this state of record and file, or one that is made now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from archive.models import Asset
from catalog.access import Audience
from catalog.choices import CopyState
from catalog.delivery import EDGES, keeps_location
from catalog.describing import description_of, edition_of
from catalog.models import DeliveredCopy, Record
from catalog.queries import records_of_asset

TRIED_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CopyWish:
    """Which copy is wanted, by whom; ``language`` is the content language of the reader."""

    record: Record
    asset: Asset
    size: str
    language: str
    audience: Audience


@transaction.atomic
def ask_for_copy(*, wish: CopyWish) -> DeliveredCopy:
    """Return the copy that is wanted, ready or not; one that is not there yet is ordered.

    One that failed, or never came, is tried again after an hour.
    """
    from catalog.tasks import enqueue_copy  # noqa: PLC0415 - the task calls an operation beside this one

    asset, today = wish.asset, timezone.localdate()
    keeps = keeps_location(wish.audience, records_of_asset(asset.kind, asset.pk))
    said = description_of(wish.record, wish.language)
    copy, is_new = DeliveredCopy.objects.get_or_create(
        record=wish.record,
        kind=asset.kind,
        asset_id=asset.pk,
        size=wish.size,
        language=wish.language,
        edition=edition_of(said, asset, edge=EDGES.get(wish.size), keeps_location=keeps),
    )
    is_old = copy.state != CopyState.READY and copy.ordered_at < timezone.now() - TRIED_AGAIN_AFTER
    if is_old:
        copy.state, copy.ordered_at = CopyState.WAITING, timezone.now()
    if is_old or copy.asked_on != today:
        copy.asked_on = today
        copy.save(update_fields=["state", "ordered_at", "asked_on"])
    if is_new or is_old:
        enqueue_copy(copy, keeps_location=keeps)
    return copy
