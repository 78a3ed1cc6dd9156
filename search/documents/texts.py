"""Analyze the texts of a record into the forms that an index document takes."""

from __future__ import annotations

from collections.abc import Iterable

from search.analysis import FieldForms
from search.indices import analyzer

Said = tuple[str, str]
"""A text and the BCP 47 tag of its language, "" where it is not known."""


def field_of(texts: Iterable[Said]) -> FieldForms:
    """Return the forms of several values of one field, each value once."""
    said = dict.fromkeys((" ".join(text.split()), language) for text, language in texts if text.strip())
    return FieldForms.join(analyzer().field(text, (language,) if language else ()) for text, language in said)


def run_of(pages: Iterable[FieldForms]) -> FieldForms:
    """Return the pages of a text as one run: a phrase may reach from one page to the next."""
    full = [page for page in pages if page]
    return FieldForms(
        " ".join(page.exact for page in full),
        " ".join(page.script for page in full),
        " ".join(page.stem for page in full),
    )
