"""Make what a search answers."""

from __future__ import annotations

from django.http import HttpRequest

from archive.choices import AssetKind
from catalog.access import access_label
from catalog.queries import representative
from catalog.web.thumbnails import asset_thumbnail
from search.api.rendering.addresses import Addresses, Pairs
from search.api.rendering.shared import boxes, date, reading, segments
from search.api.shapes.search import (
    Facet,
    FacetAnswer,
    FacetValue,
    FoundUnit,
    Hit,
    Looser,
    SearchAnswer,
    YearCount,
)
from search.finding.types import Answer, FacetCounts, Found, Loosened, Passage
from search.finding.units import Hidden, open_documents, place_of
from search.web.narrowing import FACET_NAMES


def search_answer(answer: Answer, request: HttpRequest, hidden: Hidden) -> SearchAnswer:
    """Return an answer; a page of the list beyond its end is empty. ``hidden`` names files that are closed."""
    addresses, asked = Addresses(request), answer.question
    is_beyond = asked.page > answer.page
    made = _Hits(answer, addresses, hidden)
    last = answer.page_count
    return SearchAnswer(
        reading=reading(answer.reading),
        sort=answer.sort.value,
        total=answer.total,
        pages_found=answer.pages_found,
        page=asked.page,
        per_page=asked.per_page,
        page_count=last,
        next=addresses.turned(request, asked.page + 1) if asked.page < last else None,
        previous=addresses.turned(request, min(asked.page - 1, last)) if asked.page > 1 else None,
        hits=[] if is_beyond else [made.hit(found) for found in answer.hits],
        facets=[_facet(facet) for facet in answer.facets],
        years=[YearCount(year=year, count=count) for year, count in answer.years],
        looser=[_looser(each, answer) for each in answer.loosened],
    )


def facet_answer(answer: Answer, name: str) -> FacetAnswer:
    """Return one facet of an answer, empty where found records have no value in it."""
    found = next((facet for facet in answer.facets if facet.name == name), FacetCounts(name, (), has_more=False))
    return FacetAnswer(reading=reading(answer.reading), total=answer.total, facet=_facet(found))


def _facet(facet: FacetCounts) -> Facet:
    return Facet(
        name=facet.name,
        label=str(FACET_NAMES.get(facet.name, facet.name)),
        values=[
            FacetValue(
                value=each.value,
                label=each.label,
                count=each.count,
                selected=each.is_selected,
                left_out=each.is_left_out,
            )
            for each in facet.values
        ],
        has_more=facet.has_more,
    )


def _looser(each: Loosened, answer: Answer) -> Looser:
    keeps = not each.filters.is_empty or answer.question.filters.is_empty
    return Looser(query=each.text, exact=each.exactly, keeps_filters=keeps, count=each.count)


class _Hits:
    """Makes the hits of one answer."""

    def __init__(self, answer: Answer, addresses: Addresses, hidden: Hidden) -> None:
        self._addresses = addresses
        self._hidden = hidden
        query = [("q", answer.question.text)] if answer.question.text else []
        exact = [("exact", 1)] if answer.question.exactly and query else []
        self._query: list[tuple[str, object]] = [*query, *exact]

    def hit(self, found: Found) -> Hit:
        """Return one record found."""
        record = found.record
        title, language = record.title_and_language()
        return Hit(
            pid=record.pid,
            kind=record.kind,
            title=title,
            title_language=language,
            date=date(record),
            collection=record.collection.slug if record.collection else None,
            identifiers=[row.value for row in record.identifiers.all()],
            languages=list(record.languages),
            rights=record.rights,
            access=access_label(record),
            score=round(found.score, 4),
            units=[self._unit(found, passage) for passage in found.passages],
            more_units=found.more_pages,
            address=self._addresses.people(record, self._query),
            record=self._addresses.record(record.pid),
            inside=self._addresses.inside(record.pid, self._query) if self._query else None,
            thumbnail=self._thumbnail(found),
        )

    def _unit(self, found: Found, passage: Passage) -> FoundUnit:
        record, number = found.record, passage.page_number
        place = place_of(open_documents(record, self._hidden), number) if number is not None else None
        here: Pairs = [] if number is None else [("page", number), ("hit", passage.hit)]
        address = self._addresses.people(record, [*self._query, *here])
        start_seconds = None if passage.start_ms is None else passage.start_ms / 1000
        return FoundUnit(
            page=number,
            start_seconds=start_seconds,
            language=passage.language,
            segments=segments(passage.segments),
            is_cut_before=passage.is_cut_before,
            is_cut_after=passage.is_cut_after,
            hit_count=passage.hit_count,
            first_hit=passage.hit,
            boxes=boxes(passage.boxes),
            address=address if start_seconds is None else f"{address}#t={int(start_seconds)}",
            unit=self._addresses.unit(record.pid, number) if number is not None else None,
            words=self._addresses.words(record.pid, number) if number is not None else None,
            image=self._addresses.page_image(*place) if place else None,
        )

    def _thumbnail(self, found: Found) -> str | None:
        row = representative(found.record)
        if row is None or (AssetKind(row.asset.kind), row.asset.pk) in self._hidden:
            return None
        path = asset_thumbnail(row.asset)
        return self._addresses.door(path) if path else None
