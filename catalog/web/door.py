"""Hand out bytes: the one place that serves images of photos and pages, words and text, after asking access."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from archive.choices import AssetKind
from archive.extract.words import unpack
from archive.models import Asset, Page, PhotoRendition
from archive.renditions import PAGE_SIZES, PHOTO_SIZES, photo_filter
from catalog.access import audience_of
from catalog.queries import asset_by_uid, may_see_asset
from catalog.web.bytes import StoredFile, send_stored

JPEG = "image/jpeg"


def open_asset(request: HttpRequest, kind: str, uid: UUID) -> Asset:
    """Return the asset if the visitor may have it; hidden and absent look the same from outside."""
    asset = asset_by_uid(kind, uid)
    if asset is None or not may_see_asset(audience_of(request.user), asset):
        raise Http404
    return asset


@require_safe
def photo_image(request: HttpRequest, uid: UUID, size: str) -> HttpResponseBase:
    """Send a photo in one of the named sizes, made ahead by a task."""
    asset = open_asset(request, AssetKind.PHOTO, uid)
    if size not in PHOTO_SIZES:
        raise Http404
    made = PhotoRendition.objects.filter(image=asset.pk, filter_spec=photo_filter(size)).first()
    if made is None:
        raise Http404
    return _send_image(request, made.file.name, f"{asset.uid.hex}-{size}-{made.pk}", stem_of(asset), size)


@require_safe
def page_image(request: HttpRequest, uid: UUID, number: int, size: str) -> HttpResponseBase:
    """Send the upright image of a page in one of the named sizes."""
    page = open_page(request, uid, number)
    if size not in PAGE_SIZES:
        raise Http404
    etag = f"{uid.hex}-{number}-{size}-{_stamp(page)}"
    return _send_image(request, page.image_name(size), etag, f"{stem_of(page.document)}-{number}", size)


def open_page(request: HttpRequest, uid: UUID, number: int) -> Page:
    """Return a page of a document if the visitor may have it."""
    asset = open_asset(request, AssetKind.DOCUMENT, uid)
    page = Page.objects.select_related("document").defer("raw_text").filter(document=asset.pk, number=number).first()
    if page is None:
        raise Http404
    return page


def _stamp(page: Page) -> str:
    return f"{page.read_at.timestamp():.3f}" if page.read_at else "0"


def stem_of(asset: Asset) -> str:
    """Return the name of a file without its ending, for what is made of it."""
    return PurePosixPath(asset.original_name).stem or asset.uid.hex


def _send_image(request: HttpRequest, name: str, etag: str, stem: str, size: str) -> HttpResponseBase:
    return send_stored(request, StoredFile(name, JPEG, etag, f"{stem}-{size}.jpg", "download" in request.GET))


@require_safe
def page_words(request: HttpRequest, uid: UUID, number: int) -> HttpResponseBase:
    """Send the words of a page: ``[text, x, y, w, h, line]`` each, boxes as fractions of the upright image."""
    page = open_page(request, uid, number)
    etag = quote_etag(f"{uid.hex}-{number}-words-{page.edition}")
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is None:
        words = unpack(bytes(page.words)).words() if page.words else iter(())
        rows = [
            [word.text, *(round(part, 5) for part in (word.x, word.y, word.w, word.h)), word.line] for word in words
        ]
        response = JsonResponse({"page": number, "width": page.width_px, "height": page.height_px, "words": rows})
    response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
def page_text(request: HttpRequest, uid: UUID, number: int) -> HttpResponseBase:
    """Send the text of a page as plain text."""
    page = open_page(request, uid, number)
    response = HttpResponse(page.text, content_type="text/plain; charset=utf-8")
    patch_cache_control(response, private=True, no_cache=True)
    return response
