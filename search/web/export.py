"""Download all that a search finds, as CSV or JSON."""

from __future__ import annotations

from itertools import chain

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from catalog.access import audience_of
from catalog.web.throttle import throttled
from search.engines.errors import EngineError
from search.exports.shapes import MEDIA_TYPES, Shape, written
from search.exports.walk import Export, batches_of
from search.web.state import SearchState, read_state

LIMIT = 10
WINDOW_SECONDS = 600
"""An export may keep a thread busy for minutes, so an address has ten in ten minutes; the logged-in are not counted."""

LONGEST_NAME = 60


@require_safe
@throttled("export", limit=LIMIT, window_seconds=WINDOW_SECONDS)
def export(request: HttpRequest) -> HttpResponseBase:
    """Stream everything found; without the engine say so instead of sending an empty file."""
    state = read_state(request.GET)
    shape = Shape.JSON if request.GET.get("format") == Shape.JSON else Shape.CSV
    base = request.build_absolute_uri("/").rstrip("/")
    batches = batches_of(Export(state.question(), audience_of(request.user), get_language() or "uz", base))
    try:
        # The first batch shows whether there is an engine, while the answer can still be another.
        first = list(next(batches, []))
    except EngineError:
        away: HttpResponse = render(request, "search/export_away.html", {"back_url": state.url()}, status=503)
        away["Retry-After"] = "60"
        return away
    response = StreamingHttpResponse(written(chain([first], batches), shape), content_type=MEDIA_TYPES[shape])
    response["Content-Disposition"] = content_disposition_header(True, file_name(state, shape))
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_cache_control(response, private=True, no_store=True)
    return response


def file_name(state: SearchState, shape: Shape) -> str:
    """Return the name of the download: the query and the day."""
    said = slugify(state.query, allow_unicode=True)[:LONGEST_NAME].strip("-") or "search"
    return f"{said}-{timezone.localdate().isoformat()}.{shape}"
