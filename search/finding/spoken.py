"""Find what is said in recordings: passages with their second, for lists and for the page of a recording."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from archive.models import Cue
from search.documents.unit_ids import SpokenUnit
from search.finding.types import Passage
from search.matching import Matcher, TextSpan, text_snippets

Segments = tuple[tuple[str, bool], ...]


def load_spoken(units: Iterable[SpokenUnit]) -> dict[int, list[Cue]]:
    """Return the passages that units name, by transcript and in order, in one query."""
    wanted = Q()
    for unit in units:
        wanted |= Q(transcript=unit.transcript_id, position__range=(unit.first, unit.last))
    if not wanted:
        return {}
    rows = Cue.objects.filter(wanted).select_related("transcript").defer("words").order_by("transcript_id", "position")
    found: dict[int, list[Cue]] = {}
    for cue in rows:
        found.setdefault(cue.transcript_id, []).append(cue)
    return found


def spoken_passage(unit: SpokenUnit, cues: Sequence[Cue], matcher: Matcher, score: float) -> Passage | None:
    """Return the best place of a window with the second at which it is said; None where no word of it is meant."""
    own = [cue for cue in cues if unit.first <= cue.position <= unit.last]
    if not own:
        return None
    joined = Joined(own)
    spans = matcher.text(joined.text)
    if not spans:
        return None
    snippet = text_snippets(joined.text, spans, limit=1)[0]
    first = own[joined.place_of(spans[snippet.first_hit].start)]
    return Passage(
        page_number=None,
        language=first.transcript.language,
        segments=snippet.pairs,
        is_cut_before=snippet.is_cut_before,
        is_cut_after=snippet.is_cut_after,
        hit=snippet.first_hit + 1,
        hit_count=len(spans),
        boxes=(),
        score=score,
        transcript_id=unit.transcript_id,
        start_ms=first.start_ms if first.transcript.is_timed else None,
    )


class Joined:
    """Passages as one text, so that a phrase may reach from one to the next."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        texts = [" ".join(cue.text.split()) for cue in cues]
        self.text = " ".join(texts)
        self.starts: list[int] = []
        at = 0
        for text in texts:
            self.starts.append(at)
            at += len(text) + 1

    def place_of(self, character: int) -> int:
        """Return the place of the passage in which a character stands, from 0."""
        return bisect_right(self.starts, character) - 1


@dataclass(frozen=True, slots=True)
class MarkedCue:
    """A passage with what was looked for marked in it."""

    cue: Cue
    segments: Segments

    @property
    def is_hit(self) -> bool:
        """Say whether anything in it was looked for."""
        return any(is_hit for _text, is_hit in self.segments)


def marked_cues(cues: Sequence[Cue], matcher: Matcher | None) -> tuple[list[MarkedCue], int]:
    """Return all passages, found words marked, and how many places were found."""
    joined = Joined(cues)
    spans = matcher.text(joined.text) if matcher is not None and not matcher.is_empty else []
    by_cue: dict[int, list[TextSpan]] = {}
    for span in spans:
        for place in range(joined.place_of(span.start), joined.place_of(span.end - 1) + 1):
            by_cue.setdefault(place, []).append(span)
    return [MarkedCue(cue, _segments(joined, place, by_cue.get(place, ()))) for place, cue in enumerate(cues)], len(
        spans
    )


def _segments(joined: Joined, place: int, spans: Sequence[TextSpan]) -> Segments:
    start = joined.starts[place]
    end = joined.starts[place + 1] - 1 if place + 1 < len(joined.starts) else len(joined.text)
    found: list[tuple[str, bool]] = []
    at = start
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        found += [(joined.text[at:first], False), (joined.text[first:last], True)]
        at = last
    return tuple((text, is_hit) for text, is_hit in [*found, (joined.text[at:end], False)] if text)
