"""Lay the words of a page out as paragraphs of lines, found words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.extract.words import WordTable
from search.matching import WordSpan

Segment = tuple[str, bool]


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its lines as pieces of text; ``current`` where the found place of the moment stands in it."""

    lang: str
    lines: list[list[Segment]] = field(default_factory=list)
    current: bool = False


def paragraphs(words: WordTable, spans: Sequence[WordSpan], *, current: int, lang: str) -> list[Paragraph]:
    """Return the text as printed; a left-out line number opens a paragraph. ``current`` counts from 1; 0 is none."""
    found = {index: place for place, span in enumerate(spans, start=1) for index in range(span.first, span.last + 1)}
    made: list[Paragraph] = []
    last: int | None = None
    previous = 0
    for index, (text, line) in enumerate(zip(words.texts, words.line.tolist(), strict=True)):
        if last is None or line not in {last, last + 1}:
            made.append(Paragraph(lang))
        if last is None or line != last or not made[-1].lines:
            made[-1].lines.append([])
            previous = 0
        place = found.get(index, 0)
        _add(made[-1].lines[-1], text, place, previous)
        made[-1].current = made[-1].current or (place > 0 and place == current)
        last, previous = line, place
    return made


def _add(line: list[Segment], text: str, place: int, previous: int) -> None:
    """Append a word; words of one hit share a mark, words of none share a piece."""
    is_hit = place > 0
    if line and line[-1][1] == is_hit and place == previous:
        line[-1] = (f"{line[-1][0]} {text}", is_hit)
        return
    if line:
        if line[-1][1]:
            text, gap = (f" {text}", "") if not is_hit else (text, " ")
            if gap:
                line.append((gap, False))
        else:
            line[-1] = (f"{line[-1][0]} ", False)
    line.append((text, is_hit))
