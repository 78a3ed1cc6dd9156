"""List the projections of the kinds of records."""

from __future__ import annotations

from search.documents.document import DocumentProjection
from search.documents.kind import KindProjection
from search.documents.photo import PhotoProjection
from search.documents.recording import RecordingProjection

KINDS: tuple[KindProjection, ...] = (PhotoProjection(), DocumentProjection(), RecordingProjection())

_BY_SLUG = {kind.slug: kind for kind in KINDS}


def projection_of(kind: str) -> KindProjection:
    """Return the projection of a kind; raises KeyError for one that has none."""
    return _BY_SLUG[kind]
