"""Keep the book of things that could not be indexed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import F
from django.utils import timezone

from search.models import IndexFailure

REASON_LENGTH = 500


def set_aside(source: str, failures: Mapping[int, str]) -> None:
    """Note why things could not be indexed; one that failed before counts up."""
    for object_id, reason in failures.items():
        again = {"reason": reason[:REASON_LENGTH], "last_at": timezone.now()}
        row, is_new = IndexFailure.objects.get_or_create(source=source, object_id=object_id, defaults=again)
        if not is_new:
            IndexFailure.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1, **again)


def forgive(source: str, object_ids: Collection[int]) -> None:
    """Strike out things that are indexed now."""
    IndexFailure.objects.filter(source=source, object_id__in=object_ids).delete()
