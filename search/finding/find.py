"""Find records for an audience in two steps: records with counts, then the best pages of those shown."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from catalog.access import Audience
from catalog.choices import content_language
from catalog.models import Record
from catalog.queries import for_list, visible_records
from search.access import access_filters
from search.documents.alphabets import title_field
from search.documents.source import object_id_of
from search.engines.base import DEEPEST_WINDOW, Hit, SearchRequest, SearchResult, SortKey
from search.engines.errors import EngineError
from search.finding.asking import reading_of
from search.finding.away import browse_titles
from search.finding.facets import Counting, facets_asked, facets_of, undated_of, years_of
from search.finding.loosening import loosened
from search.finding.mending import mended
from search.finding.passages import Places, passages_of
from search.finding.reading import asks_text_only, record_tree, seen_spellings, strict_unit_tree
from search.finding.types import MOST_PER_PAGE, Answer, Found, Question, Sort
from search.indices import Indices, indices
from search.query import Reading
from search.query.filters import Range
from search.query.tree import All

SORT_KEYS = {
    Sort.RELEVANCE: None,
    Sort.NEWEST: SortKey("created", descending=True),
    Sort.OLDEST_DATE: SortKey("date_from"),
    Sort.LATEST_DATE: SortKey("date_from", descending=True),
}

logger = logging.getLogger(__name__)


def sort_key(sort: Sort) -> SortKey | None:
    """Return the engine's key for an order; titles stand in the order of the reader's language."""
    return SortKey(title_field(content_language())) if sort is Sort.TITLE else SORT_KEYS[sort]


def find(question: Question, audience: Audience) -> Answer:
    """Return what the audience finds. Nothing typed raises; without the engine titles are browsed, and that is said."""
    try:
        return _find(question, audience, indices())
    except EngineError as error:
        logger.error("The search engine is away: %s", error)
        return browse_titles(question, audience)


def _find(question: Question, audience: Audience, engines: Indices) -> Answer:
    respell = partial(seen_spellings, indices=engines, audience=audience)
    reading = reading_of(question, audience, engines, respell)
    tree, access = record_tree(reading), access_filters(audience)
    sort = sort_of(question, reading)
    counting = Counting(tree, question.filters, audience, engines)
    request = SearchRequest(
        query=tree,
        filters=(*question.filters.engine_filters(), *access),
        sort=sort_key(sort),
        facets=facets_asked(audience, question.wide),
    )
    page, result = _page(question, request, engines)
    hits, hidden = _shown(result.hits, reading, audience, engines)
    facets = facets_of(result, counting, question.wide)
    is_empty = not result.total
    return Answer(
        question=question,
        reading=reading,
        sort=sort,
        total=result.total - hidden,
        hits=hits,
        page=page,
        pages_found=_pages_found(question, reading, audience, engines),
        facets=facets,
        years=years_of(result),
        mended=mended(question, reading, result.total, audience, engines),
        undated=undated_of(counting),
        loosened=loosened(question, reading, audience, engines) if is_empty else (),
        searched=engines.records.count(All(), access) if is_empty else 0,
    )


def sort_of(question: Question, reading: Reading) -> Sort:
    """Return the order asked for; without words everything is equally relevant, so the latest additions come first."""
    if reading.is_empty and question.sort in {None, Sort.RELEVANCE}:
        return Sort.NEWEST
    return question.sort or Sort.RELEVANCE


def _page(question: Question, request: SearchRequest, engines: Indices) -> tuple[int, SearchResult]:
    """Search the window asked for, or the last one where it lies beyond the end."""
    size = min(max(1, question.per_page), MOST_PER_PAGE)
    page = min(max(1, question.page), DEEPEST_WINDOW // size)
    result = engines.records.search(_windowed(request, page, size))
    last = max(1, -(-result.total // size))
    if page > last:
        page = min(last, DEEPEST_WINDOW // size)
        result = engines.records.search(_windowed(request, page, size))
    return page, result


def _windowed(request: SearchRequest, page: int, size: int) -> SearchRequest:
    return SearchRequest(
        request.query, request.filters, request.sort, offset=(page - 1) * size, limit=size, facets=request.facets
    )


def _shown(
    hits: Sequence[Hit], reading: Reading, audience: Audience, engines: Indices
) -> tuple[tuple[Found, ...], int]:
    """Return the records of hits with their passages, and how many the database hides that the index did not yet."""
    keys = [object_id_of(hit.id) for hit in hits]
    visible = {record.pk: record for record in for_list(visible_records(audience).filter(pk__in=keys))}
    records: list[Record] = [visible[key] for key in keys if key in visible]
    places = passages_of(records, reading, audience, engines)
    nowhere = Places((), 0, 0)
    found = []
    for hit, key in zip(hits, keys, strict=True):
        if key in visible:
            place = places.get(key, nowhere)
            found.append(Found(visible[key], hit.score, place.passages, place.more, place.more_hits))
    return tuple(found), len(keys) - len(records)


def _pages_found(question: Question, reading: Reading, audience: Audience, engines: Indices) -> int:
    """Return on how many pages all that was asked stands; 0 where pages cannot be asked alike."""
    filters = question.filters
    if not filters.fits_units() or not asks_text_only(reading.syntax):
        return 0
    pages = (Range("order", gte=1), *filters.unit_filters(), *access_filters(audience))
    return engines.units.count(strict_unit_tree(reading), pages)
