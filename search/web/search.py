"""Answer the search page: read the address, ask once, render."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from catalog.access import audience_of
from catalog.queries import hidden_assets
from catalog.web.throttle import throttled
from search.finding.find import find
from search.finding.popular import is_plain
from search.operations.note_query import note_query
from search.web.results import results_of
from search.web.state import SearchState, read_state

A_MINUTE = 120
"""Searches a minute from one address before the site asks for patience; people who are logged in are not counted."""


@require_safe
@throttled("search", limit=A_MINUTE)
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found; for htmx only the part that changes."""
    state = read_state(request.GET)
    audience = audience_of(request.user)
    answer = find(state.question(), audience)
    if is_plain(answer, audience):
        note_query(text=state.query, asker=str(request.META.get("REMOTE_ADDR", "")))
    hidden = hidden_assets([found.record for found in answer.hits], audience)
    is_part = bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    template = "search/_results.html" if is_part else "search/results.html"
    canonical = request.build_absolute_uri(reverse("search"))
    response = render(request, template, {"results": results_of(answer, state, hidden), "canonical_url": canonical})
    # Narrowed lists are endless combinations of what stands elsewhere; only the bare page leads on to records.
    response["X-Robots-Tag"] = "noindex" if state == SearchState() else "noindex, nofollow"
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    patch_cache_control(response, private=True, no_cache=True)
    return response
