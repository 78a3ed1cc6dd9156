"""Make a record for an asset that has none: a file uploaded in one of Wagtail's choosers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from archive.models import Asset
from archive.operations.attach_metadata import said_of
from catalog.kinds.registry import room_of
from catalog.models import Record, RecordAsset
from catalog.operations.prefill_record import prefill_record
from catalog.queries import records_of_asset

if TYPE_CHECKING:
    from catalog.models import User


def describe_asset(*, asset: Asset, user: User | None = None) -> Record:
    """Return the record of an asset, made as a draft for staff where there is none yet."""
    with transaction.atomic():
        found = records_of_asset(asset.kind, asset.pk).first()
        if found is not None:
            return found
        record = Record(kind=asset.kind, original_title=str(asset)[:500], live=False)
        record.save()
        RecordAsset.objects.create(record=record, sort_order=0, **{asset.kind: asset})
        said = said_of(asset)
        room_of(record.kind).fill(record, asset, said)
        prefill_record(record=record, asset=asset, said=said)
        log(record, "wagtail.create", user=user)
    return record
