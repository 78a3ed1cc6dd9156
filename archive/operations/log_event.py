"""Enter something that happened to an asset into its log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.choices import EventName
from archive.models import Asset, AssetEvent

if TYPE_CHECKING:
    from catalog.models import User


def log_event(asset: Asset, name: EventName, *, user: User | None = None, **detail: Any) -> AssetEvent:
    """Append one event; ``detail`` must be plain JSON values."""
    return AssetEvent.objects.create(kind=asset.kind, asset_id=asset.pk, name=name, user=user, detail=detail)
