"""Say in words what of a query was not understood, and what was searched instead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from search.query import Note, NoteCode

_SENTENCES = {
    NoteCode.TOO_LONG: _("The query is too long; the end from “%(typed)s” on was left out."),
    NoteCode.TOO_MANY_WORDS: _("The query has too many words; those from “%(typed)s” on were left out."),
    NoteCode.TOO_DEEP: _("Parentheses are nested too deep; the innermost were left out."),
    NoteCode.UNCLOSED_QUOTE: _("A quotation mark has no partner: the words after it were searched one by one."),
    NoteCode.UNCLOSED_PARENTHESIS: _("A parenthesis is not closed; it was read as closed at the end."),
    NoteCode.STRAY_PARENTHESIS: _("A closing parenthesis has no partner and was left out."),
    NoteCode.DANGLING_OPERATOR: _("“%(typed)s” stands alone, with nothing to join, and was left out."),
    NoteCode.SHORT_PREFIX: _("“%(typed)s” is too short for a word beginning; “%(searched)s” was searched as a word."),
    NoteCode.WILDCARD_INSIDE: _("A star may only end a word: for “%(typed)s” the words “%(searched)s” were searched."),
    NoteCode.UNKNOWN_YEARS: _("“%(typed)s” was not understood as years; “%(searched)s” was searched as a word."),
    NoteCode.NO_WORDS: _("“%(typed)s” has no word that could be searched, so everything is shown."),
}
_PLAIN = _("“%(typed)s” was not understood.")


def sentence(note: Note) -> str:
    """Return the sentence for a note in the reader's language."""
    message = str(_SENTENCES.get(note.code, _PLAIN))
    return message % {"typed": note.typed, "searched": note.searched}
