"""Let people have originals checked at once, and say that a damaged one is mended."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from archive.models import FAILED_STATES, FixityCheck, FixityPace
from archive.tasks import enqueue_checks

if TYPE_CHECKING:
    from catalog.models import User


def ask_for_checks(*, check_ids: Collection[int], user: User) -> int:
    """Have these originals checked at once; return how many there are."""
    with transaction.atomic():
        known = list(FixityCheck.objects.filter(pk__in=check_ids).values_list("pk", flat=True))
        enqueue_checks(known, user.pk)
    return len(known)


def ask_for_all() -> None:
    """Have every original checked, as fast as the share of the machine allows, whenever it was checked last."""
    now = timezone.now()
    FixityPace.objects.update_or_create(pk=1, defaults={"asked_at": now, "next_at": now})


def deal_with(*, check_ids: Collection[int], user: User) -> int:
    """Note that somebody has mended these originals, and check them again; return how many there are.

    One that is found wrong again counts as a new failure, of which people are told.
    """
    with transaction.atomic():
        wrong = FixityCheck.objects.filter(pk__in=check_ids, state__in=FAILED_STATES)
        known = list(wrong.values_list("pk", flat=True))
        FixityCheck.objects.filter(pk__in=known).update(dealt_at=timezone.now(), dealt_by=user)
        enqueue_checks(known, user.pk)
    return len(known)
