"""Show staff how far the copies of a recording are, and let them choose its poster."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.models import Recording
from archive.operations.ask_for_speech import AlreadyAsked, ask_for_speech, call_off_speech
from archive.operations.choose_poster import PosterRefused, choose_poster
from archive.queries import preparation_of
from catalog.vocabulary.languages import language_choices

SPOKEN = frozenset({"uz-Latn", "uz-Cyrl", "ru", "en", "tg", "kk", "ky", "tr", "de", "fr", "ar", "fa"})
"""Languages offered for speech; Whisper's models know them."""
_MOMENT = re.compile(r"\s*(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?\s*$")


def recording_context(recording: Recording) -> dict[str, Any]:
    """Return what the page of a recording file shows beside what every file has."""
    said = recording.technical.get("recording") or {}
    spoken = [(tag, name) for tag, name in language_choices(get_language() or "") if tag in SPOKEN]
    return {
        "preparation": preparation_of(recording.pk),
        "streams": said.get("streams") or [],
        "chapters": said.get("chapters") or [],
        "recognition": recording.recognitions.defer("segments").first(),
        "has_speech": bool(settings.FONDS_SPEECH_MODEL),
        "speech_languages": [("", _("Detected")), *spoken],
        "transcripts": recording.transcripts.annotate(cue_count=Count("cues")).order_by("pk"),
    }


def recording_or_404(pk: int) -> Recording:
    """Return a recording; raises Http404."""
    try:
        found: Recording = Recording.objects.get(pk=pk)
    except Recording.DoesNotExist as error:
        raise Http404 from error
    return found


def milliseconds(written: str) -> int | None:
    """Return a moment as people write it (83, 83.5, 1:23, 1:02:03.250) in milliseconds; None where it is none."""
    match = _MOMENT.match(written)
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((match[4] or "0").ljust(3, "0"))


@permission_required("catalog.change_record")
@require_POST
def set_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the poster from the moment given (``moment=1:23``)."""
    recording = recording_or_404(pk)
    moment = milliseconds(request.POST.get("moment", ""))
    if moment is None:
        messages.error(request, _("Write the moment as seconds or as 1:23."))
        return redirect("catalog_asset", recording.kind, pk)
    try:
        choose_poster(recording_id=pk, second=moment / 1000, user=request.user)  # type: ignore[arg-type]
    except PosterRefused as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, _("The picture is being cut; it appears in a moment."))
    return redirect("catalog_asset", recording.kind, pk)


@permission_required("catalog.change_record")
@require_POST
def write_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a machine write down what is said, or call it off (``call_off``)."""
    recording = recording_or_404(pk)
    if number := request.POST.get("call_off", ""):
        if number.isdecimal() and call_off_speech(recognition_id=int(number)):
            messages.success(request, _("It is called off."))
        return redirect("catalog_asset", recording.kind, pk)
    language = request.POST.get("language", "")
    if language and language not in SPOKEN:
        raise Http404
    try:
        ask_for_speech(recording_id=pk, language=language, user=request.user)  # type: ignore[arg-type]
    except AlreadyAsked:
        messages.warning(request, _("A machine already listens to this recording."))
    else:
        messages.success(request, _("The machine listens when its turn comes; you may close this page."))
    return redirect("catalog_asset", recording.kind, pk)
