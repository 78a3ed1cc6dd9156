"""Read records in batches and project them: the first source of things to find."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Q, Sum

from archive.models import Page
from archive.queries import READY_PAGES
from catalog.choices import CONTENT_LANGUAGES
from catalog.models import Record, RecordAsset
from catalog.queries import for_display
from search.documents.record import record_document
from search.documents.shared import Pair, closed_documents, closed_recordings
from search.documents.source import Expected, Projection, Unprojectable
from search.documents.spoken import SpokenText, spoken_counts, spoken_units, spoken_weights, windows_by_recording
from search.documents.units import PageText, note_units, page_units
from search.indices import analyzer

MOST_RECORDS = 100
MOST_RECORDS_IN_ORDER = 500
"""In a rebuild nobody waits for a single record, and each batch costs a commit."""
MOST_PAGES = 2_000
HEAVY_PAGES = 60
"""A document of so many pages is projected alone, after the light ones, so that these do not wait for it."""
CHUNK = 200

logger = logging.getLogger(__name__)


class RecordSource:
    """The records of the catalog."""

    slug = "record"
    prefix = "r"

    def batches(self, object_ids: Iterable[int], *, in_order: bool = False) -> Iterator[list[int]]:
        """Cut ids into batches of a bounded number of records and about ``MOST_PAGES`` pages."""
        wanted = list(object_ids)
        step = MOST_RECORDS_IN_ORDER if in_order else MOST_RECORDS
        for start in range(0, len(wanted), step):
            yield from _by_pages(wanted[start : start + step], in_order=in_order)

    def project(self, object_ids: Sequence[int]) -> Iterator[Projection | Unprojectable]:
        """Yield the documents of the records that exist; one that cannot be projected does not stop the rest."""
        records = list(for_display(Record.objects.filter(pk__in=object_ids)).order_by("pk"))
        documents = {row.document_id for record in records for row in record.record_assets.all() if row.document_id}
        recordings = {row.recording_id for record in records for row in record.record_assets.all() if row.recording_id}
        keys = [record.pk for record in records]
        texts = _Texts(
            _pages_of(documents),
            closed_documents(keys),
            windows_by_recording(recordings),
            closed_recordings(keys) if recordings else set(),
        )
        for record in records:
            try:
                yield _project(record, f"{self.prefix}{record.pk}", texts)
            except Exception as error:
                # Whatever is wrong with one record, the others must be findable; the trace is for us.
                logger.exception("Record %s could not be prepared for the index", record.pid)
                yield Unprojectable(record.pk, f"{type(error).__name__}: {error}")

    def expected(self, after: int, limit: int) -> list[Expected]:
        """Return version and number of units of the next records by id."""
        rows = list(Record.objects.filter(pk__gt=after).order_by("pk").values("pk", "version", *_NOTES)[:limit])
        keys = [row["pk"] for row in rows]
        pages, spoken = _page_counts(keys), spoken_counts(keys)
        return [
            Expected(
                row["pk"],
                row["version"],
                pages.get(row["pk"], 0) + spoken.get(row["pk"], 0) + sum(1 for name in _NOTES if row[name]),
            )
            for row in rows
        ]

    def count(self) -> int:
        """Return how many records there are."""
        return int(Record.objects.count())


_NOTES = tuple(f"description_{code}" for code in CONTENT_LANGUAGES)
WITH_TEXT = READY_PAGES & ~Q(text="")


def _by_pages(ids: list[int], *, in_order: bool) -> Iterator[list[int]]:
    rows = RecordAsset.objects.filter(record__in=ids, document__isnull=False)
    sums = rows.order_by().values_list("record").annotate(Sum("document__page_count"))
    pages = spoken_weights(ids)
    for record, total in sums:
        pages[record] = pages.get(record, 0) + (total or 0)
    heavy = [] if in_order else [each for each in ids if pages.get(each, 0) >= HEAVY_PAGES]
    batch: list[int] = []
    size = 0
    for each in ids if in_order else [each for each in ids if pages.get(each, 0) < HEAVY_PAGES]:
        if batch and size + pages.get(each, 0) > MOST_PAGES:
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += pages.get(each, 0)
    if batch:
        yield batch
    yield from ([each] for each in heavy)


def _pages_of(documents: Iterable[int]) -> dict[int, list[PageText]]:
    """Analyze the pages of all given documents, read from the database in chunks."""
    rows = Page.objects.filter(WITH_TEXT, document__in=documents).order_by("document_id", "number")
    light = rows.only("document_id", "number", "languages", "quality_pct", "text").iterator(chunk_size=CHUNK)
    return {key: [_analyzed(page) for page in pages] for key, pages in groupby(light, attrgetter("document_id"))}


def _analyzed(page: Page) -> PageText:
    languages = tuple(page.languages)
    forms = analyzer().field(page.text, languages)
    return PageText(page.document_id, page.number, languages, page.quality_pct, forms)


@dataclass(frozen=True, slots=True)
class _Texts:
    """What a batch of records says: pages by document, windows by recording, and pairs where it must stay out."""

    pages: dict[int, list[PageText]]
    closed_documents: set[Pair]
    spoken: dict[int, list[SpokenText]]
    closed_recordings: set[Pair]

    def pages_for(self, record_id: int, document_id: int) -> list[PageText]:
        return [] if (record_id, document_id) in self.closed_documents else self.pages.get(document_id, [])

    def spoken_for(self, record_id: int, recording_id: int) -> list[SpokenText]:
        return [] if (record_id, recording_id) in self.closed_recordings else self.spoken.get(recording_id, [])


def _project(record: Record, record_id: str, found: _Texts) -> Projection:
    units = note_units(record, record_id)
    texts = []
    offset = 0
    for row in record.record_assets.all():
        if row.recording_id is not None:
            spoken = found.spoken_for(record.pk, row.recording_id)
            units += spoken_units(record, record_id, spoken)
            texts += [window.forms for window in spoken]
        if row.document_id is None:
            continue
        own = found.pages_for(record.pk, row.document_id)
        units += page_units(record, record_id, own, offset)
        texts += [page.forms for page in own]
        offset += row.document.page_count
    return Projection(record.pk, record_document(record, record_id, texts, units=len(units)), units)


def _page_counts(ids: list[int]) -> dict[int, int]:
    """Return the number of pages with text for each record."""
    shown = RecordAsset.objects.filter(record__in=ids, document__isnull=False).values_list("record", "document")
    by_record = list(shown)
    rows = Page.objects.filter(WITH_TEXT, document__in={document for _record, document in by_record})
    counted = dict(rows.order_by().values_list("document").annotate(Count("pk")))
    closed = closed_documents(ids)
    totals: dict[int, int] = {}
    for record, document in by_record:
        if (record, document) in closed:
            continue
        totals[record] = totals.get(record, 0) + counted.get(document, 0)
    return totals
