"""Hand out the text of a page or of a whole document as a file: plain, hOCR, ALTO 4, or a PDF that can be searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from archive.choices import AssetKind
from archive.models import Asset, Page
from archive.queries import sheet_of, sheets_of
from archive.text_files import Sheet, Work, alto, hocr, pdf, plain
from catalog.access import audience_of
from catalog.delivery import may_take_any
from catalog.queries import records_of_asset
from catalog.web.asked_language import in_asked_language
from catalog.web.door import open_asset, open_page, stem_of
from catalog.web.taking import take_whole
from catalog.web.throttle import throttled

A_MINUTE = 120
WITH_IMAGES = "pdf"
"""The form that holds the images of all pages: a document to take away, under the rule of downloads."""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of text file: how it is written, its media type and how the file ends."""

    write: Callable[[Work, Iterable[Sheet]], Iterator[bytes]]
    media_type: str
    ending: str


FORMS = {
    "txt": Form(plain, "text/plain; charset=utf-8", ".txt"),
    "hocr": Form(hocr, "application/xhtml+xml; charset=utf-8", ".hocr"),
    "xml": Form(alto, "application/xml; charset=utf-8", ".alto.xml"),
    "pdf": Form(pdf, "application/pdf", ".text.pdf"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@throttled("document-text", limit=A_MINUTE)
@in_asked_language
def document_file(request: HttpRequest, uid: UUID, form: str) -> HttpResponseBase:
    """Send the text of a whole document, written page by page while it is sent.

    With the images of its pages it is the document itself: who takes it is asked what for, as for any other copy, and
    it is counted.
    """
    asset = open_asset(request, AssetKind.DOCUMENT, uid)
    sheets = sheets_of(Page.objects.filter(document=asset.pk))
    return _handed_out(request, asset, form, sheets, stem_of(asset))


@require_http_methods(["GET", "HEAD", "POST"])
@in_asked_language
def page_file(request: HttpRequest, uid: UUID, number: int, form: str) -> HttpResponseBase:
    """Send the text of one page; with its image under the same rule as all pages."""
    page = open_page(request, uid, number)
    return _handed_out(request, page.document, form, [sheet_of(page)], f"{stem_of(page.document)}-{number}")


def _handed_out(request: HttpRequest, asset: Asset, form: str, sheets: Iterable[Sheet], stem: str) -> HttpResponseBase:
    if form == WITH_IMAGES and not may_take_any(audience_of(request.user), asset):
        raise Http404
    if form == WITH_IMAGES:
        return take_whole(request, asset, lambda: _send(request, asset, form, sheets, stem))
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    return _send(request, asset, form, sheets, stem)


def _send(request: HttpRequest, asset: Asset, form: str, sheets: Iterable[Sheet], stem: str) -> HttpResponseBase:
    found = FORMS.get(form)
    if found is None:
        raise Http404
    body = found.write(_work(request, asset), sheets)
    response = StreamingHttpResponse(body if request.method == "GET" else (), content_type=found.media_type)
    response["Content-Disposition"] = content_disposition_header(True, stem + found.ending) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Vary"] = "Cookie"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _work(request: HttpRequest, asset: Asset) -> Work:
    """Say what the file is of; whoever may have the asset may see all its records."""
    record = records_of_asset(asset.kind, asset.pk).first()
    return Work(
        title=record.title_and_language()[0] if record else str(asset),
        file_name=asset.original_name or str(asset),
        address=request.build_absolute_uri(record.permalink_path) if record else "",
        program=str(settings.WAGTAIL_SITE_NAME),
        languages=asset.technical.get("languages") or (),
    )
