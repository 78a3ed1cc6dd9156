"""Say where the small picture of a record or asset is: always behind the door."""

from __future__ import annotations

from django.urls import reverse

from archive.choices import AssetKind, AssetState
from archive.models import Asset, Recording
from catalog.models import Record
from catalog.queries import Hidden, is_closed, representative


def thumbnail(record: Record, hidden: Hidden = frozenset()) -> str:
    """Return the address of the picture that stands for a record in lists, or nothing while there is none or it is
    ``hidden``."""
    row = representative(record)
    return asset_thumbnail(row.asset) if row and not is_closed(row.asset, hidden) else ""


def asset_thumbnail(asset: Asset) -> str:
    """Return the address of an asset's small picture, or nothing while there is none."""
    if asset.kind == AssetKind.PHOTO and asset.state == AssetState.READY:
        return reverse("photo-image", args=[asset.uid, "thumb"])
    if asset.kind == AssetKind.DOCUMENT and asset.state == AssetState.READY:
        return reverse("page-image", args=[asset.uid, 1, "thumb"])
    if isinstance(asset, Recording) and asset.poster_name:
        return reverse("recording-poster", args=[asset.uid, "thumb"])
    return ""
