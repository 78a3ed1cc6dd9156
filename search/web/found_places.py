"""Walk through the places found in a record: those listed, the current one, the next and the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from catalog.models import Record
from search.finding.inside import Inside, InsideHit
from search.web.labels import Switches, place_url

MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a reader stands: the query, the page of the record, and which place on it is current (0: none)."""

    query: str
    switches: Switches
    page_number: int
    hit: int


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """One place found; ``number`` counts through the record."""

    page: int
    number: int
    url: str
    segments: tuple[tuple[str, bool], ...]
    boxes: tuple[tuple[float, float, float, float], ...]


class Places:
    """The places found in one record, as seen from where a reader stands."""

    def __init__(self, record: Record, reader: Reader, inside: Inside | None) -> None:
        self._record = record
        self._reader = reader
        self._inside = inside
        self._hits: Sequence[InsideHit] = inside.hits if inside else ()
        self.current = self._current_hit()

    @property
    def total(self) -> int:
        """Return how many there are."""
        return len(self._hits)

    def url(self, page: int, hit: int = 0) -> str:
        """Return where a page, and a place on it, is read."""
        return place_url(self._record, self._reader.query, switches=self._reader.switches, page=page, hit=hit)

    def here(self) -> list[ShownPlace]:
        """Return those on the page that have boxes."""
        return [place for place in self._shown(self._on_page()) if place.boxes]

    def listed(self) -> list[ShownPlace]:
        """Return the places listed: all, or a stretch of a long list about where the reader stands."""
        at = self.current.number if self.current else self._first_after()
        start = max(0, min(at - MOST_HITS // 2, len(self._hits) - MOST_HITS))
        return self._shown(self._hits[start : start + MOST_HITS])

    def more(self) -> str:
        """Say what the list leaves out."""
        if self._inside is not None and self._inside.pages_left:
            count = self._inside.pages_left
            return ngettext(
                "%(count)s further page has these words; add a word to narrow.",
                "%(count)s further pages have these words; add a word to narrow.",
                count,
            ) % {"count": count}
        if len(self._hits) > MOST_HITS:
            return gettext("The list shows %(shown)s of %(total)s places, those nearest to this page.") % {
                "shown": MOST_HITS,
                "total": len(self._hits),
            }
        return ""

    def neighbors(self) -> dict[str, str]:
        """Return the addresses of the place before and of the next one."""
        before = [hit for hit in self._hits if self._is_before(hit)]
        after = [hit for hit in self._hits if self._is_after(hit)]
        return {
            "prev_hit_url": self.url(before[-1].page_number, before[-1].on_page) if before else "",
            "next_hit_url": self.url(after[0].page_number, after[0].on_page) if after else "",
        }

    def _current_hit(self) -> InsideHit | None:
        here = self._on_page()
        if not self._reader.hit or not here:
            return None
        return here[min(self._reader.hit, len(here)) - 1]

    def _on_page(self) -> list[InsideHit]:
        return [hit for hit in self._hits if hit.page_number == self._reader.page_number]

    def _shown(self, hits: Sequence[InsideHit]) -> list[ShownPlace]:
        return [
            ShownPlace(hit.page_number, hit.number, self.url(hit.page_number, hit.on_page), hit.segments, hit.boxes)
            for hit in hits
        ]

    def _first_after(self) -> int:
        after = (hit.number for hit in self._hits if hit.page_number >= self._reader.page_number)
        return next(after, len(self._hits))

    def _is_before(self, hit: InsideHit) -> bool:
        return hit.number < self.current.number if self.current else hit.page_number < self._reader.page_number

    def _is_after(self, hit: InsideHit) -> bool:
        return hit.number > self.current.number if self.current else hit.page_number >= self._reader.page_number
