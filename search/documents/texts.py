"""Analyze the texts of a record into the forms that an index document takes."""

from __future__ import annotations

from collections.abc import Iterable

from search.analysis import FieldForms
from search.indices import analyzer

Said = tuple[str, str]
"""A text and the BCP 47 tag of its language, "" where it is not known."""

BREAK = " ¶ "
"""Stands between values of one field, so that no phrase reaches from one into the next."""


def field_of(texts: Iterable[Said]) -> FieldForms:
    """Return the forms of several values of one field, each value once."""
    said = dict.fromkeys((" ".join(text.split()), language) for text, language in texts if text.strip())
    return joined([analyzer().field(text, (language,) if language else ()) for text, language in said])


def joined(fields: Iterable[FieldForms], between: str = BREAK) -> FieldForms:
    """Return several analyzed texts as one."""
    full = [field for field in fields if field]
    if len(full) < 2:
        return full[0] if full else FieldForms()
    return FieldForms(
        between.join(field.exact for field in full),
        between.join(field.script for field in full),
        " ".join(field.stem for field in full),
    )


def sort_key_of(title: str) -> str:
    """Return the key by which titles of all scripts stand in one order: their words in Latin letters."""
    return " ".join(token.forms.script for token in analyzer().tokens(title[:200]))[:120]
