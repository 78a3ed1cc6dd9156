"""Show and fill what only a document knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from archive.models import Document
from catalog.kinds.document.models import DocumentFacts
from catalog.kinds.room import Fact

if TYPE_CHECKING:
    from archive.models import Asset
    from catalog.models import Record


class DocumentRoom:
    """Letters, orders, reports, registers: things with pages."""

    slug = "document"
    icon = "file-text"
    template = "catalog/document.html"
    facts_model = DocumentFacts
    label = _("Document")
    plural = _("Documents")

    def facts(self, record: Record) -> list[Fact]:
        """Return form and extent."""
        own = getattr(record, "document_facts", None)
        if own is None:
            return []
        found = [Fact(gettext("Form"), own.form)] if own.form else []
        return [*found, Fact(gettext("Extent"), self.extent(record))] if own.page_count else found

    def extent(self, record: Record) -> str:
        """Return the number of pages in words."""
        own = getattr(record, "document_facts", None)
        if own is None or not own.page_count:
            return ""
        return ngettext("%(count)s page", "%(count)s pages", own.page_count) % {"count": own.page_count}

    def fill(self, record: Record, asset: Asset) -> None:
        """Take the number of pages of all documents of the record."""
        rows = record.record_assets.filter(document__isnull=False).values_list("document_id", flat=True)
        total = sum(Document.objects.filter(pk__in=list(rows)).values_list("page_count", flat=True))
        DocumentFacts.objects.update_or_create(record=record, defaults={"page_count": total})

    def panels(self) -> list[Any]:
        """Return the form; the number of pages is counted, not typed."""
        return [FieldPanel("form")]
