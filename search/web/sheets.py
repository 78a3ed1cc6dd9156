"""Count through the pages of a record, which may have several documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from archive.models import Document


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the record: its document, its number there, and how many pages of the record stand before it."""

    document: Document
    number: int
    offset: int


def page_count(documents: Sequence[Document]) -> int:
    """Return the number of pages of all documents of a record."""
    return sum(document.page_count for document in documents)


def sheet_of(documents: Sequence[Document], page_number: int) -> Sheet | None:
    """Return the page of a record by its number there, None where it has none so far."""
    offset = 0
    for document in documents:
        if page_number <= offset + document.page_count:
            return Sheet(document, page_number - offset, offset)
        offset += document.page_count
    return None


def image_address(document: Document, number: int, size: str) -> str:
    """Return where the image of a page is."""
    return reverse("page-image", args=[document.uid, number, size])
