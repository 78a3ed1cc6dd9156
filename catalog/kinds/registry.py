"""List the kinds of records; the only list there is."""

from __future__ import annotations

from catalog.kinds.document.room import DocumentRoom
from catalog.kinds.photo.room import PhotoRoom
from catalog.kinds.recording.room import RecordingRoom
from catalog.kinds.room import Room

ROOMS: tuple[Room, ...] = (PhotoRoom(), DocumentRoom(), RecordingRoom())

_BY_SLUG = {room.slug: room for room in ROOMS}


def room_of(kind: str) -> Room:
    """Return the room of a kind; raises KeyError for a kind that does not exist."""
    return _BY_SLUG[kind]


def kind_choices() -> list[tuple[str, object]]:
    """Return slug and name of every kind, for forms and filters."""
    return [(room.slug, room.label) for room in ROOMS]
