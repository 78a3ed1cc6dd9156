"""What happens around every operation: language, limits, entity tags, and errors as problems."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from difflib import get_close_matches
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from ninja import NinjaAPI
from ninja.errors import ValidationError

from catalog.web.problems import problem
from catalog.web.throttle import is_over_limit, seconds_left
from search.api.shapes.parameters import Language

Run = Callable[..., HttpResponseBase]

A_MINUTE = 60
JSON_RANGES = frozenset({"*/*", "application/*", "application/json"})
VARIES_BY = ("Accept-Language", "Authorization", "Cookie")
RETRY_SECONDS = 30

_gzip = GZipMiddleware(lambda request: HttpResponse())


def answering(run: Run) -> Run:
    """Wrap the handling of a request: refuse whom it must, speak the language asked for, tag the answer."""

    @wraps(run)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if _asks_too_often(request):
            return problem(429, headers={"Retry-After": str(seconds_left(A_MINUTE))})
        if not _takes_json(request.headers.get("Accept", "")):
            return problem(406)
        lang = request.GET.get("lang", "")
        with translation.override(lang if lang in set(Language) else translation.get_language()):
            response = run(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        return _tagged(request, response)

    return answer


def _asks_too_often(request: HttpRequest) -> bool:
    """Count the request for its key, else for the person who is logged in, else for the address it comes from."""
    key = getattr(request, "api_key", None)
    who = f"key-{key.pk}" if key else f"user-{request.user.pk}" if request.user.is_authenticated else ""
    limit: int = settings.FONDS_API_KEY_MINUTE if who else settings.FONDS_API_MINUTE
    return is_over_limit("api", request, limit=limit, window_seconds=A_MINUTE, who=who)


def _takes_json(accept: str) -> bool:
    """Say whether an Accept header admits JSON (RFC 9110, 12.5.1); one that names nothing admits everything."""
    ranges = [part.strip().lower() for part in accept.split(",") if part.strip()]
    if not ranges:
        return True
    weights: dict[str, float] = {}
    for each in ranges:
        name, *parameters = [part.strip() for part in each.split(";")]
        weights[name] = _weight(parameters)
    # The most exact range decides.
    for name in ("application/json", "application/*", "*/*"):
        if name in weights:
            return weights[name] > 0
    return False


def _weight(parameters: list[str]) -> float:
    for each in parameters:
        name, _equals, value = each.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _tagged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Add the entity tag of an answer, or say that it has not changed; access is asked anew each time."""
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    final = get_conditional_response(request, etag=etag, response=response) or response
    patch_cache_control(final, private=True, no_cache=True)
    patch_vary_headers(final, VARIES_BY)
    return _gzip.process_response(request, final) if final.status_code == 200 else final


def refuse_unknown(request: HttpRequest, known: type[Any]) -> None:
    """Raise ValidationError for a parameter that an address does not take: a misspelled filter must not be lost."""
    names = sorted(field.alias or name for name, field in known.model_fields.items())
    unknown = [name for name in request.GET if name not in names]
    if unknown:
        raise ValidationError([{"loc": ("query", name), "msg": _unknown(name, names)} for name in unknown])


def _unknown(name: str, names: list[str]) -> str:
    near = get_close_matches(name, names, n=1)
    return f"There is no such parameter; did you mean {near[0]}?" if near else f"Parameters are: {', '.join(names)}."


class SearchAway(Exception):
    """The search engine does not answer."""


def add_problems(api: NinjaAPI) -> None:
    """Answer what operations raise as problems."""
    api.add_exception_handler(ValidationError, lambda request, error: _not_valid(error))
    api.add_exception_handler(Http404, lambda request, error: problem(404))
    api.add_exception_handler(
        SearchAway, lambda request, error: problem(503, headers={"Retry-After": str(RETRY_SECONDS)})
    )


def _not_valid(error: Any) -> HttpResponse:
    found = [{"parameter": _name(each["loc"]), "message": str(each["msg"])} for each in error.errors]
    names = ", ".join(dict.fromkeys(each["parameter"] for each in found))
    return problem(422, f"Not valid: {names}. See “errors” for each.", errors=json.loads(json.dumps(found)))


def _name(location: Any) -> str:
    """Return the parameter that an error is about: (query, asked, per_page) is per_page, (…, kind, 0) is kind."""
    names = [str(part) for part in location if not isinstance(part, int)]
    return names[-1] if names else ""
