"""Say what the projection of a kind of records must provide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from catalog.models import Record


class KindProjection(Protocol):
    """What a kind adds to the index documents that all records share."""

    slug: str

    def facts(self, record: Record) -> list[str]:
        """Return the kind's own facts as texts to be found."""
        ...
