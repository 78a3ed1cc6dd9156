"""Read records and decide on their bytes; every read takes the audience that asks."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from archive.models import Asset
from archive.queries import MODELS
from catalog.access import Audience, visible
from catalog.models import Record, RecordAsset


def visible_records(audience: Audience) -> QuerySet[Record]:
    """Return the records an audience may see."""
    found: QuerySet[Record] = Record.objects.filter(visible(audience))
    return found


def for_display(records: QuerySet[Record]) -> QuerySet[Record]:
    """Add what a list of records shows, in a fixed number of queries however many there are."""
    return records.select_related("collection", "document_facts", "photo_facts", "recording_facts").prefetch_related(
        Prefetch(
            "record_assets", RecordAsset.objects.select_related("photo", "document", "recording").order_by("sort_order")
        ),
        "record_agents__agent",
        "identifiers",
        "subjects",
        "places",
    )


def record_by_pid(pid: str, audience: Audience) -> Record:
    """Return one visible record by permanent id; raises Record.DoesNotExist where it is absent or hidden."""
    return for_display(visible_records(audience)).get(pid=pid)


def asset_by_uid(kind: str, uid: UUID) -> Asset | None:
    """Return an asset by kind and opaque id."""
    model = MODELS.get(kind)
    found: Asset | None = model.objects.filter(uid=uid).first() if model else None
    return found


def may_see_asset(audience: Audience, asset: Asset) -> bool:
    """Say whether an audience may have an asset's bytes: it must be allowed to see every record that shows it.

    An asset no record describes is the staff's alone.
    """
    if audience.sees_everything:
        return True
    rows = RecordAsset.objects.filter(**{asset.kind: asset.pk})
    seen = Count("pk", filter=visible(audience, prefix="record__"))
    counts = rows.aggregate(all=Count("pk"), seen=seen)
    return bool(counts["all"]) and counts["all"] == counts["seen"]


def representative(record: Record) -> RecordAsset | None:
    """Return the row whose asset stands for the record in lists: the marked one, else the first."""
    rows = list(record.record_assets.all())
    return next((row for row in rows if row.is_representative), rows[0] if rows else None)


def records_of_asset(kind: str, asset_id: int) -> QuerySet[Record]:
    """Return the records that show an asset."""
    found: QuerySet[Record] = Record.objects.filter(**{f"record_assets__{kind}": asset_id})
    return found
