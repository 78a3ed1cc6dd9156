"""Ask for any of the words where nothing has all of them: what a question in whole sentences needs."""

from __future__ import annotations

from dataclasses import replace

from search.query.reading import Part, PartKind, Reading
from search.query.syntax import And, Dates, Note, NoteCode, Or, Quoted, Syntax, Word

FEWEST_WORDS = 4
"""With fewer words a person rather wants to know that nothing has them all."""


def any_words(reading: Reading) -> Reading | None:
    """Return the query read as any of its words, said in a note; None for a short one or one with operators."""
    syntax = reading.syntax
    if not isinstance(syntax, And) or not all(_is_plain(part) for part in syntax.parts):
        return None
    parts = tuple(each for part in syntax.parts for each in _words(part, reading.query))
    is_question = reading.query.rstrip().endswith("?")
    if sum(isinstance(part, Word) for part in parts) < (2 if is_question else FEWEST_WORDS):
        return None
    note = Note(NoteCode.ANY_WORDS, reading.query)
    told = tuple(_as_word(part) if part.kind is PartKind.DATES else part for part in reading.parts)
    return replace(reading, syntax=Or(syntax.span, parts), parts=told, any_part=True, notes=(*reading.notes, note))


def _is_plain(part: Syntax) -> bool:
    return isinstance(part, Dates) or (isinstance(part, Word | Quoted) and not part.field)


def _as_word(part: Part) -> Part:
    return replace(part, kind=PartKind.WORD, words=(part.typed,), edtf="")


def _words(part: Syntax, query: str) -> tuple[Syntax, ...]:
    """Return a word, or a phrase with its words: one of them is worth something too.

    A time ("in the 1970s") is what the text says, too: any record of that time would be no answer.
    """
    if isinstance(part, Dates):
        return (Word(part.span, query[part.span.start : part.span.end]),)
    if not isinstance(part, Quoted):
        return (part,)
    return (part, *(Word(part.span, word, is_exact=part.is_exact) for word in part.text.split()))
