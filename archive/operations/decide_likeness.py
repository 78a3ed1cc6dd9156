"""Note what a person says of two photos that look alike; neither is touched by that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive.choices import EventName, Likeness
from archive.models import Photo, SimilarPair
from archive.operations.log_event import log_event

if TYPE_CHECKING:
    from catalog.models import User


def decide_likeness(*, pair_id: int, decision: Likeness, better: int | None = None, user: User | None) -> SimilarPair:
    """Keep the decision and enter it into both logs; ``better`` is one of the two, for the same picture only.

    It can be decided again at any time. Raises SimilarPair.DoesNotExist, ValueError.
    """
    with transaction.atomic():
        pair = SimilarPair.objects.select_for_update(of=("self",)).select_related("first", "second").get(pk=pair_id)
        if better is not None and (decision != Likeness.SAME or better not in {pair.first_id, pair.second_id}):
            raise ValueError(better)
        is_open = decision == Likeness.OPEN
        pair.decision, pair.better_id = decision, better
        pair.decided_at, pair.decided_by = (None, None) if is_open else (timezone.now(), user)
        pair.save(update_fields=["decision", "better", "decided_at", "decided_by"])
        both: list[Photo] = [pair.first, pair.second]
        for photo, other in zip(both, both[::-1], strict=True):
            log_event(
                photo, EventName.LIKENESS_DECIDED, user=user, other=other.pk, decision=decision.value,
                original_name=other.original_name, is_better=better == photo.pk,
            )  # fmt: skip
    return pair
