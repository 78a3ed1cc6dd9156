"""Hold what ffprobe says of a recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream: ``kind`` is "video", "audio" or "subtitle"; what does not apply is 0 or empty.

    ``width`` and ``height`` are pixels as shown, after a turn by the file. ``language`` is as the file has it.
    """

    kind: str
    codec: str
    language: str = ""
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0
    channels: int = 0
    sample_rate_hz: int = 0
    bit_rate: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled stretch of a recording."""

    start_seconds: float
    end_seconds: float
    title: str


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """Length, streams, chapters and tags; ``tags`` has lower-case names. ``has_cover`` tells of a picture in a sound
    file. ``duration_seconds`` is 0 where the file does not say."""

    container: str
    duration_seconds: float
    bit_rate: int
    streams: tuple[Stream, ...]
    chapters: tuple[Chapter, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    has_cover: bool = False

    @property
    def video(self) -> Stream | None:
        """Return the first moving picture."""
        return next((stream for stream in self.streams if stream.kind == "video"), None)

    @property
    def audio(self) -> Stream | None:
        """Return the first sound."""
        return next((stream for stream in self.streams if stream.kind == "audio"), None)
