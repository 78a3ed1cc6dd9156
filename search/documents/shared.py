"""Keep the text of a file that several records show out of those that more people may see than another of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from catalog.access import DRAFT
from catalog.choices import Access
from catalog.models import RecordAsset

_STAFF_ONLY = frozenset((DRAFT, Access.STAFF.value))

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Openness:
    """Who may see a record, as label and day."""

    label: str
    embargo_until: date | None

    def is_within(self, other: Openness) -> bool:
        """Say whether everybody who may see this on any day may see the other too."""
        if other.label == Access.PUBLIC or self.label in _STAFF_ONLY:
            return True
        if self.label != other.label:
            return False
        if self.embargo_until is None or other.embargo_until is None:
            return True
        return self.label != Access.EMBARGO or self.embargo_until >= other.embargo_until


def closed_documents(record_ids: Collection[int]) -> set[Pair]:
    """Return record and document where the document's text must stay out of that record; in one query.

    The file inherits the strictest access of its records, so a more open one must not let its words be found.
    """
    return _closed(record_ids, "document")


def closed_recordings(record_ids: Collection[int]) -> set[Pair]:
    """Return record and recording where what is said in it must stay out of that record; in one query."""
    return _closed(record_ids, "recording")


def _closed(record_ids: Collection[int], kind: str) -> set[Pair]:
    mine = RecordAsset.objects.filter(**{"record__in": record_ids, f"{kind}__isnull": False}).values(kind)
    rows = RecordAsset.objects.filter(**{f"{kind}__in": mine}).order_by()
    shown: dict[int, list[tuple[int, Openness]]] = {}
    names = (f"{kind}_id", "record_id", "record__live", "record__access", "record__embargo_until")
    for file, record, live, access, until in rows.values_list(*names):
        shown.setdefault(file, []).append((record, Openness(access if live else DRAFT, until)))
    return {
        (record, file)
        for file, records in shown.items()
        if len(records) > 1
        for record, openness in records
        if not all(openness.is_within(other) for _record, other in records)
    }


def sharing_records(record_ids: Collection[int]) -> list[int]:
    """Return the other records that show a document or recording of the given ones; in one query."""
    mine = RecordAsset.objects.filter(record__in=record_ids)
    documents = mine.filter(document__isnull=False).values("document")
    recordings = mine.filter(recording__isnull=False).values("recording")
    same = Q(document__in=documents) | Q(recording__in=recordings)
    others = RecordAsset.objects.filter(same).exclude(record__in=record_ids).order_by()
    return list(others.values_list("record_id", flat=True).distinct())
