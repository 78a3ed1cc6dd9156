"""Enter stored originals among those whose checksums are taken again and again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from archive.models import Asset, FixityCheck, FixityPace
from archive.queries import MODELS

USUAL_DAYS = 90
AT_ONCE = 500
_PARTS = 1 << 16


def interval() -> timedelta:
    """Return within which time every original is to be checked."""
    return timedelta(days=settings.FONDS_FIXITY_DAYS or USUAL_DAYS)


def enter_original(asset: Asset) -> None:
    """Enter the file an asset has now; may be repeated."""
    if asset.sha256:
        FixityCheck.objects.bulk_create([_entry(asset, timezone.now())], ignore_conflicts=True)


def enter_originals() -> int:
    """Enter the next few assets that came before there were checks; return how many were looked at."""
    pace, _ = FixityPace.objects.get_or_create(pk=1)
    now = timezone.now()
    seen = 0
    for kind, model in MODELS.items():
        assets: list[Any] = list(
            model.objects.filter(pk__gt=pace.entered.get(kind, 0))
            .only("pk", "uid", "sha256", "size_bytes", "file")
            .order_by("pk")[:AT_ONCE]
        )
        if assets:
            known = [asset for asset in assets if asset.sha256]
            FixityCheck.objects.bulk_create([_entry(asset, now) for asset in known], ignore_conflicts=True)
            pace.entered[kind] = assets[-1].pk
            seen += len(assets)
    if seen:
        FixityPace.objects.filter(pk=1).update(entered=pace.entered)
    return seen


def _entry(asset: Asset, now: datetime) -> FixityCheck:
    """Return a row whose first check falls anywhere in the interval, so that a deposit is not due on one day."""
    part = asset.uid.int % _PARTS / _PARTS
    return FixityCheck(
        name=asset.file.name, kind=asset.kind, asset_id=asset.pk, sha256=asset.sha256, size_bytes=asset.size_bytes,
        since=now, due_at=now + interval() * part,
    )  # fmt: skip
