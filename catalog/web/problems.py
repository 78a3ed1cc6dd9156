"""Say what went wrong to a program: problem details as of RFC 9457 (https://www.rfc-editor.org/rfc/rfc9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
ADDRESS = "/api/v1/docs#problem-"
"""Where each type is explained; the type itself, relative to the site."""

TITLES: dict[int, tuple[str, str]] = {
    400: ("bad-request", "The request could not be understood"),
    401: ("key-refused", "The API key was refused"),
    403: ("forbidden", "This is not allowed"),
    404: ("not-found", "There is nothing here"),
    405: ("method-not-allowed", "This address is only read"),
    406: ("not-acceptable", "Answers are JSON only"),
    413: ("too-large", "The request is too large"),
    422: ("parameters-not-valid", "Parameters are not valid"),
    429: ("too-many-requests", "Too many requests"),
    500: ("internal-error", "Something broke on our side"),
    503: ("search-away", "Search is away for the moment"),
}
"""Slug of the type and title by status. Both are stable: programs may rely on the type, people read the title."""

DETAILS: dict[int, str] = {
    400: "The address or a header of the request is malformed.",
    401: "Send a valid key in the header “Authorization: Bearer fonds_…”, or none to ask as the public.",
    403: "The request was refused.",
    404: "No record, page or address of this name is open to you. What is hidden and what is absent look the same.",
    405: "The interface only reads: use GET or HEAD.",
    406: "The Accept header admits no JSON; leave it out or send “application/json”.",
    413: "The request has a body larger than this site takes; reading needs none.",
    422: "See “errors” for each parameter.",
    429: "Wait as many seconds as the header Retry-After says.",
    500: "The fault has been logged. Please try again later.",
    503: "The search engine does not answer. Records can still be read by their permanent id; try again in a while.",
}


def rendered_problem(status: int, detail: str = "", **more: Any) -> bytes:
    """Return a problem as JSON: type, title, status, detail, and whatever else is given."""
    known = status if status in TITLES else 500 if status >= 500 else 400
    slug, title = TITLES[known]
    body = {"type": ADDRESS + slug, "title": title, "status": status, "detail": detail or DETAILS[known], **more}
    return json.dumps(body, ensure_ascii=False).encode()


def problem(status: int, detail: str = "", *, headers: Mapping[str, str] | None = None, **more: Any) -> HttpResponse:
    """Return a problem as a response that no cache keeps."""
    response = HttpResponse(rendered_problem(status, detail, **more), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response
