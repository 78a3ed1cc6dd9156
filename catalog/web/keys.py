"""Let a program ask as the owner of its key: at the interface for programs, and at the door to files."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from catalog.operations.use_api_key import KeyRefused, use_api_key
from catalog.web.problems import problem
from catalog.web.throttle import is_over_limit, seconds_left

OPEN_TO_KEYS = ("/api/", "/assets/")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SCHEME = "bearer"
A_MINUTE = 60


class KeyMiddleware(MiddlewareMixin):
    """Put the owner of the key into ``request.user`` and the key into ``request.api_key``.

    A key only reads: with any other method, and at any other address, it is not looked at. One that is wrong is
    refused rather than passed over, or its holder would take the public's results for their own.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        scheme, _space, secret = request.headers.get("Authorization", "").strip().partition(" ")
        is_meant = request.path_info.startswith(OPEN_TO_KEYS) and request.method in SAFE_METHODS
        if not is_meant or scheme.lower() != SCHEME:
            return None
        try:
            key = use_api_key(secret=secret.strip())
        except KeyRefused as refusal:
            # Whoever tries keys out is counted like any stranger.
            limit: int = settings.FONDS_API_MINUTE
            if is_over_limit("api", request, limit=limit, window_seconds=A_MINUTE):
                return problem(429, headers={"Retry-After": str(seconds_left(A_MINUTE))})
            return problem(401, str(refusal), headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        request.user = key.owner
        request.api_key = key  # type: ignore[attr-defined]
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(OPEN_TO_KEYS):
            patch_vary_headers(response, ["Authorization", "Cookie"])
        return response
