"""Project what only a recording says; its transcript comes with its extraction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.models import Record


class RecordingProjection:
    """Nothing of its own to search yet: sound has no words until it is transcribed."""

    slug = "recording"

    def facts(self, record: Record) -> list[str]:
        """Return nothing."""
        return []
