"""Tell which queries of the public are popular: asked by enough people on enough days, and finding something."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from catalog.access import Audience, Standing
from search.access import access_filters
from search.beginnings import between
from search.finding.reading import read_query, record_tree
from search.finding.types import Answer
from search.indices import Indices
from search.models import AskedQuery
from search.query import PartKind

ON_DAYS = 3
"""A query is popular when enough people asked it on so many days."""
_CHECKED_FOR_SECONDS = 600


@dataclass(frozen=True, slots=True)
class CountedQuery:
    """A query, by how many people and on how many days it was asked, and whether that makes it popular."""

    text: str
    askers: int
    days: int
    is_popular: bool


def is_plain(answer: Answer, audience: Audience) -> bool:
    """Say whether a question may be counted: plain words of the public that find something, asked as they come."""
    question = answer.question
    is_first = question.page == 1 and question.filters.is_empty and not question.exactly and question.sort is None
    is_public = audience.standing is Standing.PUBLIC and not answer.engine_away
    words = answer.reading.parts
    is_words = bool(words) and all(part.kind is PartKind.WORD and not part.field for part in words)
    return is_first and is_public and is_words and not answer.reading.any_part and answer.total > 0


def popular_queries(key: str, limit: int, indices: Indices) -> Iterator[str]:
    """Yield the most asked queries that begin so by their keys and that find something for everybody."""
    if not settings.FONDS_QUERY_LOG_DAYS:
        return
    low, high = between(key)
    asked = _recent().filter(key__gte=low, key__lt=high, askers__gte=settings.FONDS_QUERY_LOG_ASKERS)
    popular = asked.values("text").annotate(days=Count("day"), asked=Sum("askers")).filter(days__gte=ON_DAYS)
    texts = list(popular.order_by("-asked", "text").values_list("text", flat=True)[: 2 * limit])
    found = [text for text in texts if _finds_something(text, indices)]
    yield from found[:limit]


def counted_queries(limit: int) -> list[CountedQuery]:
    """Return the most asked queries, popular or not; whether they find something is not looked at."""
    enough = Count("day", filter=Q(askers__gte=settings.FONDS_QUERY_LOG_ASKERS))
    rows = _recent().values("text").annotate(days=Count("day"), asked=Sum("askers"), full=enough)
    return [
        CountedQuery(row["text"], row["asked"], row["days"], row["full"] >= ON_DAYS)
        for row in rows.order_by("-asked", "text")[:limit]
    ]


def _recent() -> QuerySet[AskedQuery]:
    since = timezone.localdate() - timedelta(days=settings.FONDS_QUERY_LOG_DAYS)
    found: QuerySet[AskedQuery] = AskedQuery.objects.filter(day__gte=since).order_by()
    return found


def _finds_something(text: str, indices: Indices) -> bool:
    today = timezone.localdate()
    key = f"popular:{today}:{hashlib.sha256(text.encode()).hexdigest()}"
    known = cache.get(key)
    if known is None:
        tree = record_tree(read_query(text, exactly=False))
        known = indices.records.count(tree, access_filters(Audience(Standing.PUBLIC, today))) > 0
        cache.set(key, known, timeout=_CHECKED_FOR_SECONDS)
    return bool(known)
