"""Suggest records, people, places, subjects and popular queries for a text that is being typed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, Model, OuterRef, QuerySet

from catalog.access import Audience, visible
from catalog.choices import AgentRole
from catalog.models import Record, RecordAgent
from catalog.queries import visible_records
from search.access import access_filters
from search.analysis import Form
from search.beginnings import between, typed_keys, word_beginnings
from search.documents.source import object_id_of
from search.engines.base import SearchRequest
from search.engines.errors import EngineError
from search.finding.naming import label_and_language
from search.finding.popular import popular_queries
from search.indices import Indices, analyzer, indices
from search.models import NameKey
from search.operations.key_names import AUTHORITIES
from search.query.tree import SHORTEST_PREFIX, AllOf, AnyOf, BestOf, Boost, Node, Prefix, Term

LONGEST = 100
MOST_WORDS = 8
RECORDS = 5
NAMES = 3
QUERIES = 3
_SIGNS = frozenset('"“”„«»()*?~:')
_KEYS_READ = 24


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion. ``group`` is record, creator, place, subject or query, ``kind`` says more of it.

    ``value`` is the permanent id of a record, the short name of an authority, or the query; ``label`` is in
    ``language`` ("" for a query); ``said`` is the name that was met where it is another than the label.
    """

    group: str
    kind: str
    value: str
    label: str
    language: str
    said: str = ""


logger = logging.getLogger(__name__)


def suggestions(typed: str, audience: Audience) -> tuple[Suggested, ...]:
    """Return what an audience may mean by a text that is being typed, group by group; nothing for a lone letter.

    Costs one call of the engine and at most twelve small queries of the database, however much there is. Every
    record and every record behind a name is checked in the database.
    """
    typed = " ".join(typed[:LONGEST].split())
    keys = typed_keys(typed)
    if not keys or len(keys[0]) < SHORTEST_PREFIX or not _SIGNS.isdisjoint(typed):
        return ()
    try:
        records = tuple(_records(typed, audience, indices()))
        popular = popular_queries(keys[0], QUERIES, indices())
        queries = tuple(Suggested("query", "query", text, text, "") for text in popular)
    except EngineError as error:
        logger.error("The search engine is away: %s", error)
        records, queries = (), ()
    names = [name for facet in AUTHORITIES for name in _names(facet, keys, audience)]
    return (*records, *names, *queries)


def _records(typed: str, audience: Audience, engines: Indices) -> Iterator[Suggested]:
    tree = title_tree(typed)
    if tree is None:
        return
    found = engines.records.search(SearchRequest(tree, access_filters(audience), limit=RECORDS))
    keys = [object_id_of(hit.id) for hit in found.hits]
    rows = {record.pk: record for record in visible_records(audience).filter(pk__in=keys)}
    for record in (rows[key] for key in keys if key in rows):
        title, language = record.title_and_language()
        yield Suggested("record", record.kind, record.pid, title, language)


def title_tree(typed: str) -> Node | None:
    """Return the tree of titles with all words typed, the last of which may go on."""
    words = [token.forms for token in analyzer().tokens(typed)][:MOST_WORDS]
    parts: list[Node] = [
        BestOf(
            (Term("title", Form.SCRIPT, word.script), *(Boost(Term("title", Form.STEM, s), 0.8) for s in word.stems))
        )
        for word in words[:-1]
    ]
    begun = [Prefix("title", Form.SCRIPT, key) for key in word_beginnings(typed) if len(key) >= SHORTEST_PREFIX]
    if begun:
        # A title that has the very word goes before those that have a longer one.
        parts.append(AnyOf((Term("title", Form.SCRIPT, words[-1].script), *begun)))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts)) if parts else None


def _names(facet: str, keys: tuple[str, ...], audience: Audience) -> list[Suggested]:
    met: dict[int, str] = {}
    for rank in (0, 1):
        for key in keys:
            low, high = between(key)
            rows = NameKey.objects.filter(facet=facet, rank=rank, key__gte=low, key__lt=high).filter(
                Exists(_carriers(facet, audience))
            )
            for authority, said in rows.order_by("key").values_list("authority_id", "said")[:_KEYS_READ]:
                met.setdefault(authority, said)
        if len(met) >= NAMES:
            break
    rows_by_id = AUTHORITIES[facet].objects.in_bulk(list(met)[:NAMES]) if met else {}
    return [_named(facet, rows_by_id[pk], said) for pk, said in list(met.items())[:NAMES] if pk in rows_by_id]


def _carriers(facet: str, audience: Audience) -> QuerySet[Any]:
    """Return the rows that tie an authority to records the audience may see."""
    through: Any
    if facet == "creator":
        through = RecordAgent.objects.filter(agent_id=OuterRef("authority_id")).exclude(role=AgentRole.DEPICTED)
    else:
        relation = Record.subjects if facet == "subject" else Record.places
        through = relation.through.objects.filter(**{f"{facet}_id": OuterRef("authority_id")})
    found: QuerySet[Any] = through.filter(visible(audience, prefix="record__"))
    return found


def _named(facet: str, row: Model, said: str) -> Suggested:
    label, language = label_and_language(row)
    kind = getattr(row, "type", facet)
    known = Suggested(facet, kind, row.slug, label, language)  # type: ignore[attr-defined]
    return known if said == label else replace(known, said=said)
