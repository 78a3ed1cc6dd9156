"""Keep the text of a file that several records show out of those that more people may see than another of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

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
    mine = RecordAsset.objects.filter(record__in=record_ids, document__isnull=False).values("document")
    rows = RecordAsset.objects.filter(document__in=mine).order_by()
    shown: dict[int, list[tuple[int, Openness]]] = {}
    names = ("document_id", "record_id", "record__live", "record__access", "record__embargo_until")
    for document, record, live, access, until in rows.values_list(*names):
        shown.setdefault(document, []).append((record, Openness(access if live else DRAFT, until)))
    return {
        (record, document)
        for document, records in shown.items()
        if len(records) > 1
        for record, openness in records
        if not all(openness.is_within(other) for _record, other in records)
    }


def sharing_records(record_ids: Collection[int]) -> list[int]:
    """Return the other records that show a document of the given ones; in one query."""
    mine = RecordAsset.objects.filter(record__in=record_ids, document__isnull=False).values("document")
    others = RecordAsset.objects.filter(document__in=mine).exclude(record__in=record_ids).order_by()
    return list(others.values_list("record_id", flat=True).distinct())
