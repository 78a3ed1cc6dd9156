"""Take a record from the public side back to a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from catalog.models import Record

if TYPE_CHECKING:
    from catalog.models import User


def unpublish_record(*, record: Record, user: User | None = None) -> bool:
    """Unpublish a record; return False when it was not published."""
    with transaction.atomic():
        held = Record.objects.select_for_update().get(pk=record.pk)
        if not held.live:
            return False
        held.unpublish(user=user)
    return True
