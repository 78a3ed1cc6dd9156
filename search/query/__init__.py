"""Read a query text into a tree that both engines compile and the matcher reads."""

from search.query.expand import Expansion, Spelling, expand, expand_loosely
from search.query.reading import Part, PartKind, Reading, Respell, read
from search.query.syntax import Note, NoteCode

__all__ = [
    "Expansion", "Note", "NoteCode", "Part", "PartKind", "Reading", "Respell", "Spelling", "expand",
    "expand_loosely", "read",
]  # fmt: skip
