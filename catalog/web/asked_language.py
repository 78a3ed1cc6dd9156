"""Let an address without a language in its path speak the one that the page leading to it names: ``?lang=ru``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import activate, get_language

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
PARAMETER = "lang"


def in_asked_language(view: View[P]) -> View[P]:
    """Answer in the language that ``?lang=`` names; without one, or with an unknown one, in the browser's."""

    @wraps(view)
    def speaking(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        asked = request.GET.get(PARAMETER, "")
        if asked in dict(settings.LANGUAGES):
            # For the rest of the request, so that the middleware names it; the next request chooses anew.
            activate(asked)
            request.LANGUAGE_CODE = asked
        return view(request, *args, **kwargs)

    return speaking


def with_language(path: str) -> str:
    """Return an address that has no language in its path with the one spoken now."""
    return f"{path}?{PARAMETER}={get_language() or settings.LANGUAGE_CODE}"
