"""Hold the plain values of ingest: limits, what a walk finds, what an inspection says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from archive.ingest.errors import IngestRefused


class Kind(StrEnum):
    """The three kinds of asset a file can become."""

    PHOTO = "photo"
    DOCUMENT = "document"
    RECORDING = "recording"


class Note(StrEnum):
    """Remarks on a file that is taken in all the same."""

    MISMATCHED_EXTENSION = "mismatched_extension"
    NO_EXTENSION = "no_extension"
    NAME_NOT_UTF8 = "name_not_utf8"


@dataclass(frozen=True, slots=True)
class IngestLimits:
    """What one file may weigh; a file above a limit is refused before it is decoded."""

    max_bytes: int = 2 * 1024**3
    max_pixels: int = 178_000_000
    """Pixels of one image; the default is a little under what Pillow itself refuses."""
    max_pages: int = 5_000


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be inspected; ``root`` is the path given by the person it was found under."""

    path: Path
    root: Path

    @property
    def name(self) -> str:
        """Return the path below the root, fit for showing: valid Unicode in any script."""
        shown = self.path.name if self.path == self.root else str(self.path.relative_to(self.root))
        return shown.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Refused:
    """A path that is passed over, with the reason."""

    path: Path
    root: Path
    refusal: IngestRefused

    @property
    def name(self) -> str:
        """Return the path as ``Found.name`` does."""
        return Found(self.path, self.root).name


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the bytes of one accepted file say, before anything is stored.

    ``sha256`` is lower-case hexadecimal. ``width`` and ``height`` are stored pixels of an image
    (before any EXIF turn) or 0; ``page_count`` is 1 for a photograph or a single page, 0 where pages are still to be
    made, or cannot be counted without a password.
    """

    path: Path
    original_name: str
    media_type: str
    extension: str
    """The usual extension of the media type, with the dot: ".jpg"."""
    kind: Kind
    size_bytes: int
    sha256: str
    suggested_title: str
    width: int = 0
    height: int = 0
    page_count: int = 1
    duration_seconds: float = 0.0
    """Length of a recording."""
    notes: tuple[Note, ...] = ()
