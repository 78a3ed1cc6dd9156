"""Stand before everything below /api/: methods, other origins, and errors as problems instead of pages."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from catalog.web.problems import MEDIA_TYPE, rendered_problem

PREFIX = "/api/"
ALLOWED = "GET, HEAD, OPTIONS"
TAKEN_HEADERS = "Authorization, Accept-Language, If-None-Match"
SHOWN_HEADERS = "ETag, Retry-After, Content-Language"
A_DAY = 24 * 3600


class EdgeMiddleware(MiddlewareMixin):
    """Answer HEAD and OPTIONS, let pages of other origins in as the settings say, and turn error pages into problems.

    Any page may read what everyone may see; only the origins that are named may send a visitor's cookies.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if not request.path_info.startswith(PREFIX):
            return None
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ALLOWED})
        if request.method == "HEAD":
            # Answered as GET; what is sent of it is decided on the way out.
            request.method = "GET"
            request.is_head = True  # type: ignore[attr-defined]
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX) or not isinstance(response, HttpResponse):
            return response
        if response.status_code >= 400 and response.headers.get("Content-Type", "") != MEDIA_TYPE:
            _make_problem(response)
        if response.status_code == 405:
            response["Allow"] = ALLOWED
        if getattr(request, "is_head", False):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        response["X-Robots-Tag"] = "noindex"
        _admit_origin(request, response)
        return response


def _make_problem(response: HttpResponse) -> None:
    """Replace an error page, whoever made it, by what a program can read."""
    response.content = rendered_problem(response.status_code)
    response["Content-Type"] = MEDIA_TYPE
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = "no-store"


def _admit_origin(request: HttpRequest, response: HttpResponse) -> None:
    admitted: list[str] = settings.FONDS_API_ORIGINS
    named = [origin for origin in admitted if origin != "*"]
    origin = request.headers.get("Origin", "")
    if named:
        patch_vary_headers(response, ["Origin"])
    if origin in named:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Allow-Credentials"] = "true"
    elif "*" in admitted:
        response["Access-Control-Allow-Origin"] = "*"
    else:
        return
    response["Access-Control-Expose-Headers"] = SHOWN_HEADERS
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = TAKEN_HEADERS
        response["Access-Control-Max-Age"] = str(A_DAY)
