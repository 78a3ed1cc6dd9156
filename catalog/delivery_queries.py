"""Read what was delivered: the copies there are, the counts by day, and what readers stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext

from archive.models import Asset
from catalog.access import Audience, Standing
from catalog.choices import CopySize, CopyState, Purpose
from catalog.delivery import gives_deposited
from catalog.models import DeliveredCopy, DownloadCount, DownloadStatement, Record, RecordAsset

A_YEAR = timedelta(days=365)
STATEMENTS_SHOWN = 10


def records_by_asset(assets: Iterable[Asset]) -> dict[tuple[str, int], list[Record]]:
    """Return all records of each asset by its kind and key, in at most one query for each kind."""
    keys: dict[str, list[int]] = {}
    for asset in assets:
        keys.setdefault(str(asset.kind), []).append(asset.pk)
    found: dict[tuple[str, int], list[Record]] = {}
    for kind, ids in keys.items():
        rows = RecordAsset.objects.filter(**{f"{kind}__in": ids}).select_related("record")
        for row in rows:
            found.setdefault((kind, getattr(row, f"{kind}_id")), []).append(row.record)
    return found


def with_original(assets: Iterable[Asset], audience: Audience) -> list[Asset]:
    """Return those of some files an audience may see, that it may have as they were deposited."""
    assets = list(assets)
    records = {} if audience.sees_everything else records_by_asset(assets)
    return [each for each in assets if gives_deposited(audience, each, records.get((str(each.kind), each.pk), []))]


def known_bytes(record: Record, language: str) -> dict[tuple[str, int, str], int]:
    """Return the bytes of the copies of a record that are ready, by kind, key and size; the latest counts."""
    rows = DeliveredCopy.objects.filter(record=record, language=language, state=CopyState.READY).order_by("pk")
    return {
        (kind, asset_id, size): size_bytes
        for kind, asset_id, size, size_bytes in rows.values_list("kind", "asset_id", "size", "size_bytes")
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of downloads, in the reader's words."""

    size: str
    purpose: str
    audience: str
    count: int


def standing_label(standing: str) -> str:
    """Return who a standing is, in the reader's language."""
    return {
        Standing.PUBLIC.value: gettext("The public"),
        Standing.ACCREDITED.value: gettext("Accredited journalists"),
        Standing.STAFF.value: gettext("Staff"),
    }.get(standing, standing)


def purpose_label(purpose: str) -> str:
    """Return a purpose in the reader's language; a dash for none stated."""
    return str(Purpose(purpose).label) if purpose else "—"


def downloads_of(record: Record) -> dict[str, Any]:
    """Return the last twelve months of a record: rows by size, purpose and audience, their sum, what was stated."""
    counts = DownloadCount.objects.filter(record=record, day__gt=timezone.localdate() - A_YEAR)
    rows = list(summed(counts))
    statements = DownloadStatement.objects.filter(record=record)[:STATEMENTS_SHOWN]
    return {"rows": rows, "total": sum(row.count for row in rows), "statements": list(statements)}


def summed(counts: QuerySet[DownloadCount]) -> Iterator[Row]:
    """Yield the sums by size, purpose and audience."""
    found = counts.order_by("size", "purpose", "standing").values_list("size", "purpose", "standing")
    for size, purpose, standing, count in found.annotate(sum=Sum("count")):
        yield Row(str(CopySize(size).label), purpose_label(purpose), standing_label(standing), count)


def counts_between(first: date, last: date) -> QuerySet[DownloadCount]:
    """Return the counts of a period, both days in it."""
    return DownloadCount.objects.filter(day__gte=first, day__lte=last)


def most_taken(first: date, last: date, limit: int) -> list[tuple[Record, int]]:
    """Return the records most taken in a period with their sums, in two queries."""
    sums = dict(
        counts_between(first, last).order_by().values_list("record").annotate(sum=Sum("count")).order_by("-sum")[:limit]
    )
    records = {record.pk: record for record in Record.objects.filter(pk__in=list(sums))}
    return [(records[key], count) for key, count in sums.items()]
