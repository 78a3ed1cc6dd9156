"""Hand out files as they were deposited, and files by their stored names, under the rule of downloads."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from archive.choices import AssetKind
from archive.models import Asset, PhotoRendition
from catalog.access import audience_of
from catalog.delivery import may_have_deposited
from catalog.queries import asset_by_uid, may_see_asset
from catalog.web.asked_language import in_asked_language
from catalog.web.bytes import StoredFile, send_stored
from catalog.web.door import JPEG, open_asset
from catalog.web.taking import take_whole

UID_DIGITS = 32
"""An original that replaced another has more behind the id in its stored name."""
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@in_asked_language
def original(request: HttpRequest, kind: str, uid: UUID) -> HttpResponseBase:
    """Send an original as it was deposited to who may have that; ``?download`` asks for it as a file to keep."""
    asset = open_asset(request, kind, uid)
    if not may_have_deposited(audience_of(request.user), asset):
        raise Http404
    return _handed_out(request, asset)


@require_http_methods(METHODS)
@in_asked_language
def stored_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a file by its stored name, which is how Wagtail's own screens and templates ask for one."""
    parts = PurePosixPath(name).parts
    if len(parts) < 3 or ".." in parts:
        raise Http404
    audience = audience_of(request.user)
    if parts[0] == "originals":
        for kind in AssetKind.values:
            asset = asset_by_uid(kind, _uid(PurePosixPath(name).stem[:UID_DIGITS]))
            if asset is not None and asset.file.name == name and may_have_deposited(audience, asset):
                return _handed_out(request, asset)
    if parts[0] == "renditions":
        made = PhotoRendition.objects.select_related("image").filter(file=name).first()
        if made is not None and may_see_asset(audience, made.image):
            kind = "image/png" if name.endswith(".png") else "image/webp" if name.endswith(".webp") else JPEG
            return send_stored(
                request, StoredFile(name, kind, f"{made.image.uid.hex}-{made.pk}", PurePosixPath(name).name)
            )
    raise Http404


def _handed_out(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """Ask first and count where the file is taken; a recording that plays and what staff look at is not."""
    stored = StoredFile(
        name=asset.file.name,
        media_type=asset.media_type or "application/octet-stream",
        etag=asset.sha256 or asset.uid.hex,
        download_name=asset.original_name or PurePosixPath(asset.file.name).name,
        as_download="download" in request.GET,
    )
    is_looked_at = asset.kind == AssetKind.RECORDING or audience_of(request.user).sees_everything
    if is_looked_at and not stored.as_download and request.method != "POST":
        return send_stored(request, stored)
    return take_whole(request, asset, lambda: send_stored(request, stored))


def _uid(text: str) -> UUID:
    try:
        return UUID(hex=text)
    except ValueError as error:
        raise Http404 from error
