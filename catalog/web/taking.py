"""Let a reader take a file away: ask what for where the record wants it, prepare the copy, hand it out, count it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_http_methods

from archive.models import Asset
from catalog.access import Audience, audience_of
from catalog.choices import CopySize, CopyState, content_language
from catalog.delivery import asks_purpose, sizes_for
from catalog.models import DeliveredCopy, Record, User
from catalog.operations.ask_for_copy import CopyWish, ask_for_copy
from catalog.operations.count_download import Stated, count_download, state_purpose
from catalog.queries import record_by_pid, records_of_asset
from catalog.vocabulary.identifiers import PidNotValid, normalize_pid
from catalog.web.bytes import StoredFile, send_stored
from catalog.web.door import open_asset
from catalog.web.purposes import PurposeForm, has_key, missing_purpose, remember, remembered, said_with_key, stated
from catalog.web.throttle import is_over_limit, throttled

A_MINUTE = 60
STATEMENTS_A_MINUTE = 12


@dataclass(frozen=True, slots=True)
class Taking:
    """One wish of one reader."""

    wish: CopyWish
    audience: Audience

    @property
    def name(self) -> str:
        """Return the name of the file to be kept, without its ending."""
        stem = PurePosixPath(self.wish.asset.original_name).stem or self.wish.record.pid
        return f"{stem}-{self.wish.size}" if self.wish.size != "original" else stem


@require_http_methods(["GET", "HEAD", "POST"])
@throttled("download", limit=A_MINUTE)
def take(request: HttpRequest, pid: str, kind: str, uid: UUID, size: str) -> HttpResponseBase:
    """Hand out a copy; before that, ask for a purpose and say that the copy is being prepared, where need be.

    Hidden, absent and not allowed look the same.
    """
    taking = _taking(request, pid, kind, uid, size)
    if (answer := asked_first(request, taking)) is not None:
        return answer
    copy = ask_for_copy(wish=taking.wish)
    if copy.state == CopyState.READY and not getattr(request, "htmx", False):
        return hand_out(request, taking, copy)
    return _page(request, taking, copy.state, copy=copy, status=202 if copy.state == CopyState.WAITING else 200)


def taking_of(request: HttpRequest, asset: Asset, size: str = CopySize.ORIGINAL) -> Taking | None:
    """Return the wish for a file whose address names no record: of one that asks, else of the first; or None."""
    audience = audience_of(request.user)
    records = sorted(records_of_asset(asset.kind, asset.pk), key=lambda record: not asks_purpose(audience, record))
    if not records:
        return None
    return Taking(CopyWish(records[0], asset, size, content_language(), audience), audience)


def asked_first(request: HttpRequest, taking: Taking) -> HttpResponseBase | None:
    """Return what comes before the file: the question what for, or the way on from its answer; None for nothing."""
    if request.method == "POST":
        return _stated(request, taking)
    if not _asks(request, taking) or said_with_key(request):
        return None
    return missing_purpose(request) if has_key(request) else _page(request, taking, "purpose", form=PurposeForm())


def _asks(request: HttpRequest, taking: Taking) -> bool:
    """Say whether the record asks what for and has not been told in this visit."""
    record = taking.wish.record
    return asks_purpose(taking.audience, record) and not remembered(request, record.pid)


def take_whole(request: HttpRequest, asset: Asset, send: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Hand out what is a document itself though its address names no record: ask first, send, count."""
    taking = taking_of(request, asset)
    if request.method == "POST" and (taking is None or not asks_purpose(taking.audience, taking.wish.record)):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if taking is None:
        return send()
    if (answer := asked_first(request, taking)) is not None:
        return answer
    return counted(request, taking, send())


def counted(request: HttpRequest, taking: Taking, response: HttpResponseBase) -> HttpResponseBase:
    """Count a file that is handed out; a stretch further on belongs to a download counted at its beginning."""
    starts = response.headers.get("Content-Range", "bytes 0-").startswith("bytes 0-")
    if request.method == "GET" and response.status_code in {200, 206} and starts:
        _count(request, taking)
    return response


def _count(request: HttpRequest, taking: Taking) -> None:
    purpose = remembered(request, taking.wish.record.pid)
    if _asks(request, taking) and (said := said_with_key(request)):
        _keep(request, taking, said)
        purpose = said.purpose.value
    standing = taking.audience.standing.value
    count_download(record=taking.wish.record, size=taking.wish.size, purpose=purpose, standing=standing)


def _keep(request: HttpRequest, taking: Taking, said: Stated) -> None:
    """Keep what a reader said."""
    user = request.user if isinstance(request.user, User) else None
    wish, standing = taking.wish, taking.audience.standing.value
    state_purpose(record=wish.record, size=wish.size, stated=said, standing=standing, user=user)


def _taking(request: HttpRequest, pid: str, kind: str, uid: UUID, size: str) -> Taking:
    audience = audience_of(request.user)
    try:
        record = record_by_pid(normalize_pid(pid), audience)
    except (PidNotValid, Record.DoesNotExist) as error:
        raise Http404 from error
    asset = open_asset(request, kind, uid)
    records = list(records_of_asset(asset.kind, asset.pk))
    if record not in records or size not in sizes_for(audience, records, asset.kind):
        raise Http404
    return Taking(CopyWish(record, asset, size, content_language(), audience), audience)


def _page(request: HttpRequest, taking: Taking, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Return a page, or for htmx its changing part."""
    record = taking.wish.record
    title, title_lang = record.title_and_language()
    is_part = bool(getattr(request, "htmx", False)) and name != "purpose"
    template = (
        "catalog/download/_state.html"
        if is_part
        else f"catalog/download/{'purpose' if name == 'purpose' else 'state'}.html"
    )
    own = {
        "title": title,
        "title_lang": title_lang,
        "record_url": record.get_absolute_url(),
        "own_url": request.get_full_path(),
    }
    # htmx takes in what is answered with 200; 202 is for programs and people without scripts.
    response = render(request, template, {**own, **context}, status=200 if is_part else status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    patch_cache_control(response, private=True, no_store=True)
    return response


def _stated(request: HttpRequest, taking: Taking) -> HttpResponseBase:
    """Keep what was stated, for the record and for this visit, and go on to the file."""
    if is_over_limit("purpose", request, limit=STATEMENTS_A_MINUTE, window_seconds=60):
        response = render(request, "429.html", status=429)
        response["Retry-After"] = "60"
        return response
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _page(request, taking, "purpose", form=form, status=422)
    said = stated(form)
    _keep(request, taking, said)
    remember(request, taking.wish.record.pid, said.purpose.value)
    return HttpResponseRedirect(request.get_full_path())


def hand_out(request: HttpRequest, taking: Taking, copy: DeliveredCopy) -> HttpResponseBase:
    """Send a copy that is ready, and count it."""
    suffix = PurePosixPath(copy.file_name).suffix
    stored = StoredFile(copy.file_name, copy.media_type, copy.sha256, f"{taking.name}{suffix}", as_download=True)
    response = send_stored(request, stored)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return counted(request, taking, response)
