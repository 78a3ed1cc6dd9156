"""Project what only a recording says; what is said in it are units of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.models import Record


class RecordingProjection:
    """The carrier, and the titles of chapters."""

    slug = "recording"

    def facts(self, record: Record) -> list[str]:
        """Return the carrier and the titles of the chapters of every recording."""
        own = getattr(record, "recording_facts", None)
        rows = [row.recording for row in record.record_assets.all() if row.recording]
        chapters = [
            each["title"] for row in rows for each in (row.technical.get("recording") or {}).get("chapters", ())
        ]
        return [own.carrier, *chapters] if own else chapters
