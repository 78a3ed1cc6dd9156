"""The text of a document is offered to those who may have it, as corrected, in four kinds of file."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import translation

from archive.choices import PageState
from archive.extract.correction import WholeText
from archive.extract.types import Word
from archive.extract.words import pack
from archive.models import Document, Page
from archive.operations.correct_page import correct_page
from catalog.models import RecordAsset
from tests.integration.catalog.conftest import MakeRecord
from tests.integration.catalog.test_door import body


def test_every_form_of_the_document_is_offered_and_holds_the_corrected_text(
    document: Document, make_record: MakeRecord, tie: Callable[..., RecordAsset]
) -> None:
    Page.objects.update(width_px=620, height_px=877)
    record = make_record(access="public")
    tie(record, document)
    words = [Word("иккинчи", 0.1, 0.1, 0.2, 0.02, 0, 95)]
    Page.objects.create(document=document, number=2, state=PageState.READY, words=pack(words), width_px=9, height_px=9)
    Document.objects.update(page_count=2)
    page = document.pages.get(number=1)
    correct_page(page_id=page.pk, edition=page.edition, change=WholeText("Тошкент"), user=None)
    with translation.override("en"):
        shown = Client().get(record.get_absolute_url()).content.decode()
    for form, ending in (("txt", ".txt"), ("hocr", ".hocr"), ("xml", ".alto.xml"), ("pdf", ".text.pdf")):
        address = reverse("document-text", args=[document.uid, form])
        # The one that may ask what for does so in the language of the page.
        assert f'href="{address}{"?lang=en" if form == "pdf" else ""}"' in shown
        response = Client().get(address)
        sent = body(response)
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Content-Disposition"].endswith(ending)
        assert response["Cache-Control"] == "private, no-cache"
        if form != "pdf":
            text = sent.decode()
            assert text.index("Тошкент") < text.index("иккинчи")
            assert "Термиз" not in text.replace("Термиз karvon", "")
        assert body(Client().head(address)) == b""
    assert f'href="{reverse("page-file", args=[document.uid, 1, "xml"])}"' in shown


def test_a_closed_document_offers_nothing(
    document: Document, make_record: MakeRecord, tie: Callable[..., RecordAsset], staff: Client
) -> None:
    open_record, closed = make_record(access="public"), make_record(access="staff")
    tie(open_record, document)
    tie(closed, document)
    address = reverse("document-text", args=[document.uid, "pdf"])
    assert address not in Client().get(open_record.get_absolute_url()).content.decode()
    assert address in staff.get(open_record.get_absolute_url()).content.decode()


def test_an_unknown_form_or_page_is_not_there(document: Document, staff: Client) -> None:
    assert staff.get(f"/assets/document/{document.uid}/text.docx").status_code == 404
    assert staff.get(f"/assets/document/{document.uid}/7/text.xml").status_code == 404
