"""Show people the interface for programs: what it takes and answers, made from its OpenAPI document."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.web.problems import DETAILS, TITLES
from search.api.interface import openapi
from search.api.reference import operations_of


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the page."""
    context = {
        "operations": operations_of(openapi()),
        "problems": [
            {"status": status, "slug": slug, "title": title, "detail": DETAILS[status]}
            for status, (slug, title) in TITLES.items()
        ],
        "address": request.build_absolute_uri("/api/v1"),
        "a_minute": settings.FONDS_API_MINUTE,
        "a_minute_with_key": settings.FONDS_API_KEY_MINUTE,
    }
    return render(request, "search/api.html", context)
