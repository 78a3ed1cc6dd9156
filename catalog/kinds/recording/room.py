"""Show and fill what only a recording knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from catalog.kinds.recording.models import RecordingFacts
from catalog.kinds.room import Fact

if TYPE_CHECKING:
    from archive.models import Asset
    from catalog.models import Record


class RecordingRoom:
    """Sound and film."""

    slug = "recording"
    icon = "film"
    template = "catalog/recording.html"
    facts_model = RecordingFacts
    label = _("Recording")
    plural = _("Recordings")

    def facts(self, record: Record) -> list[Fact]:
        """Return length and carrier."""
        own = getattr(record, "recording_facts", None)
        if own is None:
            return []
        found = [Fact(gettext("Carrier"), own.carrier)] if own.carrier else []
        return [*found, Fact(gettext("Length"), self.extent(record))] if own.duration_seconds else found

    def extent(self, record: Record) -> str:
        """Return the length as minutes and seconds."""
        own = getattr(record, "recording_facts", None)
        if own is None or not own.duration_seconds:
            return ""
        minutes, seconds = divmod(round(own.duration_seconds), 60)
        return f"{minutes}:{seconds:02d}"

    def fill(self, record: Record, asset: Asset) -> None:
        """Take the length that the media library keeps."""
        length = getattr(asset, "duration", 0) or 0
        RecordingFacts.objects.update_or_create(record=record, defaults={"duration_seconds": length})

    def panels(self) -> list[Any]:
        """Return the carrier; the length is measured, not typed."""
        return [FieldPanel("carrier")]
