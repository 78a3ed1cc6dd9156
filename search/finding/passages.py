"""Choose the best places of each record found: its pages from the index, words and boxes from the database."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from archive.choices import AssetKind
from archive.extract.words import WordsUnreadable, unpack
from archive.models import Cue, Page
from catalog.access import Audience
from catalog.models import Record
from catalog.queries import hidden_assets
from search.access import access_filters
from search.documents.unit_ids import NoteUnit, PageUnit, SpokenUnit, Unit, unit_of
from search.engines.base import SearchRequest
from search.finding.reading import unit_tree
from search.finding.spoken import load_spoken, spoken_passage
from search.finding.types import Passage
from search.indices import Indices, analyzer
from search.matching import Matcher, hit_boxes, text_snippets, word_snippets
from search.query import Reading
from search.query.filters import In
from search.query.tree import Node, Nothing

BEST = 3
WORDS_AROUND = 14

logger = logging.getLogger(__name__)

PageKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Places:
    """The best passages of one record, and how many further units match."""

    passages: tuple[Passage, ...]
    more: int
    more_hits: int


@dataclass(frozen=True, slots=True)
class _Chosen:
    record: Record
    units: list[tuple[Unit, float]]
    total: int


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The pages and the spoken passages that the chosen units name."""

    pages: dict[PageKey, Page]
    spoken: dict[int, list[Cue]]


def passages_of(
    records: Sequence[Record], reading: Reading, audience: Audience, indices: Indices, *, best: int = BEST
) -> dict[int, Places]:
    """Return the best passages by record key: one call of the engine and a query for each kind of unit for all."""
    tree = unit_tree(reading)
    if isinstance(tree, Nothing):
        return {}
    chosen = _choose(records, tree, audience, indices, best)
    hidden = hidden_assets(records, audience)
    units = [unit for each in chosen for unit, _score in each.units]
    wanted = (unit for unit in units if isinstance(unit, PageUnit))
    pages = load_pages(unit for unit in wanted if (AssetKind.DOCUMENT, unit.document_id) not in hidden)
    spoken = load_spoken(unit for unit in units if isinstance(unit, SpokenUnit))
    loaded = _Loaded(pages, _open_only(spoken, hidden))
    matcher = Matcher(tree, analyzer())
    return {each.record.pk: _places(each, loaded, matcher, hidden) for each in chosen if each.units}


def _open_only(spoken: dict[int, list[Cue]], hidden: Collection[tuple[str, int]]) -> dict[int, list[Cue]]:
    """Leave out what is said in recordings that another record closes."""
    return {
        key: cues
        for key, cues in spoken.items()
        if (AssetKind.RECORDING, cues[0].transcript.recording_id) not in hidden
    }


def _choose(records: Sequence[Record], tree: Node, audience: Audience, indices: Indices, best: int) -> list[_Chosen]:
    access = access_filters(audience)
    asked = [SearchRequest(tree, (In("record", (f"r{record.pk}",)), *access), limit=best) for record in records]
    return [
        _Chosen(record, [(unit_of(hit.id), hit.score) for hit in result.hits], result.total)
        for record, result in zip(records, indices.units.search_many(asked), strict=True)
    ]


def load_pages(units: Iterable[PageUnit]) -> dict[PageKey, Page]:
    """Return the named pages with their words, by document and number, in one query."""
    numbers: dict[int, list[int]] = {}
    for unit in units:
        numbers.setdefault(unit.document_id, []).append(unit.number)
    if not numbers:
        return {}
    wanted = Q()
    for document_id, of_document in numbers.items():
        wanted |= Q(document=document_id, number__in=of_document)
    rows = Page.objects.filter(wanted).only("document_id", "number", "languages", "script", "words")
    return {(page.document_id, page.number): page for page in rows}


def page_offsets(record: Record, hidden: Collection[tuple[str, int]]) -> dict[int, int]:
    """Return for each open document of a record how many pages stand before it; ``hidden`` ones do not count."""
    offsets: dict[int, int] = {}
    before = 0
    for row in record.record_assets.all():
        if row.document_id is not None and (AssetKind.DOCUMENT, row.document_id) not in hidden:
            offsets[row.document_id] = before
            before += row.document.page_count
    return offsets


def _places(chosen: _Chosen, loaded: _Loaded, matcher: Matcher, hidden: Collection[tuple[str, int]]) -> Places:
    offsets = page_offsets(chosen.record, hidden)
    passages = []
    for unit, score in chosen.units:
        if isinstance(unit, NoteUnit):
            passage = _note_passage(chosen.record, unit, matcher, score)
        elif isinstance(unit, SpokenUnit):
            passage = spoken_passage(unit, loaded.spoken.get(unit.transcript_id, []), matcher, score)
        else:
            page = loaded.pages.get((unit.document_id, unit.number))
            passage = page_passage(page, offsets[unit.document_id], matcher, score) if page else None
        if passage is not None:
            passages.append(passage)
    more = max(0, chosen.total - len(chosen.units))
    unseen = sum(each.hit_count - sum(is_hit for _text, is_hit in each.segments) for each in passages)
    return Places(tuple(passages), more, 0 if more else max(0, unseen))


def page_passage(page: Page, offset: int, matcher: Matcher, score: float = 0.0) -> Passage | None:
    """Return the best passage of a page with the boxes of all its hits; None where no word of it is meant."""
    try:
        words = unpack(bytes(page.words)) if page.words else None
    except WordsUnreadable as error:
        logger.warning("The words of page %s cannot be read: %s", page, error)
        return None
    spans = matcher.words(words.texts, words.line) if words else []
    if words is None or not spans:
        return None
    snippet = word_snippets(words.texts, spans, around=WORDS_AROUND, limit=1)[0]
    boxes = tuple((box.x, box.y, box.w, box.h) for box in hit_boxes(words, spans))
    return Passage(
        page_number=offset + page.number,
        language=language_of(page),
        segments=snippet.pairs,
        is_cut_before=snippet.is_cut_before,
        is_cut_after=snippet.is_cut_after,
        hit=snippet.first_hit + 1,
        hit_count=len(spans),
        boxes=boxes,
        score=score,
    )


def language_of(page: Page) -> str:
    """Return the language a page is mostly in."""
    return page.languages[0] if page.languages else ""


def _note_passage(record: Record, unit: NoteUnit, matcher: Matcher, score: float) -> Passage | None:
    text = getattr(record, f"description_{unit.language}", "") or ""
    spans = matcher.text(text)
    if not spans:
        return None
    snippet = text_snippets(text, spans, limit=1)[0]
    return Passage(
        page_number=None,
        language=unit.language,
        segments=snippet.pairs,
        is_cut_before=snippet.is_cut_before,
        is_cut_after=snippet.is_cut_after,
        hit=snippet.first_hit + 1,
        hit_count=len(spans),
        boxes=(),
        score=score,
    )
