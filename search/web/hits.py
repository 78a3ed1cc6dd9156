"""Make what the result list shows of each record found."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from catalog.kinds.registry import room_of
from catalog.queries import Hidden, is_whole
from catalog.templatetags.spelling import html_language, spelled
from search.finding.types import Box, Found, Passage
from search.web import labels
from search.web.state import SearchState

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """One place: its name, its address, and its text in pieces, hits marked."""

    label: str
    url: str
    segments: list[tuple[str, bool]]
    lang: str
    page_number: int | None
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One record in the list, in the words of the page."""

    pid: str
    title: str
    title_lang: str
    url: str
    kind: str
    kind_label: str
    date_label: str
    identifier: str
    extent_label: str
    language_label: str
    thumbnail: labels.Thumbnail | None
    credit: str
    rights_label: str
    restricted_label: str
    passages: list[ShownPassage]
    more_count: int
    more_pages: int
    more_url: str
    cite_url: str
    like_url: str


def shown_hit(found: Found, state: SearchState, hidden: Hidden) -> ShownHit:
    """Return what is shown of a record; files in ``hidden`` are left out as if they were not there."""
    record, room = found.record, room_of(found.record.kind)
    title, language = record.title_and_language()
    identifiers = list(record.identifiers.all())
    # What is spoken stands on no page.
    is_spoken = any(passage.transcript_id is not None for passage in found.passages)
    url = labels.place_url(record, state.query, switches=labels.Switches(state.exactly, state.translated))
    return ShownHit(
        pid=record.pid,
        title=title,
        title_lang=language,
        url=url,
        kind=record.kind,
        kind_label=str(room.label),
        date_label=labels.date_of(record),
        identifier=identifiers[0].value if identifiers else "",
        extent_label=room.extent(record) if is_whole(record, hidden) else "",
        language_label=labels.languages_of(record),
        thumbnail=labels.thumbnail_of(record, hidden),
        credit=labels.credit_of(record),
        rights_label=labels.rights_of(record),
        restricted_label=labels.restriction_of(record),
        passages=[_shown(found, passage, state) for passage in found.passages],
        more_count=found.more_hits + (found.more_pages if is_spoken else 0),
        more_pages=0 if is_spoken else found.more_pages,
        more_url=url,
        cite_url=f"{record.get_absolute_url()}#cite",
        like_url=reverse("like", args=[record.pid]),
    )


def _shown(found: Found, passage: Passage, state: SearchState) -> ShownPassage:
    switches = labels.Switches(state.exactly, state.translated)
    if passage.transcript_id is not None:
        return _shown_spoken(found, passage, state.query, switches)
    number = passage.page_number
    is_note = number is None
    hit = 0 if is_note else passage.hit
    url = labels.place_url(found.record, state.query, switches=switches, page=number, hit=hit)
    segments = list(passage.segments)
    if is_note:
        segments = [(str(spelled(text, passage.language)), is_hit) for text, is_hit in segments]
    return ShownPassage(
        label=gettext("Description") if number is None else labels.page_tag(number),
        url=f"{url}#about" if is_note else url,
        segments=_with_ellipses(segments, passage),
        lang=html_language(passage.language) if is_note else passage.language,
        page_number=number,
        boxes=passage.boxes,
    )


def _shown_spoken(found: Found, passage: Passage, query: str, switches: labels.Switches) -> ShownPassage:
    """Return a spoken place: its second is its name and its address."""
    start_ms = passage.start_ms
    return ShownPassage(
        label=gettext("Transcript") if start_ms is None else labels.moment_tag(start_ms),
        url=labels.moment_url(found.record, query, passage.transcript_id or 0, start_ms, switches=switches),
        segments=_with_ellipses(list(passage.segments), passage),
        lang=passage.language,
        page_number=None,
        boxes=(),
    )


def _with_ellipses(segments: list[tuple[str, bool]], passage: Passage) -> list[tuple[str, bool]]:
    before = [(f"{ELLIPSIS} ", False)] if passage.is_cut_before else []
    after = [(f" {ELLIPSIS}", False)] if passage.is_cut_after else []
    return [*before, *segments, *after]
