"""Find photos that look alike and put each such pair before a person."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db.models import Min
from django.utils import timezone

from archive.choices import AssetState
from archive.extract.pictures.hashing import BANDS, LIMIT, distance, near_bands
from archive.models import FixityPace, Photo, PhotoHash, SimilarPair
from archive.operations.note_hash import note_hash, unsigned

AT_ONCE = 50
MOST_IN_A_BAND = 20_000
MOST_PAIRS = 20
"""Of one photo; a series of a hundred frames is shown by its nearest."""
TURN = timedelta(seconds=30)


def is_waiting() -> bool:
    """Say whether photos wait to be compared; quick where none does."""
    return PhotoHash.objects.filter(compared_at=None).exists() or bool(_older_photos(1))


def take_turn_to_compare() -> bool:
    """Say whether photos are to be compared now, by whoever asks first."""
    if not is_waiting():
        return False
    FixityPace.objects.get_or_create(pk=1)
    now = timezone.now()
    return bool(FixityPace.objects.filter(pk=1, compare_at__lte=now).update(compare_at=now + TURN))


def compare_photos(*, seconds: float) -> bool:
    """Compare what waits, new photos first, then those from before there were hashes; return whether some is left."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        waiting = list(PhotoHash.objects.filter(compared_at=None).order_by("photo")[:AT_ONCE])
        if not waiting:
            older = _older_photos(AT_ONCE)
            for photo in older:
                note_hash(photo=photo)
            if not older:
                return False
            continue
        for row in waiting:
            compare_photo(row=row)
    return is_waiting()


def _older_photos(count: int) -> list[Photo]:
    """Return the next photos without a hash from before there were any: each is below all that have one."""
    lowest = PhotoHash.objects.aggregate(lowest=Min("photo_id"))["lowest"]
    older = Photo.objects.filter(state=AssetState.READY).order_by("-pk")
    return list(older.filter(pk__lt=lowest)[:count] if lowest is not None else older[:count])


def compare_photo(*, row: PhotoHash) -> int:
    """Keep the pairs of one photo with those that look like it; return how many there are. May be repeated."""
    pairs = []
    for other, bits_apart in similar_to(row)[:MOST_PAIRS]:
        first, second = sorted((row.pk, other))
        pairs.append(SimilarPair(first_id=first, second_id=second, distance=bits_apart))
    SimilarPair.objects.bulk_create(pairs, ignore_conflicts=True)
    PhotoHash.objects.filter(pk=row.pk).update(compared_at=timezone.now())
    return len(pairs)


def similar_to(row: PhotoHash) -> list[tuple[int, int]]:
    """Return key and distance of the photos within LIMIT bits of one, nearest first; in four queries."""
    if row.bits is None:
        return []
    mine = unsigned(row.bits)
    found: dict[int, int] = {}
    for place in range(BANDS):
        name = f"band_{place}"
        near = PhotoHash.objects.filter(**{f"{name}__in": list(near_bands(getattr(row, name)))})
        for key, bits in near.exclude(pk=row.pk).exclude(bits=None).values_list("pk", "bits")[:MOST_IN_A_BAND]:
            apart = distance(mine, unsigned(bits or 0))
            if apart <= LIMIT:
                found[key] = apart
    return sorted(found.items(), key=lambda item: (item[1], item[0]))
