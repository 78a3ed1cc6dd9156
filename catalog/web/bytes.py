"""Send a stored file: entity tags, byte ranges, types and names as HTTP wants them (RFC 9110, 6266)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

from archive.storage import private_storage

INLINE_TYPES = frozenset(
    {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "application/pdf", "text/plain; charset=utf-8",
     "application/json", "audio/mpeg", "audio/mp4", "audio/aac", "audio/ogg", "audio/flac", "audio/wav", "audio/webm",
     "video/mp4", "video/webm", "video/ogg"}
)  # fmt: skip
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Name a stored file and how it is handed out; ``etag`` changes whenever its bytes do."""

    name: str
    media_type: str
    etag: str
    download_name: str
    as_download: bool = False


def send_stored(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Return the file, the asked range of it, or 304 where the client has it already; raises Http404 if it is gone."""
    etag = quote_etag(stored.etag)
    unchanged = get_conditional_response(request, etag=etag)
    return _with_headers(unchanged or _body(request, stored, etag), stored, etag)


def _body(request: HttpRequest, stored: StoredFile, etag: str) -> HttpResponseBase:
    storage = private_storage()
    try:
        size = storage.size(stored.name)
    except FileNotFoundError as error:
        raise Http404 from error
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        asked = ""
    span = _span(asked, size)
    if span is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = span
    partial = (start, end) != (0, size - 1) or bool(_RANGE.match(asked))
    body = storage.stretch(stored.name, start, end)
    response = StreamingHttpResponse(body, status=206 if partial and size else 200)
    response["Content-Length"] = str(max(0, end - start + 1))
    if partial and size:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    return response


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte; the whole file for no range or one we do not serve; None if it lies outside."""
    match = _RANGE.match(asked)
    if not match or match.group() == "bytes=-":
        return 0, size - 1
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else None
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    return (start, end) if start <= end and start < size else None


def _with_headers(response: HttpResponseBase, stored: StoredFile, etag: str) -> HttpResponseBase:
    inline = stored.media_type in INLINE_TYPES and not stored.as_download
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    # Access may change at any moment, so every use asks again; the entity tag makes that cheap.
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if not inline:
        # Whatever a browser makes of it all the same, it is nobody's page and may do nothing.
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if response.status_code in {200, 206}:
        response["Content-Type"] = stored.media_type
        disposition = content_disposition_header(not inline, stored.download_name)
        if disposition:
            response["Content-Disposition"] = disposition
    return response
