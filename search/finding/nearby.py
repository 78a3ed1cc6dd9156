"""Collect the words near a mistyped one from texts that the audience may see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from archive.models import Page
from catalog.access import Audience, visible
from catalog.choices import CONTENT_LANGUAGES
from catalog.models import Record, RecordAsset
from catalog.queries import visible_records
from catalog.vocabulary.spelling import CYRILLIC, spell
from search.access import access_filters
from search.analysis import Form
from search.analysis.spelling import is_cyrillic
from search.documents.source import object_id_of
from search.documents.unit_ids import PageUnit, unit_of
from search.engines.base import Hit, SearchRequest, SortKey
from search.indices import Indices, analyzer
from search.mending.edits import edits_between
from search.query.tree import AnyOf, Fuzzy

SHORTEST = 4
"""Shorter words are near too many others to say which was meant."""
SHORTEST_FOR_TWO = 5
SIGNS = 6
PAGES = 12
RECORDS = 20
"""Units and records looked into for one word and distance: enough to meet the words that are frequent."""

_SAID_OF_RECORDS = ("title", "names", "subjects", "places", "description")
_TRANSLATED = tuple(f"{name}_{code}" for name in ("title", "description", "credit_line") for code in CONTENT_LANGUAGES)
_CHUNK = re.compile(r"\S+")

Said = tuple[str, str]
"""A text and its language, "" where it is not known."""


@dataclass(slots=True)
class Near:
    """A word near the one typed, by its Latin key: how it was written, in which languages, in how many texts."""

    key: str
    written: Counter[str] = field(default_factory=Counter)
    languages: set[str] = field(default_factory=set)
    texts: int = 0

    def in_letters_of(self, typed: str) -> str:
        """Return the word in the alphabet of what was typed; Russian, which has no Latin, stays as it is."""
        wants_cyrillic = is_cyrillic(typed.lower())
        same = Counter({word: count for word, count in self.written.items() if is_cyrillic(word) == wants_cyrillic})
        if same:
            return _commonest(same)
        word = _commonest(self.written)
        if wants_cyrillic:
            return spell(word, CYRILLIC)
        return self.key if any(each.startswith("uz") for each in self.languages) else word


def nearby(key: str, audience: Audience, indices: Indices) -> list[Near]:
    """Return the words at the smallest distance (1, else 2 for longer words) at which there are any.

    At most two searches and seven database queries for each distance. The index says which texts have such a word;
    the words themselves are read from the database, where access is checked again.
    """
    if len(key) < SHORTEST or key.isdigit():
        return []
    for distance in (1, 2) if len(key) >= SHORTEST_FOR_TWO else (1,):
        found = _collect(key, distance, _texts(key, distance, audience, indices))
        if found:
            return found
    return []


def _texts(key: str, distance: int, audience: Audience, indices: Indices) -> Iterator[Said]:
    access = access_filters(audience)
    pages = SearchRequest(Fuzzy("text", Form.SCRIPT, key, distance), access, limit=PAGES)
    yield from _page_texts(indices.units.search(pages).hits, audience)
    said = AnyOf(tuple(Fuzzy(name, Form.SCRIPT, key, distance) for name in _SAID_OF_RECORDS))
    # Newest first, as such hits all score alike: any order will do that is settled at once.
    newest = SortKey("created", descending=True)
    yield from _record_texts(indices.records.search(SearchRequest(said, access, newest, limit=RECORDS)).hits, audience)


def _page_texts(hits: Sequence[Hit], audience: Audience) -> Iterator[Said]:
    units = [unit_of(hit.id) for hit in hits]
    keys = [(unit.document_id, unit.number) for unit in units if isinstance(unit, PageUnit)]
    if not keys:
        return
    shown = RecordAsset.objects.filter(document__in={document for document, _number in keys})
    closed = shown.exclude(visible(audience, prefix="record__")) if not audience.sees_everything else shown.none()
    wanted = Q()
    for document, number in keys:
        wanted |= Q(document=document, number=number)
    rows = Page.objects.filter(wanted).exclude(document__in=closed.values("document"))
    for text, languages in rows.values_list("text", "languages"):
        yield text, languages[0] if languages else ""


def _record_texts(hits: Sequence[Hit], audience: Audience) -> Iterator[Said]:
    keys = [object_id_of(hit.id) for hit in hits]
    if not keys:
        return
    rows = visible_records(audience).filter(pk__in=keys)
    for record in rows.prefetch_related("subjects", "places", "record_agents__agent"):
        yield from _said_of(record)


def _said_of(record: Record) -> Iterator[Said]:
    yield record.original_title, record.original_language
    for name in _TRANSLATED:
        yield getattr(record, name) or "", name[-2:]
    agents = [row.agent for row in record.record_agents.all()]
    for row in (*record.subjects.all(), *record.places.all(), *agents):
        for code in CONTENT_LANGUAGES:
            yield getattr(row, f"label_{code}") or "", code
        for variant in row.variants:
            yield str(variant), ""


def _collect(key: str, distance: int, texts: Iterable[Said]) -> list[Near]:
    found: dict[str, Near] = {}
    # A letter is two in the key at most, and as a rule a word is parted from its neighbors by a few signs.
    shortest, longest = (len(key) - distance) // 2, len(key) + distance + SIGNS
    for text, language in texts:
        met = set()
        for chunk in {chunk for chunk in _CHUNK.findall(text) if shortest <= len(chunk) <= longest}:
            for token in analyzer().chunk(chunk):
                other = token.forms.script
                if other == key or edits_between(key, other, distance) > distance:
                    continue
                near = found.setdefault(other, Near(other))
                near.written[token.raw.lower()] += 1
                near.languages.add(language)
                met.add(other)
        for other in met:
            found[other].texts += 1
    return list(found.values())


def _commonest(words: Counter[str]) -> str:
    return min(words, key=lambda word: (-words[word], word))
