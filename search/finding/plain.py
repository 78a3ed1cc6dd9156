"""Say an answer in plain values (JSON) and in plain lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.extract.transcripts import clock
from catalog.kinds.registry import room_of
from search.finding.notes import sentence
from search.finding.types import Answer, Found, Passage


def as_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain values; boxes are fractions of the upright page image."""
    return {
        "query": answer.question.text,
        "read_as": [
            {"kind": part.kind.value, "typed": part.typed, "also": list(part.also), "field": part.field}
            for part in answer.reading.parts
        ],
        "names": [
            {"typed": each.typed, "also": [label.text for label in each.labels]} for each in answer.reading.meant
        ],
        "any_part": answer.reading.any_part,
        "notes": [sentence(note) for note in answer.reading.notes],
        "engine_away": answer.engine_away,
        "sort": answer.sort.value,
        "total": answer.total,
        "pages_found": answer.pages_found,
        "facets": {
            facet.name: [{"value": each.value, "label": each.label, "count": each.count} for each in facet.values]
            for facet in answer.facets
        },
        "years": [list(each) for each in answer.years],
        "hits": [_hit(found) for found in answer.hits],
        "did_you_mean": [{"query": each.text, "count": each.count} for each in answer.mended],
        "looser": [{"query": each.text, "count": each.count} for each in answer.loosened],
    }


def _hit(found: Found) -> dict[str, Any]:
    return {
        "record": found.record.pid,
        "title": str(found.record),
        "kind": found.record.kind,
        "score": round(found.score, 4),
        "units": [_unit(passage) for passage in found.passages],
        "more_units": found.more_pages,
    }


def _unit(passage: Passage) -> dict[str, Any]:
    return {
        "page": passage.page_number,
        "second": passage.start_ms / 1000 if passage.start_ms is not None else None,
        "hits": passage.hit_count,
        "snippet": _text(passage),
        "marked": [list(segment) for segment in passage.segments],
        "boxes": [[round(part, 5) for part in box] for box in passage.boxes],
    }


def _text(passage: Passage, opening: str = "", closing: str = "") -> str:
    inside = "".join(f"{opening}{text}{closing}" if is_hit else text for text, is_hit in passage.segments)
    return f"{'… ' if passage.is_cut_before else ''}{inside.strip()}{' …' if passage.is_cut_after else ''}"


def as_lines(answer: Answer) -> Iterator[str]:
    """Yield an answer as a person reads it in a terminal."""
    if answer.engine_away:
        yield "The search engine is away: titles only, from the database."
    parts = [_part(part.typed, part.also) for part in answer.reading.parts]
    if parts:
        yield f"Read as: {(' or ' if answer.reading.any_part else ' and ').join(parts)}"
    for note in answer.reading.notes:
        yield f"Note: {sentence(note)}"
    pages = f", on {answer.pages_found} pages" if answer.pages_found else ""
    yield f"{answer.total} records{pages}"
    for facet in answer.facets:
        yield f"  {facet.name}: {', '.join(f'{each.label} {each.count}' for each in facet.values)}"
    for number, found in enumerate(answer.hits, start=1):
        yield f"{number}. {found.record}  [{room_of(found.record.kind).label}, {found.record.pid}]"
        for passage in found.passages:
            yield f"     {_place(passage)}: {_text(passage, '[', ']')}"
        if found.more_pages:
            yield f"     and {found.more_pages} more"
    for offer in answer.mended:
        yield f"  Did you mean {offer.text}? It finds {offer.count}"
    for each in answer.loosened:
        yield f"  {each.text or '(everything)'} would find {each.count}"


def _place(passage: Passage) -> str:
    if passage.start_ms is not None:
        return f"at {clock(passage.start_ms)[:8]}"
    if passage.transcript_id is not None:
        return "transcript"
    return f"p. {passage.page_number}" if passage.page_number else "description"


def _part(typed: str, also: tuple[str, ...]) -> str:
    return f"{typed} (also {', '.join(also)})" if also else typed
