"""Make and read the ids of units: which page, window of a transcript or note of which record one is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageUnit:
    """A page of a document."""

    document_id: int
    number: int


@dataclass(frozen=True, slots=True)
class NoteUnit:
    """The description of a record in one content language."""

    language: str


@dataclass(frozen=True, slots=True)
class SpokenUnit:
    """A window of a transcript: its passages ``first`` to ``last``, counted from 1."""

    transcript_id: int
    first: int
    last: int


Unit = PageUnit | NoteUnit | SpokenUnit


def page_unit_id(record: str, document_id: int, number: int) -> str:
    """Return the id of a page's unit within a record's."""
    return f"{record}.p{document_id}.{number}"


def note_unit_id(record: str, language: str) -> str:
    """Return the id of a description's unit within a record's."""
    return f"{record}.n.{language}"


def spoken_unit_id(record: str, transcript_id: int, first: int, last: int) -> str:
    """Return the id of a window of a transcript within a record's."""
    return f"{record}.t{transcript_id}.{first}-{last}"


def unit_of(unit_id: str) -> Unit:
    """Return what a unit id names."""
    _record, kind, last = unit_id.split(".", 2)
    if kind == "n":
        return NoteUnit(last)
    if kind[0] == "t":
        first, _, final = last.partition("-")
        return SpokenUnit(int(kind[1:]), int(first), int(final))
    return PageUnit(int(kind[1:]), int(last))
