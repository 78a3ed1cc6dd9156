"""Print what was read of an asset."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.choices import PageState
from archive.models import Document, Page
from catalog.models import Record
from catalog.vocabulary.identifiers import PidNotValid, normalize_pid


class Command(BaseCommand):
    """Print the text of a document's pages in order."""

    help = "Print the text that was read of an asset."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "asset", metavar="ASSET", help="number or opaque id of a document, or a record's permanent id"
        )
        parser.add_argument("--page", type=int, metavar="N", help="only this page")
        parser.add_argument("--raw", action="store_true", help="as the reader gave it, before normalization")
        parser.add_argument("--json", action="store_true", help="one JSON line per page, with how it was read")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the pages; a page that is not read yet says so on standard error."""
        documents = _documents(options["asset"])
        pages = Page.objects.filter(document__in=documents).defer("words").order_by("document_id", "number")
        if options["page"] is not None:
            pages = pages.filter(number=options["page"])
            if not pages.exists():
                raise CommandError(f"--page: there is no page {options['page']}.")
        for page in pages.iterator(chunk_size=50):
            self._print(page, options)

    def _print(self, page: Page, options: dict[str, Any]) -> None:
        text = page.raw_text if options["raw"] else page.text
        if options["json"]:
            names = (
                "number",
                "state",
                "source",
                "script",
                "spelling",
                "languages",
                "quality_pct",
                "rotation_deg",
            )
            said = {name: getattr(page, name) for name in names}
            said |= {"reason": page.reason.sentence, "reason_code": page.reason.code}
            self.stdout.write(json.dumps({**said, "models": page.models_used, "text": text}, ensure_ascii=False))
            return
        if page.state != PageState.READY:
            self.stderr.write(f"Page {page.number}: {page.get_state_display()}. {page.reason.sentence}".strip())
            return
        self.stdout.write(text)
        if options["page"] is None:
            self.stdout.write("\f", ending="")


def _documents(name: str) -> list[Document]:
    """Return the documents an asset number, an opaque id or a record's permanent id stands for."""
    if name.isdigit() and (found := list(Document.objects.filter(pk=int(name)))):
        return found
    if len(name.replace("-", "")) == 32 and (found := list(Document.objects.filter(uid=name))):
        return found
    try:
        record = Record.objects.filter(pid=normalize_pid(name)).first()
    except PidNotValid:
        record = None
    if record is None:
        raise CommandError(f"There is no document {name!r}: give its number, its opaque id or a record's permanent id.")
    rows = record.record_assets.select_related("document").order_by("sort_order")
    return [row.document for row in rows if row.document]
