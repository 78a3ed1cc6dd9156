"""Show and fill what only a recording knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from catalog.kinds.recording.models import RecordingFacts
from catalog.kinds.room import Fact
from catalog.models.facts import keep_facts

if TYPE_CHECKING:
    from archive.models import Asset
    from catalog.models import Record


CODECS = {
    "h264": "H.264", "hevc": "H.265", "mpeg4": "MPEG-4", "mpeg2video": "MPEG-2", "vp8": "VP8", "vp9": "VP9",
    "av1": "AV1", "prores": "ProRes", "dvvideo": "DV", "aac": "AAC", "mp3": "MP3", "mp2": "MP2", "opus": "Opus",
    "vorbis": "Vorbis", "flac": "FLAC", "pcm_s16le": "PCM 16 bit", "pcm_s24le": "PCM 24 bit", "wmav2": "WMA",
}  # fmt: skip


class RecordingRoom:
    """Sound and film."""

    slug = "recording"
    icon = "film"
    template = "catalog/recording.html"
    facts_model = RecordingFacts
    label = _("Recording")
    plural = _("Recordings")

    def facts(self, record: Record) -> list[Fact]:
        """Return carrier, length, and how picture and sound are coded."""
        own = getattr(record, "recording_facts", None)
        found = [Fact(gettext("Carrier"), own.carrier)] if own and own.carrier else []
        if own and own.duration_seconds:
            found.append(Fact(gettext("Length"), self.extent(record)))
        rows = [row.recording for row in record.record_assets.all() if row.recording]
        said = (rows[0].technical.get("recording") or {}) if rows else {}
        found += [fact for stream in said.get("streams") or () if (fact := _coded(stream))]
        return found

    def extent(self, record: Record) -> str:
        """Return the length as hours, minutes and seconds."""
        own = getattr(record, "recording_facts", None)
        if own is None or not own.duration_seconds:
            return ""
        return clock(own.duration_seconds)

    def fill(self, record: Record, asset: Asset, said: Mapping[str, Any]) -> None:
        """Take the length that the media library keeps."""
        length = getattr(asset, "duration", 0) or 0
        keep_facts(RecordingFacts, record, {"duration_seconds": length})

    def panels(self) -> list[Any]:
        """Return the carrier; the length is measured, not typed."""
        return [FieldPanel("carrier")]


def clock(seconds: float) -> str:
    """Return a length or a moment as people write it: 4:07, 1:02:33."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _number(value: float, unit: str) -> str:
    return f"{number_format(f'{value:g}')} {unit}"


def _coded(stream: dict[str, Any]) -> Fact | None:
    """Return how one stream is coded."""
    codec = CODECS.get(stream["codec"], stream["codec"].upper())
    if stream["kind"] == "video":
        size = f"{stream['width']} × {stream['height']}"
        rate = _number(stream["frame_rate"], gettext("fps")) if stream["frame_rate"] else ""
        return Fact(gettext("Picture"), ", ".join(part for part in (codec, size, rate) if part))
    if stream["kind"] == "audio":
        rate = _number(stream["sample_rate_hz"] / 1000, gettext("kHz"))
        channels = {1: gettext("mono"), 2: gettext("stereo")}.get(stream["channels"], str(stream["channels"]))
        return Fact(gettext("Sound"), f"{codec}, {rate}, {channels}")
    return None
