"""Put what was found in an order that stays the same whatever the engine does with its files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import tantivy
from tantivy import Order

from search.engines.base import DEEPEST_WINDOW, SortKey
from search.engines.tantivy.documents import ID, TIE, VERSION

Found = tuple[Any, tantivy.DocAddress]
"""A sort key (score, number, text or None) and the engine's address of a document."""


def id_of(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    """Return the id of a document, the one thing the engine stores."""
    return str(searcher.doc(address).get_first(ID))


def numbers_of(searcher: tantivy.Searcher, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
    """Return a number field that every document has, for many documents at once."""
    return [int(value or 0) for value in searcher.fast_field_values(field, addresses)]


def total_of(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """Return how many documents match. Counting the values of a field that each has once, the engine ranks nothing."""
    counted: Any = searcher.aggregate(query, {"documents": {"value_count": {"field": VERSION}}})
    return int(counted["documents"]["value"])


def ranked(
    searcher: tantivy.Searcher, query: tantivy.Query, sort: SortKey | None, window: int
) -> tuple[list[Found], int]:
    """Return the first ``window`` documents and the total; equal keys stand in the order of their ties.

    Tantivy orders equal keys by where they lie on disk, which the next merge changes. So the tie that crosses the
    edge of the window is fetched to its end, as far as ``DEEPEST_WINDOW``, and put in order here.
    """
    field = sort.field if sort else None
    order = Order.Asc if sort and not sort.descending else Order.Desc
    wanted = window + 1
    total = -1
    while True:
        result: Any = searcher.search(query, limit=wanted, count=total < 0, order_by_field=field, order=order)
        total = result.count if total < 0 else total
        found = result.hits
        if len(found) < wanted or found[-1][0] != found[window - 1][0] or wanted >= DEEPEST_WINDOW:
            break
        wanted = min(wanted * 8, DEEPEST_WINDOW)
    return _settle_ties(searcher, found, window) if field != TIE else found[:window], total


def walked(searcher: tantivy.Searcher, query: tantivy.Query, sort: SortKey | None) -> Iterator[tantivy.DocAddress]:
    """Yield the addresses of all documents found, window by window of one searcher.

    Within one searcher equal keys always lie in the same order, so windows side by side hold each document once.
    """
    field = sort.field if sort else None
    order = Order.Asc if sort and not sort.descending else Order.Desc
    offset = 0
    while True:
        result: Any = searcher.search(
            query, limit=DEEPEST_WINDOW, count=False, order_by_field=field, offset=offset, order=order
        )
        found = result.hits
        for _, address in found if field == TIE else _settle_ties(searcher, found, len(found)):
            yield address
        if len(found) < DEEPEST_WINDOW:
            return
        offset += DEEPEST_WINDOW


def _settle_ties(searcher: tantivy.Searcher, found: list[Found], window: int) -> list[Found]:
    settled: list[Found] = []
    for _, group in groupby(found, key=lambda hit: hit[0]):
        tied = list(group)
        if len(tied) > 1:
            ties = numbers_of(searcher, TIE, [address for _, address in tied])
            tied = [hit for _, hit in sorted(zip(ties, tied, strict=True), key=lambda pair: pair[0])]
        settled += tied
        if len(settled) >= window:
            break
    return settled[:window]
