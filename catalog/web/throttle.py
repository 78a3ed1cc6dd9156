"""Keeps one address from asking for costly pages too often."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def is_over_limit(name: str, request: HttpRequest, *, limit: int, window_seconds: int, who: str = "") -> bool:
    """Count this request and tell whether its address has asked more than `limit` times in the window.

    `who` counts a person or a key instead of the address. Windows stand side by side, they do not slide. With the
    in-process cache each server process counts for itself.
    """
    window = int(time.time()) // window_seconds
    key = f"throttle:{name}:{who or request.META.get('REMOTE_ADDR', '')}:{window}"
    if cache.add(key, 1, timeout=window_seconds):
        return limit < 1
    try:
        count: int = cache.incr(key)
    except ValueError:
        # The entry went between the two calls: its window has just ended.
        return False
    return count > limit


def seconds_left(window_seconds: int) -> int:
    """Return in how many seconds the window of the moment ends, at least 1."""
    return window_seconds - int(time.time()) % window_seconds


def throttled(name: str, *, limit: int, window_seconds: int = 60) -> Callable[[View[P]], View[P]]:
    """Answer 429 above `limit` requests in `window_seconds` from one address; people who are logged in are not counted.

    `name` separates the counts of different pages.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            is_known = getattr(request, "user", None) is not None and request.user.is_authenticated
            if not is_known and is_over_limit(name, request, limit=limit, window_seconds=window_seconds):
                response: HttpResponse = render(request, "429.html", status=429)
                response["Retry-After"] = str(window_seconds)
                return response
            return view(request, *args, **kwargs)

        return guarded

    return decorate
