"""Read the units of one record, its pages, for an audience: in order, without and with their words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Length

from archive.choices import AssetKind
from archive.models import Document, Page
from archive.queries import HEAVY_PAGE_FIELDS
from catalog.access import Audience
from catalog.models import Record, RecordAsset
from catalog.queries import hidden_assets, visible_records

Hidden = Collection[tuple[str, int]]


class UnitMissing(LookupError):
    """A record that has no such page, or none that the audience may see."""


@dataclass(frozen=True, slots=True)
class PageOfRecord:
    """One page: its number in the record and in its document; ``page`` is None before it has been laid out."""

    number: int
    document: Document
    number_in_document: int
    page: Page | None
    text_length: int


@dataclass(frozen=True, slots=True)
class PagesOfRecord:
    """Some pages of a record, and how many an audience may read of it altogether."""

    record: Record
    total: int
    pages: tuple[PageOfRecord, ...]


def pages_of_record(pid: str, audience: Audience, *, first: int, limit: int) -> PagesOfRecord:
    """Return pages of a record from a number on, without texts and words, in a fixed number of queries.

    Raises Record.DoesNotExist where the record is absent or hidden.
    """
    record = _with_assets(visible_records(audience)).get(pid=pid)
    documents = open_documents(record, hidden_assets([record], audience))
    total = sum(document.page_count for document in documents)
    numbers = range(first, min(total, first + limit - 1) + 1)
    places = [place for number in numbers if (place := place_of(documents, number))]
    rows = Page.objects.defer(*HEAVY_PAGE_FIELDS).annotate(text_length=Length("text"))
    found = {(page.document_id, page.number): page for page in rows.filter(_spans(places))} if places else {}
    pages = [_page(number, place, found) for number, place in zip(numbers, places, strict=True)]
    return PagesOfRecord(record, total, tuple(pages))


def page_of_record(pid: str, audience: Audience, number: int) -> tuple[Record, PageOfRecord]:
    """Return one page of a record with its text and words.

    Raises Record.DoesNotExist where the record is absent or hidden, UnitMissing where the page is.
    """
    record = _with_assets(visible_records(audience)).get(pid=pid)
    place = place_of(open_documents(record, hidden_assets([record], audience)), number)
    if place is None:
        raise UnitMissing(f"{pid} has no page {number}")
    document, own = place
    page = Page.objects.defer("raw_text").filter(document=document.pk, number=own).first()
    return record, PageOfRecord(number, document, own, page, len(page.text) if page else 0)


def open_documents(record: Record, hidden: Hidden) -> list[Document]:
    """Return the documents of a record in order, without those that another record closes."""
    rows = [row.document for row in record.record_assets.all() if row.document_id is not None]
    return [document for document in rows if (AssetKind.DOCUMENT, document.pk) not in hidden]


def place_of(documents: Sequence[Document], number: int) -> tuple[Document, int] | None:
    """Return the document and the number in it of a page of the record, None where there is none."""
    before = 0
    for document in documents:
        if before < number <= before + document.page_count:
            return document, number - before
        before += document.page_count
    return None


def _with_assets(records: QuerySet[Record]) -> QuerySet[Record]:
    rows = RecordAsset.objects.select_related("photo", "document", "recording").order_by("sort_order")
    return records.prefetch_related(Prefetch("record_assets", rows))


def _spans(places: Sequence[tuple[Document, int]]) -> Q:
    """Return the condition that a page is one of these, as one span for each document."""
    spans: dict[int, tuple[int, int]] = {}
    for document, number in places:
        least, most = spans.get(document.pk, (number, number))
        spans[document.pk] = (min(least, number), max(most, number))
    wanted = Q()
    for document_id, span in spans.items():
        wanted |= Q(document=document_id, number__range=span)
    return wanted


def _page(number: int, place: tuple[Document, int], found: Mapping[tuple[int, int], Page]) -> PageOfRecord:
    document, own = place
    page = found.get((document.pk, own))
    return PageOfRecord(number, document, own, page, getattr(page, "text_length", 0) or 0)
