"""Let a reader take a file away: ask what for where the record wants it, prepare the copy, hand it out, count it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django import forms
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from archive.models import Asset
from catalog.access import Audience, audience_of
from catalog.choices import CopySize, CopyState, Purpose, content_language
from catalog.delivery import asks_purpose, sizes_for
from catalog.models import DeliveredCopy, Record, User
from catalog.operations.ask_for_copy import CopyWish, ask_for_copy
from catalog.operations.count_download import Stated, count_download, state_purpose
from catalog.queries import record_by_pid, records_of_asset
from catalog.vocabulary.identifiers import PidNotValid, normalize_pid
from catalog.web.bytes import StoredFile, send_stored
from catalog.web.door import open_asset
from catalog.web.throttle import is_over_limit, throttled

A_MINUTE = 60
STATEMENTS_A_MINUTE = 12
SESSION_KEY = "purposes"
KEPT_SECONDS = 12 * 3600
"""How long a stated purpose holds for its record: a visit, not the life of the session."""
MOST_REMEMBERED = 50


class PurposeForm(forms.Form):
    """Ask what a file is taken for."""

    purpose = forms.ChoiceField(label=_("What do you need it for?"), choices=Purpose.choices, widget=forms.RadioSelect)
    publication = forms.CharField(
        label=_("Name of the publication"), max_length=200, required=False, help_text=_("For press use.")
    )
    detail = forms.CharField(
        label=_("In a few words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the publication of the press, and for words where none of the purposes fits."""
        given = super().clean() or self.cleaned_data
        if given.get("purpose") == Purpose.PRESS and not given.get("publication"):
            self.add_error("publication", gettext("Name the publication, agency or channel."))
        if given.get("purpose") == Purpose.OTHER and not given.get("detail"):
            self.add_error("detail", gettext("Say in a few words what you need it for."))
        return given


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
        return _handed_out(request, taking, copy)
    return _page(request, taking, copy.state, copy=copy, status=202 if copy.state == CopyState.WAITING else 200)


def taking_of(request: HttpRequest, asset: Asset) -> Taking | None:
    """Return the wish for a whole file whose address names no record: of one that asks, else of the first; or None."""
    audience = audience_of(request.user)
    records = sorted(records_of_asset(asset.kind, asset.pk), key=lambda record: not asks_purpose(audience, record))
    if not records:
        return None
    return Taking(CopyWish(records[0], asset, CopySize.ORIGINAL, content_language(), audience), audience)


def asked_first(request: HttpRequest, taking: Taking) -> HttpResponseBase | None:
    """Return what comes before the file: the question what for, or the way on from its answer; None for nothing."""
    if request.method == "POST":
        return _stated(request, taking)
    if asks_purpose(taking.audience, taking.wish.record) and not _remembered(request, taking.wish.record.pid):
        return _page(request, taking, "purpose", form=PurposeForm())
    return None


def take_whole(request: HttpRequest, asset: Asset, send: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Hand out what is a document itself though its address names no record: ask first, send, count."""
    taking = taking_of(request, asset)
    if taking is None:
        return HttpResponseNotAllowed(["GET", "HEAD"]) if request.method == "POST" else send()
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
    purpose = _remembered(request, taking.wish.record.pid)
    standing = taking.audience.standing.value
    count_download(record=taking.wish.record, size=taking.wish.size, purpose=purpose, standing=standing)


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
    given = form.cleaned_data
    stated = Stated(Purpose(given["purpose"]), given["publication"], given["detail"])
    user = request.user if isinstance(request.user, User) else None
    state_purpose(
        record=taking.wish.record,
        size=taking.wish.size,
        stated=stated,
        standing=taking.audience.standing.value,
        user=user,
    )
    _remember(request, taking.wish.record.pid, stated.purpose.value)
    return HttpResponseRedirect(request.get_full_path())


def _remember(request: HttpRequest, pid: str, purpose: str) -> None:
    known = dict(list((request.session.get(SESSION_KEY) or {}).items())[-MOST_REMEMBERED:])
    request.session[SESSION_KEY] = {**known, pid: [purpose, int(timezone.now().timestamp())]}


def _remembered(request: HttpRequest, pid: str) -> str:
    """Return the purpose stated for a record in this visit, or nothing."""
    purpose, at = (request.session.get(SESSION_KEY) or {}).get(pid) or ("", 0)
    return str(purpose) if at > timezone.now().timestamp() - KEPT_SECONDS else ""


def _handed_out(request: HttpRequest, taking: Taking, copy: DeliveredCopy) -> HttpResponseBase:
    suffix = PurePosixPath(copy.file_name).suffix
    stored = StoredFile(copy.file_name, copy.media_type, copy.sha256, f"{taking.name}{suffix}", as_download=True)
    response = send_stored(request, stored)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return counted(request, taking, response)
