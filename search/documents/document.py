"""Project what only a document says; its pages are units of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.models import Record


class DocumentProjection:
    """The form of the document."""

    slug = "document"

    def facts(self, record: Record) -> list[str]:
        """Return the form (typescript, letter, order)."""
        own = getattr(record, "document_facts", None)
        return [own.form] if own else []
