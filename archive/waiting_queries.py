"""Read what waits for programs that are not installed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from archive.models import Asset, Wait


def waits_of(asset: Asset) -> QuerySet[Wait]:
    """Return what of an asset waits for programs."""
    return Wait.objects.filter(kind=asset.kind, asset_id=asset.pk).order_by("number", "pk")


def waits_by_program() -> dict[str, int]:
    """Return how many pieces of work wait for each missing program."""
    rows = Wait.objects.order_by().values_list("needs").annotate(count=Count("pk"))
    return dict(rows)


def programs_awaited_by(assets: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return the program that each of some files waits for, by kind and key, in at most one query."""
    keys: dict[str, list[int]] = {}
    for kind, pk in assets:
        keys.setdefault(kind, []).append(pk)
    if not keys:
        return {}
    same = Q()
    for kind, pks in keys.items():
        same |= Q(kind=kind, asset_id__in=pks)
    rows = Wait.objects.filter(same).order_by("pk").values_list("kind", "asset_id", "needs")
    return {(kind, pk): needs for kind, pk, needs in rows}
