"""Read the files an asset has had, and what becomes of one that is to replace the present."""

from __future__ import annotations

from django.db.models import QuerySet

from archive.models import Asset, AssetVersion, Replacement


def versions_of_file(asset: Asset) -> QuerySet[AssetVersion]:
    """Return the versions of an asset's file, latest first; none while it has only had one."""
    found = AssetVersion.objects.filter(kind=asset.kind, asset_id=asset.pk)
    return found.select_related("made_by").order_by("-number")


def last_replacement(asset: Asset) -> Replacement | None:
    """Return the latest order to replace an asset's file."""
    orders = Replacement.objects.filter(kind=asset.kind, asset_id=asset.pk)
    return orders.select_related("asked_by").order_by("-pk").first()
