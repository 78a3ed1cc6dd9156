"""Find the records that are most like one, of those an audience may see."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from archive.models import Page
from catalog.access import Audience
from catalog.models import Record
from catalog.queries import for_display, hidden_assets, visible_records
from search.access import access_filters
from search.documents.source import object_id_of
from search.engines.base import Hit, SearchRequest, SortKey
from search.engines.errors import EngineError
from search.finding.likeness import is_sparse, likeness
from search.indices import Indices, indices
from search.query.filters import In, Negate
from search.query.tree import All, Nothing

SHELF = 6
MOST = 40
ALIKE_PCT = 20
"""A record with less than this share of the best one's score has a word in common by chance."""
OPENING_PAGES = 3

logger = logging.getLogger(__name__)


def similar_records(record: Record, audience: Audience, limit: int = SHELF) -> tuple[Record, ...]:
    """Return at most ``limit`` records (40 at most), the most alike first; none while the engine is away.

    Where too few are alike, the newest of the same collection fill the row. At most two calls of the engine and
    nine queries of the database, however many are returned. ``record`` must be one the audience may see.
    """
    limit = min(limit, MOST)
    try:
        hits = _hits(record, audience, limit, indices())
    except EngineError as error:
        logger.error("The search engine is away: %s", error)
        return ()
    keys = [object_id_of(hit.id) for hit in hits]
    # The index may not yet know of a restriction: the database decides.
    visible = {each.pk: each for each in for_display(visible_records(audience).filter(pk__in=keys))}
    return tuple(visible[key] for key in keys if key in visible)


def _hits(record: Record, audience: Audience, limit: int, engines: Indices) -> list[Hit]:
    own = f"r{record.pk}"
    filters = (Negate(In("record", (own,))), *access_filters(audience))
    tree = likeness(record, _opening(record, audience) if is_sparse(record) else ())
    hits: Sequence[Hit] = ()
    if not isinstance(tree, Nothing):
        hits = engines.records.search(SearchRequest(tree, filters, limit=limit)).hits
    alike = [hit for hit in hits if hit.score * 100 >= hits[0].score * ALIKE_PCT]
    if len(alike) >= min(limit, SHELF) or record.collection is None:
        return alike
    beside = SearchRequest(
        All(),
        (In("collection", (record.collection.slug,)), *filters),
        SortKey("created", descending=True),
        limit=min(limit, SHELF) + len(alike),
    )
    known = {hit.id for hit in alike}
    more = [hit for hit in engines.records.search(beside).hits if hit.id not in known]
    return [*alike, *more][: min(limit, SHELF)]


def _opening(record: Record, audience: Audience) -> list[str]:
    """Return the text of the first pages that the audience may read."""
    hidden = hidden_assets([record], audience)
    documents = [
        row.document_id
        for row in record.record_assets.all()
        if row.document_id and ("document", row.document_id) not in hidden
    ]
    pages = Page.objects.filter(document__in=documents[:1], number__lte=OPENING_PAGES).order_by("number")
    return list(pages.values_list("text", flat=True))
