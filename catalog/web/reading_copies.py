"""Hand out the PDF made of an office file, a text or a mail, under the rule of downloads."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from archive.choices import AssetKind
from archive.models import Document
from catalog.access import audience_of
from catalog.delivery import may_take_any
from catalog.web.asked_language import in_asked_language
from catalog.web.bytes import StoredFile, send_stored
from catalog.web.door import open_asset, stem_of
from catalog.web.taking import take_whole
from catalog.web.throttle import throttled

MOST_A_MINUTE = 60


@require_http_methods(["GET", "HEAD", "POST"])
@throttled("document-copy", limit=MOST_A_MINUTE)
@in_asked_language
def document_copy(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Send the copy to who may take the file, asked what for and counted as with any other.

    The open copy of a locked file is never handed out.
    """
    asset = open_asset(request, AssetKind.DOCUMENT, uid)
    if not isinstance(asset, Document) or not asset.has_open_copy:
        raise Http404
    if not may_take_any(audience_of(request.user), asset):
        raise Http404
    etag = PurePosixPath(asset.copy_name).stem
    name = f"{stem_of(asset)}.pdf"
    stored = StoredFile(asset.copy_name, "application/pdf", etag, name, "download" in request.GET)
    return take_whole(request, asset, lambda: send_stored(request, stored))
