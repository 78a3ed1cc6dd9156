"""Speak tus 1.0.0 over HTTP: who may, in which version, with which answers; bodies in small portions."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from catalog.errors import (
    DepositClosed,
    FileTooLarge,
    NoRoom,
    PieceTooLong,
    TooManyUploads,
    UnsafeName,
    UploadBusy,
    UploadGone,
    UploadRefused,
    WrongChecksum,
    WrongOffset,
)
from catalog.web import tus_headers
from catalog.web.tus_headers import BadHeader

PORTION_BYTES = 256 * 1024
SILENCE_SECONDS = 60
"""A sender that says nothing for so long is cut off; what has arrived is kept and the upload is free again."""
RECEIVING_AT_ONCE = 5
"""Threads of one process that may receive pieces; the others are free for readers (config/server.py)."""
STATUS: dict[type[UploadRefused], int] = {
    UploadGone: 404,
    WrongOffset: 409,
    FileTooLarge: 413,
    PieceTooLong: 413,
    UnsafeName: 422,
    DepositClosed: 422,
    UploadBusy: 423,
    TooManyUploads: 429,
    WrongChecksum: 460,
    NoRoom: 507,
}
Handler = Callable[..., HttpResponse]
_slots = threading.BoundedSemaphore(RECEIVING_AT_ONCE)


class BrokenOff(Exception):
    """Raised when the connection breaks or falls silent in the middle of a piece."""


class Full(Exception):
    """Raised when this process receives as many pieces as it may."""


def tus_view(**handlers: Handler) -> Handler:
    """Make a view of one handler a method: who may deposit, in this version of the protocol, with its answers."""

    @wraps(next(iter(handlers.values())))
    def view(request: HttpRequest, **given: UUID) -> HttpResponse:
        response = _answer(request, handlers, given)
        response["Tus-Resumable"] = tus_headers.VERSION
        response["Cache-Control"] = "no-store"
        return response

    return view


def _answer(request: HttpRequest, handlers: dict[str, Handler], given: dict[str, UUID]) -> HttpResponse:
    method = request.method or ""
    if method == "POST":
        method = request.headers.get("X-HTTP-Method-Override", method)
    if method == "OPTIONS":
        return _abilities()
    if not request.user.has_perm("catalog.add_record"):
        return said(403, _("You are signed out, or may not deposit files."))
    if method not in handlers:
        return HttpResponse(status=405, headers={"Allow": ", ".join([*handlers, "OPTIONS"])})
    if request.headers.get("Tus-Resumable") != tus_headers.VERSION:
        response = said(412, "Tus-Resumable must be 1.0.0")
        response["Tus-Version"] = tus_headers.VERSION
        return response
    try:
        return handlers[method](request, **given)
    except BadHeader as error:
        return refused(request, 400, str(error))
    except BrokenOff:
        return said(408, _("The connection broke. What has arrived is kept."))
    except Full:
        response = said(503, _("The server receives as many files as it can; this one comes next."))
        response["Retry-After"], response["Connection"] = "2", "close"
        return response
    except UploadRefused as error:
        words = _(error.message) % error.params if error.params else _(error.message)
        return refused(request, STATUS[type(error)], words)


def _abilities() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Tus-Version"] = tus_headers.VERSION
    response["Tus-Extension"] = tus_headers.EXTENSIONS
    response["Tus-Max-Size"] = str(settings.FONDS_MAX_RESUMABLE_BYTES)
    response["Tus-Checksum-Algorithm"] = ",".join(tus_headers.ALGORITHMS)
    return response


@contextmanager
def receiving(request: HttpRequest) -> Iterator[Iterator[bytes]]:
    """Give the body in portions, a few requests at a time; a silent sender is cut off."""
    if not _slots.acquire(blocking=False):
        raise Full
    socket = request.META.get("gunicorn.socket")
    try:
        if socket is not None:
            socket.settimeout(SILENCE_SECONDS)
        yield _portions(request)
    finally:
        if socket is not None:
            socket.settimeout(None)
        _slots.release()


def _portions(request: HttpRequest) -> Iterator[bytes]:
    while True:
        try:
            portion = request.read(PORTION_BYTES)
        except OSError as error:
            raise BrokenOff from error
        if not portion:
            return
        yield portion


def refused(request: HttpRequest, status: int, words: str) -> HttpResponse:
    """Refuse a request after its body is read to the end: a browser hears an answer only then."""
    response = said(status, words)
    if not drain(request):
        response["Connection"] = "close"
    return response


def drain(request: HttpRequest) -> bool:
    """Read what is left of a body; return whether the connection can be used again."""
    if request.META.get("CONTENT_LENGTH") in {None, "", "0"}:
        return True
    try:
        with receiving(request) as portions:
            for _portion in portions:
                pass
    except (BrokenOff, Full):
        return False
    return True


def said(status: int, words: str) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
