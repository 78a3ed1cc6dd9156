"""Project what only a photograph says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.models import Record


class PhotoProjection:
    """Technique and camera."""

    slug = "photo"

    def facts(self, record: Record) -> list[str]:
        """Return technique and camera."""
        own = getattr(record, "photo_facts", None)
        return [own.technique, own.camera] if own else []
