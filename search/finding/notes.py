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
    NoteCode.NEAR_DISTANCE: _("“%(typed)s” gives no distance between 1 and 50 words; “%(searched)s” was searched."),
    NoteCode.NEAR_JOINS_WORDS: _("NEAR joins words and phrases only: for “%(typed)s”, “%(searched)s” was searched."),
    NoteCode.PATTERN_START: _("A word must begin with a letter: for “%(typed)s”, “%(searched)s” was searched."),
    NoteCode.PATTERN_SHORT: _(
        "“%(typed)s” names fewer than three letters, too few to search by; “%(searched)s” was searched."
    ),
    NoteCode.PATTERN_WIDE: _("“%(typed)s” is too long or has too many signs; “%(searched)s” was searched."),
    NoteCode.PATTERN_PARTS: _("* and ? work within one word: for “%(typed)s”, “%(searched)s” was searched."),
    NoteCode.SIMILAR_SHORT: _(
        "~ works on one word of three letters or more: for “%(typed)s”, “%(searched)s” was searched."
    ),
    NoteCode.SIMILAR_DISTANCE: _("“%(typed)s” would find too many words; “%(searched)s” was searched."),
    NoteCode.UNKNOWN_DATES: _("“%(typed)s” was not understood as dates; “%(searched)s” was searched as words."),
    NoteCode.UNKNOWN_FIELD: _("There is no field “%(typed)s”; “%(searched)s” was searched as it stands."),
    NoteCode.NO_WORDS: _("“%(typed)s” has no word that could be searched, so everything is shown."),
    NoteCode.ANY_WORDS: _("Nothing has all the words; what has most of them, and the rarest, stands first."),
}
_PLAIN = _("“%(typed)s” was not understood.")


def sentence(note: Note) -> str:
    """Return the sentence for a note in the reader's language."""
    message = str(_SENTENCES.get(note.code, _PLAIN))
    return message % {"typed": note.typed, "searched": note.searched}
