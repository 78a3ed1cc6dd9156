"""Hand out the prepared sizes of a file to programs: the copies of the download page, by the file alone."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_http_methods

from catalog.choices import CopyState
from catalog.delivery import sizes_for
from catalog.operations.ask_for_copy import ask_for_copy
from catalog.queries import records_of_asset
from catalog.web.asked_language import in_asked_language
from catalog.web.door import open_asset
from catalog.web.problems import problem
from catalog.web.taking import asked_first, hand_out, taking_of
from catalog.web.throttle import is_over_limit, seconds_left

A_MINUTE = 60
LIMIT = 60
RETRY_SECONDS = 3


@require_http_methods(["GET", "HEAD", "POST"])
@in_asked_language
def sized(request: HttpRequest, kind: str, uid: UUID, size: str) -> HttpResponseBase:
    """Send a size of a file to who may take it; while it is being prepared, say 202 and when to ask again.

    Where the record asks what for, a key says it in the query, and a person on the page that asks. Counted as any
    other download.
    """
    if _asks_too_often(request):
        return problem(429, headers={"Retry-After": str(seconds_left(A_MINUTE))})
    asset = open_asset(request, kind, uid)
    taking = taking_of(request, asset, size)
    if taking is None or size not in sizes_for(taking.audience, records_of_asset(asset.kind, asset.pk), asset.kind):
        raise Http404
    if (answer := asked_first(request, taking)) is not None:
        return answer
    copy = ask_for_copy(wish=taking.wish)
    if copy.state == CopyState.READY:
        return hand_out(request, taking, copy)
    if copy.state == CopyState.FAILED:
        return problem(500, str(copy.reason))
    response = JsonResponse({"state": "waiting"}, status=202, headers={"Retry-After": str(RETRY_SECONDS)})
    patch_vary_headers(response, ["Cookie"])
    patch_cache_control(response, private=True, no_store=True)
    return response


def _asks_too_often(request: HttpRequest) -> bool:
    """Count a key with its other requests, an address with its other downloads; people logged in are not counted."""
    key = getattr(request, "api_key", None)
    if key is not None:
        most: int = settings.FONDS_API_KEY_MINUTE
        return is_over_limit("api", request, limit=most, window_seconds=A_MINUTE, who=f"key-{key.pk}")
    if request.user.is_authenticated:
        return False
    return is_over_limit("download", request, limit=LIMIT, window_seconds=A_MINUTE)
