"""Hand out the OpenAPI document, lead people to the page that explains the interface, and answer stray addresses."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from catalog.web.problems import problem
from search.api.answering import answering
from search.api.interface import openapi


@csrf_exempt
@require_safe
@answering
def openapi_document(request: HttpRequest) -> HttpResponse:
    """Send the OpenAPI document."""
    return HttpResponse(json.dumps(openapi(), ensure_ascii=False), content_type="application/json; charset=utf-8")


@require_safe
def to_docs(request: HttpRequest, *_parts: str) -> HttpResponse:
    """Lead to the page about the interface, in the reader's language."""
    return HttpResponseRedirect(reverse("api-docs"))


@csrf_exempt
def nothing(request: HttpRequest) -> HttpResponse:
    """Say that there is no such address."""
    return problem(404)
