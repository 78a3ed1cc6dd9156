"""Hand out what belongs to a recording through the one door: the copy that plays, poster, waveform, transcripts."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from archive.choices import AssetKind
from archive.extract.transcripts import as_srt, as_text, as_vtt
from archive.models import Asset, Recording, Transcript
from archive.queries import cues_of
from archive.renditions import POSTER_SIZES
from catalog.web.bytes import StoredFile, send_stored
from catalog.web.door import JPEG, open_asset, stem_of

TRANSCRIPT_TYPES = {
    "vtt": "text/vtt; charset=utf-8",
    "srt": "application/x-subrip; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def _open_recording(request: HttpRequest, uid: UUID) -> Recording:
    asset: Asset = open_asset(request, AssetKind.RECORDING, uid)
    if not isinstance(asset, Recording):
        raise Http404
    return asset


@require_safe
def copy(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Send the copy that every browser plays, whole or the range asked for."""
    recording = _open_recording(request, uid)
    suffix = PurePosixPath(recording.proxy_name).suffix
    return _send(request, recording, recording.proxy_name, recording.proxy_type, suffix)


@require_safe
def poster(request: HttpRequest, uid: UUID, size: str) -> HttpResponseBase:
    """Send the still picture in one of the named sizes."""
    recording = _open_recording(request, uid)
    if size not in POSTER_SIZES:
        raise Http404
    return _send(request, recording, recording.poster_file(size), JPEG, f"-{size}.jpg")


@require_safe
def waveform(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """Send the peaks of the sound: ``{"duration": seconds, "peaks": [0..100, …]}``."""
    recording = _open_recording(request, uid)
    return _send(request, recording, recording.waveform_name, "application/json", "-waveform.json")


def _send(request: HttpRequest, recording: Recording, name: str, media_type: str, ending: str) -> HttpResponseBase:
    if not name:
        raise Http404
    # A file that was made anew has another name, so the name is a good entity tag.
    etag = PurePosixPath(name).stem + ending
    stored = StoredFile(name, media_type, etag, f"{stem_of(recording)}{ending}", "download" in request.GET)
    return send_stored(request, stored)


@require_safe
def transcript(request: HttpRequest, uid: UUID, pk: int, shape: str) -> HttpResponseBase:
    """Send a transcript as WebVTT (for the player), SubRip or plain text; ``?download`` asks for a file to keep."""
    recording = _open_recording(request, uid)
    found = Transcript.objects.filter(recording=recording.pk, pk=pk).first()
    if found is None or shape not in TRANSCRIPT_TYPES or (shape != "txt" and not found.is_timed):
        raise Http404
    etag = quote_etag(f"{uid.hex}-{pk}-{shape}-{found.changed_at.timestamp():.3f}")
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_written(found, shape), content_type=TRANSCRIPT_TYPES[shape])
        name = f"{stem_of(recording)}.{found.language or 'und'}.{shape}"
        disposition = content_disposition_header("download" in request.GET, name)
        if disposition:
            response["Content-Disposition"] = disposition
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _written(found: Transcript, shape: str) -> str:
    cues = (cue.plain for cue in cues_of(found.pk))
    if shape == "vtt":
        return "".join(as_vtt(cues))
    return "".join(as_srt(cues) if shape == "srt" else as_text(cues, is_timed=found.is_timed))
