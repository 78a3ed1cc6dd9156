"""Make and read the ids of units: which page or note of which record one is."""

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


Unit = PageUnit | NoteUnit


def page_unit_id(record: str, document_id: int, number: int) -> str:
    """Return the id of a page's unit within a record's."""
    return f"{record}.p{document_id}.{number}"


def note_unit_id(record: str, language: str) -> str:
    """Return the id of a description's unit within a record's."""
    return f"{record}.n.{language}"


def unit_of(unit_id: str) -> Unit:
    """Return what a unit id names."""
    _record, kind, last = unit_id.split(".", 2)
    return NoteUnit(last) if kind == "n" else PageUnit(int(kind[1:]), int(last))
