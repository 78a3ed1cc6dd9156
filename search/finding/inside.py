"""Search inside one record: every place on its pages, in reading order."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.extract.words import WordsUnreadable, WordTable, unpack
from archive.models import Page
from archive.queries import READY_PAGES
from catalog.access import Audience, may_see
from catalog.models import Record
from catalog.queries import hidden_assets
from search.access import access_filters
from search.documents.unit_ids import PageUnit, unit_of
from search.engines.base import SearchRequest, SortKey
from search.engines.errors import EngineError
from search.finding.labels import lookup_for
from search.finding.passages import language_of, page_offsets
from search.finding.reading import read_query, unit_tree
from search.finding.types import Box
from search.indices import analyzer, indices
from search.matching import Matcher, WordSpan, hit_boxes, word_snippets
from search.query import Reading
from search.query.filters import In, Range
from search.query.tree import Node, Nothing

MOST_PAGES = 200
"""Pages whose words are matched for one answer; a longer list would take longer than a reader waits."""
CHUNK = 50
WORDS_AROUND = 6

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InsideHit:
    """One place: ``number`` counts the places of the record from 1, ``on_page`` those of its page from 1."""

    number: int
    page_number: int
    on_page: int
    language: str
    segments: tuple[tuple[str, bool], ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Inside:
    """All places in reading order; ``counts`` gives the number on each page that has any.

    ``pages_left`` further pages have words asked for, after those that were looked at.
    """

    reading: Reading
    hits: tuple[InsideHit, ...]
    counts: dict[int, int]
    pages_left: int = 0


def hits_in_record(
    record: Record,
    query: str,
    audience: Audience,
    *,
    exactly: bool = False,
    translated: bool = True,
    page_number: int | None = None,
) -> Inside:
    """Return the places where a record says what is asked; the page named is looked at in any case.

    Needs the record with its assets, as ``catalog.queries.for_display`` gives it. A record the audience may not see
    has no places. Without the engine the pages are read from the database.
    """
    lookup = lookup_for(audience) if translated else None
    reading = read_query(query, exactly=exactly, lookup=lookup)
    tree = unit_tree(reading)
    matcher = Matcher(tree, analyzer())
    if isinstance(tree, Nothing) or matcher.is_empty or not may_see(audience, record):
        return Inside(reading, (), {})
    try:
        units, total = _matching_units(record, tree, audience)
    except EngineError as error:
        logger.warning("Searching inside %s without the engine: %s", record.pid, error)
        units, total = _first_units(record)
    offsets = page_offsets(record, hidden_assets([record], audience))
    units = _with_page(units, offsets, page_number)
    hits: list[InsideHit] = []
    for page in _pages(units, offsets):
        hits += _hits_of(page, offsets[page.document_id], matcher, len(hits))
    counts: dict[int, int] = {}
    for hit in hits:
        counts[hit.page_number] = counts.get(hit.page_number, 0) + 1
    return Inside(reading, tuple(hits), counts, max(0, total - len(units)))


def _matching_units(record: Record, tree: Node, audience: Audience) -> tuple[list[PageUnit], int]:
    filters = (In("record", (f"r{record.pk}",)), Range("order", gte=1), *access_filters(audience))
    request = SearchRequest(tree, filters, SortKey("order"), limit=MOST_PAGES)
    result = indices().units.search(request)
    units = [unit for hit in result.hits if isinstance(unit := unit_of(hit.id), PageUnit)]
    return units, result.total


def _first_units(record: Record) -> tuple[list[PageUnit], int]:
    documents = [row.document_id for row in record.record_assets.all() if row.document_id]
    rows = Page.objects.filter(READY_PAGES, document__in=documents).order_by("document_id", "number")
    keys = list(rows.values_list("document_id", "number")[: MOST_PAGES + 1])
    units = [PageUnit(*key) for key in keys[:MOST_PAGES]]
    return units, len(keys)


def _with_page(units: list[PageUnit], offsets: dict[int, int], page_number: int | None) -> list[PageUnit]:
    """Add the page a reader looks at, which a long list may not have reached."""
    if page_number is None or len(units) < MOST_PAGES:
        return units
    before = [(offset, document) for document, offset in offsets.items() if offset < page_number]
    if not before:
        return units
    offset, document = max(before)
    looked_at = PageUnit(document, page_number - offset)
    return units if looked_at in units else [*units, looked_at]


def _pages(units: Sequence[PageUnit], offsets: dict[int, int]) -> Iterator[Page]:
    """Yield the named pages in reading order, read in chunks."""
    ordered = sorted((unit for unit in units if unit.document_id in offsets), key=lambda unit: _order(unit, offsets))
    for start in range(0, len(ordered), CHUNK):
        numbers: dict[int, list[int]] = {}
        for unit in ordered[start : start + CHUNK]:
            numbers.setdefault(unit.document_id, []).append(unit.number)
        for document, wanted in numbers.items():
            rows = Page.objects.filter(document=document, number__in=wanted).order_by("number")
            yield from rows.only("document_id", "number", "languages", "words")


def _order(unit: PageUnit, offsets: dict[int, int]) -> int:
    return offsets[unit.document_id] + unit.number


def _hits_of(page: Page, offset: int, matcher: Matcher, before: int) -> list[InsideHit]:
    try:
        words = unpack(bytes(page.words)) if page.words else None
    except WordsUnreadable as error:
        logger.warning("The words of page %s cannot be read: %s", page, error)
        return []
    if words is None:
        return []
    spans = matcher.words(words.texts, words.line)
    boxes: dict[int, list[Box]] = {}
    for box in hit_boxes(words, spans):
        boxes.setdefault(box.hit, []).append((box.x, box.y, box.w, box.h))
    return [
        InsideHit(
            number=before + place + 1,
            page_number=offset + page.number,
            on_page=place + 1,
            language=language_of(page),
            segments=_around(words, span),
            boxes=tuple(boxes.get(place, ())),
        )
        for place, span in enumerate(spans)
    ]


def _around(words: WordTable, span: WordSpan) -> tuple[tuple[str, bool], ...]:
    """Return the words about one hit, that hit alone marked."""
    snippet = word_snippets(words.texts, [span], around=WORDS_AROUND, limit=1)[0]
    pieces = list(snippet.pairs)
    if snippet.is_cut_before:
        pieces.insert(0, ("… ", False))
    if snippet.is_cut_after:
        pieces.append((" …", False))
    return tuple(pieces)
