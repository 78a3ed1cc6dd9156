"""Read which photos look alike and what was decided of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from archive.choices import Likeness
from archive.models import Asset, Photo, SimilarPair

SHOWN_PAIRS = 20


def pairs_to_decide(photo_id: int | None = None, decision: str = Likeness.OPEN) -> QuerySet[SimilarPair]:
    """Return pairs with a decision, nearest first; of one photo, if told."""
    found = SimilarPair.objects.filter(decision=decision).select_related("first", "second", "decided_by")
    if photo_id is not None:
        found = found.filter(Q(first=photo_id) | Q(second=photo_id))
    return found.order_by("distance", "id")


@dataclass(frozen=True, slots=True)
class Other:
    """A pair as seen from one of its photos."""

    pair: SimilarPair
    photo: Photo

    @property
    def is_better(self) -> bool:
        """Say whether people prefer that one."""
        return self.pair.better_id == self.photo.pk


def pairs_of(asset: Asset) -> list[Other]:
    """Return the photos like one, those found to be different left out; none for other kinds of asset."""
    if not isinstance(asset, Photo):
        return []
    pairs = SimilarPair.objects.filter(Q(first=asset) | Q(second=asset)).exclude(decision=Likeness.DIFFERENT)
    found = pairs.select_related("first", "second").order_by("-decision", "distance", "id")[:SHOWN_PAIRS]
    return [Other(pair, pair.second if pair.first_id == asset.pk else pair.first) for pair in found]


def names_of_similar(photo_ids: Collection[int]) -> dict[int, str]:
    """Return for each photo that waits to be compared the name of the nearest like it; in one query."""
    wanted = Q(first__in=photo_ids) | Q(second__in=photo_ids)
    pairs = SimilarPair.objects.filter(wanted, decision=Likeness.OPEN).select_related("first", "second")
    names: dict[int, str] = {}
    for pair in pairs.order_by("-distance"):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            names[one.pk] = other.original_name or str(other)
    return names
