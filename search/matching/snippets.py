"""Cut the passages around hits out of a page or a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.matching.edges import core_of
from search.matching.matcher import TextSpan, WordSpan

WORDS_AROUND = 12
MOST_PASSAGES = 2
_CHARACTERS_AROUND = 90


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a passage; ``is_hit`` marks what the query found."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """One passage in pieces; ``is_cut_before`` and ``is_cut_after`` say where the text goes on.

    ``first_hit`` counts from 0 which of all hits of the page or text is the first one shown.
    """

    segments: tuple[Segment, ...]
    is_cut_before: bool
    is_cut_after: bool
    first_hit: int = 0

    @property
    def text(self) -> str:
        return "".join([segment.text for segment in self.segments])

    @property
    def pairs(self) -> tuple[tuple[str, bool], ...]:
        """Return each piece as its text and whether it was found."""
        return tuple((segment.text, segment.is_hit) for segment in self.segments)


def word_snippets(
    words: Sequence[str], spans: Sequence[WordSpan], *, around: int = WORDS_AROUND, limit: int = MOST_PASSAGES
) -> list[Snippet]:
    """Return the passages with most hits, in reading order, ``around`` words on each side; none without hits."""
    hits = [(span.first, span.last + 1) for span in spans]
    windows = _windows(hits, around, len(words), limit)
    return [_snippet(words, (start, end), inside, " ", hits.index(inside[0])) for start, end, inside in windows]


def text_snippets(
    text: str, spans: Sequence[TextSpan], *, around: int = _CHARACTERS_AROUND, limit: int = MOST_PASSAGES
) -> list[Snippet]:
    """Return the passages of a text with most hits, cut between words, about ``around`` characters on each side."""
    hits = [(span.start, span.end) for span in spans]
    windows = _windows(hits, around, len(text), limit)
    found = []
    for start, end, inside in windows:
        start_, end_ = _at_blank(text, start, inside[0][0]), _at_blank_after(text, end, inside[-1][1])
        found.append(_snippet(text, (start_, end_), inside, "", hits.index(inside[0])))
    return found


def marked(text: str, spans: Sequence[TextSpan]) -> tuple[Segment, ...]:
    """Return a whole text in pieces, hits marked: for titles."""
    return _segments(text, 0, len(text), [(span.start, span.end) for span in spans], "")


Window = tuple[int, int, list[tuple[int, int]]]


def _windows(hits: list[tuple[int, int]], around: int, length: int, limit: int) -> list[Window]:
    """Group hits that lie close, take the fullest groups, widen each on both sides."""
    groups: list[list[tuple[int, int]]] = []
    for hit in hits:
        if groups and hit[1] - groups[-1][0][0] <= 2 * around:
            groups[-1].append(hit)
        else:
            groups.append([hit])
    best = sorted(sorted(groups, key=lambda group: -len(group))[:limit], key=lambda group: group[0])
    windows = []
    for group in best:
        spare = max(2 * around - (group[-1][1] - group[0][0]), around)
        before = spare // 2
        start = max(0, group[0][0] - before)
        end = min(length, group[-1][1] + spare - min(before, group[0][0]))
        windows.append((start, end, group))
    return _apart(windows)


def _apart(windows: list[Window]) -> list[Window]:
    """Join windows that run into each other."""
    joined: list[Window] = []
    for start, end, hits in windows:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end, joined[-1][2] + hits)
        else:
            joined.append((start, end, hits))
    return joined


def _snippet(
    source: Sequence[str], window: tuple[int, int], hits: list[tuple[int, int]], glue: str, first_hit: int
) -> Snippet:
    start, end = window
    return Snippet(_segments(source, start, end, hits, glue), start > 0, end < len(source), first_hit)


def _segments(
    source: Sequence[str], start: int, end: int, hits: list[tuple[int, int]], glue: str
) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    at = start
    for first, last in hits:
        if first > at:
            segments.append(Segment(glue.join(source[at:first]) + glue, False))
        segments.extend(_bare(glue.join(source[first:last])))
        if glue and last < end:
            segments.append(Segment(glue, False))
        at = last
    if at < end:
        segments.append(Segment(glue.join(source[at:end]), False))
    return _merged(segments)


def _bare(hit: str) -> Iterator[Segment]:
    """Yield a hit with the signs at its edges left unmarked: the comma after a word was not looked for."""
    start, end = core_of(hit)
    for text, is_hit in ((hit[:start], False), (hit[start:end], True), (hit[end:], False)):
        if text:
            yield Segment(text, is_hit)


def _merged(segments: list[Segment]) -> tuple[Segment, ...]:
    kept: list[Segment] = []
    for segment in segments:
        if kept and not segment.is_hit and not kept[-1].is_hit:
            kept[-1] = Segment(kept[-1].text + segment.text, False)
        else:
            kept.append(segment)
    return tuple(kept)


def _at_blank(text: str, index: int, latest: int) -> int:
    """Move a cut to the right, to the start of a word."""
    if index <= 0:
        return 0
    blank = text.find(" ", index - 1, latest)
    return index if blank < 0 else blank + 1


def _at_blank_after(text: str, index: int, earliest: int) -> int:
    """Move a cut to the left, to the end of a word."""
    if index >= len(text):
        return len(text)
    blank = text.rfind(" ", earliest, index + 1)
    return index if blank < 0 else blank
