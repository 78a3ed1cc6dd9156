"""Show and fill what only a document knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from archive.models import Document
from catalog.kinds.document.models import DocumentFacts
from catalog.kinds.room import Fact
from catalog.models.facts import keep_facts

if TYPE_CHECKING:
    from archive.models import Asset
    from catalog.models import Record


def mail_facts(document: Document) -> list[Fact]:
    """Return what the heading of a mail says, nothing for other documents."""
    said = document.technical.get("mail") or {}
    names = {"from": gettext("From"), "to": gettext("To"), "cc": gettext("Copies to"), "date": gettext("Sent")}
    found = [Fact(label, said[name]) for name, label in names.items() if said.get(name)]
    attached = ", ".join(said.get("attachments") or [])
    return [*found, Fact(gettext("Attachments"), attached)] if attached else found


class DocumentRoom:
    """Letters, orders, reports, registers: things with pages."""

    slug = "document"
    icon = "file-text"
    template = "catalog/document.html"
    facts_model = DocumentFacts
    label = _("Document")
    plural = _("Documents")

    def facts(self, record: Record) -> list[Fact]:
        """Return form and extent, and of a mail from whom to whom it went."""
        own = getattr(record, "document_facts", None)
        found = [Fact(gettext("Form"), own.form)] if own and own.form else []
        if own and own.page_count:
            found.append(Fact(gettext("Extent"), self.extent(record)))
        for row in record.record_assets.all():
            if row.document is not None:
                found += mail_facts(row.document)
        return found

    def extent(self, record: Record) -> str:
        """Return the number of pages in words."""
        own = getattr(record, "document_facts", None)
        if own is None or not own.page_count:
            return ""
        return ngettext("%(count)s page", "%(count)s pages", own.page_count) % {"count": own.page_count}

    def fill(self, record: Record, asset: Asset, said: Mapping[str, Any]) -> None:
        """Take the number of pages of all documents of the record."""
        rows = record.record_assets.filter(document__isnull=False).values_list("document_id", flat=True)
        total = sum(Document.objects.filter(pk__in=list(rows)).values_list("page_count", flat=True))
        keep_facts(DocumentFacts, record, {"page_count": total})

    def panels(self) -> list[Any]:
        """Return the form; the number of pages is counted, not typed."""
        return [FieldPanel("form")]
