"""Count that a file left the house, by day; and keep what its reader said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from catalog.choices import Purpose
from catalog.models import DownloadCount, DownloadStatement, Record, User


@dataclass(frozen=True, slots=True)
class Stated:
    """What a reader takes a file for."""

    purpose: Purpose
    publication: str = ""
    detail: str = ""


def count_download(*, record: Record, size: str, purpose: str, standing: str) -> None:
    """Count one download on today's row."""
    own: dict[str, Any] = {
        "record": record,
        "day": timezone.localdate(),
        "size": size,
        "purpose": purpose,
        "standing": standing,
    }
    with transaction.atomic():
        row, _ = DownloadCount.objects.get_or_create(**own)
        DownloadCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def state_purpose(*, record: Record, size: str, stated: Stated, standing: str, user: User | None) -> None:
    """Keep what a reader said, and drop what is older than ``FONDS_PURPOSE_DAYS``."""
    with transaction.atomic():
        DownloadStatement.objects.create(
            record=record,
            size=size,
            purpose=stated.purpose,
            publication=stated.publication,
            detail=stated.detail,
            standing=standing,
            user=user,
        )
        oldest = timezone.now() - timedelta(days=settings.FONDS_PURPOSE_DAYS)
        DownloadStatement.objects.filter(stated_at__lt=oldest).delete()
